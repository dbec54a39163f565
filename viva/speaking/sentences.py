"""A reply cut into sentences, so that the first is heard while the next are still made. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from viva.speaking.language import sayings

LONGEST = 160
"""Characters; a longer sentence is cut at a comma or a space."""

_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s)|[।॥。！？]+[\"')\]]*")


@dataclass(frozen=True, slots=True)
class _Abbreviated:
    """Abbreviations in lower case, without their full stop."""

    inside: frozenset[str]
    """A full stop behind these ends no sentence."""
    closing: frozenset[str]
    """One behind these ends one where a capital letter follows."""
    numbered: frozenset[str]
    """One behind these ends one unless a digit follows."""
    words: frozenset[str]
    """Single letters that are words."""


@cache
def _abbreviated(language: str) -> _Abbreviated:
    words = sayings(language)
    short = words.abbreviations
    inside, closing, numbered = (
        frozenset(key.rstrip(".").lower() for key in keys)
        for keys in ((*short.titles, *short.linking), short.closing, short.numbered)
    )
    return _Abbreviated(inside, closing - inside, numbered - inside, frozenset(words.one_letter_words))


def split_sentences(text: str, language: str = "en") -> list[str]:
    """The sentences of `text`, in order, stripped, none empty or longer than `LONGEST`.

    Joined with single spaces the parts have all words of `text`, and a word is cut only where it is
    longer than a sentence may be. `language`, BCP 47, tells which abbreviations end with a full stop.
    """
    parts: list[str] = []
    start = 0
    short = _abbreviated(language)
    for match in _END.finditer(text):
        if not (match.group() == "." and _inside(text[start : match.start()], text[match.end() :], short)):
            parts.append(text[start : match.end()])
            start = match.end()
    parts.append(text[start:])
    return [piece for part in parts for piece in _short(" ".join(part.split())) if piece]


def _inside(before: str, after: str, short: _Abbreviated) -> bool:
    """Whether a full stop between these is part of an abbreviation, not the end of a sentence."""
    word = "".join(before.split()[-1:]).lower().lstrip("\"'([")
    following = after.lstrip()[:1]
    if word in short.numbered:  # "No. 5", but "The answer is no."
        return following.isdigit()
    if word in short.closing:
        return not following.isupper()
    return word in short.inside or (len(word) == 1 and word.isalpha() and word not in short.words)


def _short(sentence: str) -> list[str]:
    """A sentence of bearable length, or its pieces."""
    pieces: list[str] = []
    while len(sentence) > LONGEST:
        cut = max(sentence.rfind(mark, 0, LONGEST) for mark in (", ", "; ", ": ")) + 1
        if cut < LONGEST // 4:
            cut = sentence.rfind(" ", 0, LONGEST)
        if cut <= 0:
            cut = LONGEST
        pieces.append(sentence[:cut].strip())
        sentence = sentence[cut:].strip()
    return [*pieces, sentence]
