"""How alike two phrases are, by letters and by sound: 1 for the same, 0 for nothing in common."""

from __future__ import annotations

from functools import lru_cache

from viva.understanding.lists.sounds import ALPHABET, VOWELS

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
    "R": 0.15,
    "w": 0.5,
    "y": 0.4,
    "t": 0.6,
    "d": 0.6,
}
"""Cost of a sound that only one of the two has; 1 where not named."""


def _table() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    for a in ALPHABET:
        for b in ALPHABET:
            if a == b:
                cost = 0.0
            elif a in VOWELS and b in VOWELS:
                cost = _VOWEL_FOR_VOWEL
            else:
                cost = _NEAR.get(a + b, _NEAR.get(b + a, _OTHER))
            table.setdefault(a, {})[b] = cost
    return table


_SUBSTITUTE = _table()
INDEL = {one: _LEAVE_OUT.get(one, 1.0) for one in ALPHABET}


_GROUPS = ("bpfvw", "dtT", "gkCJhysSz", "mn", "lrR", "AEIOU")
_GROUP_OF = {one: index for index, group in enumerate(_GROUPS) for one in group}


@lru_cache(maxsize=20_000)
def weight(sounds: str) -> float:
    """What it costs to leave all of them out."""
    return sum([INDEL[one] for one in sounds])


def likeness(by_sound: float, by_letter: float, sounds_weight: float, letters: int) -> float:
    """0..1 from the two distances, the larger of the two phrases' weights, and their most letters.

    Sound weighs more than spelling: a recognizer errs by sound. A typist errs by letter, but most
    slips of the fingers change the sound little.
    """
    spelled = 1 - by_letter / max(letters, 1)
    if not sounds_weight:
        return max(0.0, spelled)  # another script
    return max(0.0, SOUND * (1 - by_sound / sounds_weight) + (1 - SOUND) * spelled)


def distances(a: tuple[str, str], b: tuple[str, str], least: float) -> tuple[float, float] | None:
    """Distances by sound and by letter of two phrases, each its letters without spaces and its sounds.

    None where their likeness is below `least`, mostly without the whole alignment.
    """
    most, heavy = max(len(a[0]), len(b[0])), max(weight(a[1]), weight(b[1]))
    spelled = min(len(a[0]), len(b[0])) / max(most, 1)
    limit = heavy * (1 - (least - (1 - SOUND) * spelled) / SOUND) if heavy else 0.0
    if _least_distance(a[1], b[1]) > limit:
        return None
    by_sound = sound_distance(a[1], b[1], limit)
    if by_sound > limit:
        return None
    by_letter = letter_distance(a[0], b[0])
    return (by_sound, by_letter) if likeness(by_sound, by_letter, heavy, most) >= least else None


def _least_distance(a: str, b: str) -> float:
    """A quick lower bound: what one has more of, by groups of sounds taken for one another."""
    more = less = 0.0
    for x, y in zip(_group_weights(a), _group_weights(b), strict=True):
        if x > y:
            more += x - y
        else:
            less += y - x
    return max(more, less)


@lru_cache(maxsize=20_000)
def _group_weights(sounds: str) -> tuple[float, ...]:
    weights = [0.0] * len(_GROUPS)
    for one in sounds:
        weights[_GROUP_OF[one]] += INDEL[one]
    return tuple(weights)


def sound_distance(a: str, b: str, limit: float = float("inf")) -> float:
    """Weighted edit distance of two strings of sounds; some number above `limit` where it is above."""
    previous = [0.0]
    for y in b:
        previous.append(previous[-1] + INDEL[y])
    for x in a:
        out = INDEL[x]
        row = _SUBSTITUTE[x]
        left = previous[0] + out
        current = [left]
        least = left
        for j, y in enumerate(b):
            best = previous[j] + row[y]
            up = previous[j + 1] + out
            if up < best:
                best = up
            left += INDEL[y]
            if left < best:
                best = left
            current.append(best)
            left = best
            if best < least:
                least = best
        if least > limit:
            return least
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
