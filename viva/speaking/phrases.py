"""Phrases of a sentence: where a speaker who was interrupted begins again. Pure.

`language`, BCP 47, tells which words begin a phrase.
"""

from __future__ import annotations

import re

from viva.speaking.language import sayings

_WORD = re.compile(r"\S+")
_BREAKS = tuple(",;:.!?\u2026)\u2013\u2014\u0964\u0965\u060c\u061f\u3001\u3002")
"""Punctuation behind which a phrase begins."""


def phrase_starts(text: str, language: str = "en") -> list[int]:
    """Offsets of the words that begin a phrase, 0 first: those behind punctuation, and conjunctions.

    A phrase has two words at least, so that "and" behind a comma does not stand alone.
    """
    openers = set(sayings(language).phrase_openers)
    starts = [0]
    words = 0
    broken = False
    for match in _WORD.finditer(text):
        spoken = match.group().strip("\"'([)]").lower()
        if words >= 2 and (broken or spoken in openers):
            starts.append(match.start())
            words = 0
        words += 1
        broken = match.group().rstrip("\"'").endswith(_BREAKS)
    return starts


def begin_again(text: str, heard: str, language: str = "en") -> int:
    """Where to begin again in `text` of which `heard`, a prefix, was heard: the offset of the phrase that was
    heard last, if only its first word. What was heard before it need not be said again."""
    return max(start for start in phrase_starts(text, language) if start == 0 or start < len(heard))
