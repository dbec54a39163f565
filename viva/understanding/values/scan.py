"""What the scanners of dictated signs share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from viva.understanding.vocabulary import Words


@dataclass(frozen=True, slots=True)
class Dictated:
    signs: str
    """Digits; in a code also upper-case letters; in a phone number perhaps `+` and an extension."""
    first: int
    end: int
    """Indices of its first word and after its last."""


def skip(words: Sequence[str], at: int, listed: Collection[Words]) -> int:
    """The index after one of some phrases, which are sorted longest first, or `at`."""
    for phrase in listed:
        if tuple(words[at : at + len(phrase)]) == phrase:
            return at + len(phrase)
    return at
