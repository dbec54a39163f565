"""How alike two phrases are, by letters and by sound: 1 for the same, 0 for nothing in common."""

from __future__ import annotations

from functools import lru_cache

from viva.understanding.sounds import ALPHABET, VOWELS

_VOWEL_FOR_VOWEL = 0.25
_OTHER = 1.0
SOUND = 0.65
"""How much of likeness is by sound; the rest is by letter."""
# Pairs that recognizers, and spelling rules, take for one another.
_NEAR = {
    **dict.fromkeys(
        ("bp", "dt", "gk", "fv", "sz", "CJ", "Cs", "CS", "JS", "TS", "Jy", "Ts", "sS", "zS"), 0.4
    ),
    **dict.fromkeys(("Ck", "gJ", "dT", "tT", "fT", "vT", "Jz", "Cz"), 0.4),
    **dict.fromkeys(("mn", "bv", "vw", "Ct", "dJ", "lr", "lw", "rw", "hk"), 0.6),
    "hw": 0.6,
    "rR": 0.0,
}
_LEAVE_OUT = {
    **dict.fromkeys(VOWELS, 0.4),
    "h": 0.35,
    "r": 0.6,
    "R": 0.25,
    "w": 0.5,
    "y": 0.4,
    "t": 0.6,
    "d": 0.6,
}
"""Cost of a sound that only one of the two has; 1 where not named."""


def _table() -> dict[str, float]:
    table = {}
    for a in ALPHABET:
        for b in ALPHABET:
            if a == b:
                cost = 0.0
            elif a in VOWELS and b in VOWELS:
                cost = _VOWEL_FOR_VOWEL
            else:
                cost = _NEAR.get(a + b, _NEAR.get(b + a, _OTHER))
            table[a + b] = cost
    return table


_SUBSTITUTE = _table()
INDEL = {one: _LEAVE_OUT.get(one, 1.0) for one in ALPHABET}


def weight(sounds: str) -> float:
    """What it costs to leave all of them out."""
    return sum([INDEL[one] for one in sounds])


@lru_cache(maxsize=50_000)
def differences(letters_a: str, sounds_a: str, letters_b: str, sounds_b: str) -> tuple[float, float]:
    """Distances of two phrases by sound (weighted) and by letter."""
    return sound_distance(sounds_a, sounds_b), letter_distance(letters_a, letters_b)


def likeness(distances: tuple[float, float], sounds_weight: float, letters: int) -> float:
    """0..1 from the two distances, the larger of the two phrases' weights, and their most letters.

    Sound weighs more than spelling: a recognizer errs by sound. A typist errs by letter, but most
    slips of the fingers change the sound little.
    """
    by_sound, by_letter = distances
    spelled = 1 - by_letter / max(letters, 1)
    if not sounds_weight:
        return max(0.0, spelled)  # another script
    return max(0.0, SOUND * (1 - by_sound / sounds_weight) + (1 - SOUND) * spelled)


def alike(letters_a: str, sounds_a: str, letters_b: str, sounds_b: str) -> float:
    """Likeness of two phrases, each by its letters without spaces and its sounds; 0..1."""
    distances = differences(letters_a, sounds_a, letters_b, sounds_b)
    most = max(len(letters_a), len(letters_b))
    return likeness(distances, max(weight(sounds_a), weight(sounds_b)), most)


def sound_distance(a: str, b: str) -> float:
    """Weighted edit distance of two strings of sounds."""
    previous = [0.0]
    for y in b:
        previous.append(previous[-1] + INDEL[y])
    for x in a:
        out = INDEL[x]
        left = previous[0] + out
        current = [left]
        for j, y in enumerate(b):
            best = previous[j] + _SUBSTITUTE[x + y]
            up = previous[j + 1] + out
            if up < best:
                best = up
            left += INDEL[y]
            if left < best:
                best = left
            current.append(best)
            left = best
        previous = current
    return previous[-1]


def letter_distance(a: str, b: str) -> int:
    """Edit distance with swapped neighbours as one error (optimal string alignment)."""
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a):
        current = [i + 1]
        for j, y in enumerate(b):
            best = previous[j] + (x != y)
            if previous[j + 1] < best:
                best = previous[j + 1] + 1
            if current[j] < best:
                best = current[j] + 1
            if i and j and x == b[j - 1] and a[i - 1] == y and before[j - 1] < best:
                best = before[j - 1] + 1
            current.append(best)
        before, previous = previous, current
    return previous[-1]
