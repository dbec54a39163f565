"""How alike two phrases are, in letters and in sound: a recognizer that errs writes what sounds alike."""

from __future__ import annotations

import re
from functools import lru_cache

# Spellings of one sound become one sign; vowels become one sign, since they are what is misheard most.
# In the manner of Philips 1990, "Hanging on the Metaphone", much reduced.
_RULES = [
    (re.compile(pattern), sign)
    for pattern, sign in [
        (r"\s+", ""),
        (r"(.)\1+", r"\1"),
        (r"^(kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"tch|ch|sh|tio|cia|sci", "x"),
        (r"ph|gh(?=t)", "f"),
        (r"ck|q|c(?![eiy])|k", "k"),
        (r"c(?=[eiy])|z|s", "s"),
        (r"dge|j|g(?=[eiy])", "j"),
        (r"th", "t"),
        (r"wh|w", "w"),
        (r"er\b|or\b|re\b|ar\b|r\b", "a"),
        (r"[td]$", "t"),
        (r"[aeiouy]+h?", "a"),
        (r"h", ""),
        (r"(.)\1+", r"\1"),
    ]
]


@lru_cache(maxsize=20_000)
def sound(phrase: str) -> str:
    """A rough key of how a phrase sounds."""
    for pattern, sign in _RULES:
        phrase = pattern.sub(sign, phrase)
    return phrase


@lru_cache(maxsize=100_000)
def likeness(a: str, b: str) -> float:
    """0..1; 1 where two phrases have the same letters. Spaces do not count."""
    a, b = a.replace(" ", ""), b.replace(" ", "")
    if a == b:
        return 1.0
    if abs(len(a) - len(b)) > 0.5 * max(len(a), len(b)):
        return 0.0
    letters = _ratio(a, b)
    if letters < 0.4:
        return 0.0
    return 0.5 * letters + 0.5 * _ratio(sound(a), sound(b))


def _ratio(a: str, b: str) -> float:
    longest = max(len(a), len(b))
    return 1.0 - _distance(a, b) / longest if longest else 1.0


def _distance(a: str, b: str) -> int:
    """Levenshtein 1966."""
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        now = [i]
        for j, y in enumerate(b, start=1):
            now.append(min(before[j] + 1, now[-1] + 1, before[j - 1] + (x != y)))
        before = now
    return before[-1]
