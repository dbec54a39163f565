"""A reply cut into sentences, so that the first is heard while the next are still made. Pure."""

from __future__ import annotations

import re

LONGEST = 160
"""Characters; a longer sentence is cut at a comma or a space."""

_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g", "i.e", "approx", "dept"})
"""A full stop behind these ends no sentence."""
_CLOSING = frozenset({"a.m", "p.m", "etc", "inc", "ltd", "co", "ave", "rd", "sr", "jr"})
"""A full stop behind these ends one where a capital letter follows."""
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s)")


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`, in order, stripped, none empty or longer than `LONGEST`.

    Joined with single spaces the parts have all words of `text`, and a word is cut only where it is
    longer than a sentence may be.
    """
    parts: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if not (match.group() == "." and _inside(text[start : match.start()], text[match.end() :])):
            parts.append(text[start : match.end()])
            start = match.end()
    parts.append(text[start:])
    return [piece for part in parts for piece in _short(" ".join(part.split())) if piece]


def _inside(before: str, after: str) -> bool:
    """Whether a full stop between these is part of an abbreviation, not the end of a sentence."""
    word = "".join(before.split()[-1:]).lower().lstrip("\"'([")
    following = after.lstrip()[:1]
    if word == "no":  # "No. 5", but "The answer is no."
        return following.isdigit()
    if word in _CLOSING:
        return not following.isupper()
    return word in _TITLES or (len(word) == 1 and word.isalpha() and word != "i")


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
