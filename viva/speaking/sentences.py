"""A reply cut into sentences, so that the first is heard while the next are still made. Pure."""

from __future__ import annotations

import re

LONGEST = 160
"""Characters; a longer sentence is cut at a comma or a space."""

_ABBREVIATIONS = frozenset(
    {
        *("mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "no", "vs", "etc", "e.g", "i.e"),
        *("a.m", "p.m", "approx", "dept", "inc", "ltd", "co", "ave", "rd"),
    }
)
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s)")


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`, in order, stripped, none empty.

    A full stop ends a sentence unless it stands after an abbreviation or a single letter. Joined with
    single spaces the parts have all words of `text`.
    """
    parts: list[str] = []
    start = 0
    for match in _END.finditer(text):
        last_word = text[start : match.start()].rsplit(None, 1)[-1:] or [""]
        word = last_word[0].lower().lstrip("\"'([")
        if match.group().startswith(".") and (word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())):
            continue
        parts.append(text[start : match.end()])
        start = match.end()
    parts.append(text[start:])
    return [piece for part in parts for piece in _short(" ".join(part.split())) if piece]


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
