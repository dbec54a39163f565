"""The words of a text as the tagger sees them: a possessive ending is a word of its own."""

from __future__ import annotations

import re
from typing import NamedTuple

from viva.understanding.normalise import Text

_POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)


class Word(NamedTuple):
    said: str
    """As written, with its capitals."""
    start: int
    """Character offset in the text, inclusive."""
    end: int
    """Character offset, exclusive."""
    token: int
    """Index of the text's token that it is, or is a part of."""

    @property
    def lower(self) -> str:
        return self.said.lower()


def tagged_words(text: Text) -> tuple[Word, ...]:
    """The text's tokens; "Nas's" is two words, so that "Nas" can be a value."""
    words: list[Word] = []
    for index, token in enumerate(text.tokens):
        said = text.original[token.start : token.end]
        ending = _POSSESSIVE.search(said)
        if ending and ending.start():
            middle = token.start + ending.start()
            words.append(Word(said[: ending.start()], token.start, middle, index))
            words.append(Word(ending[0], middle, token.end, index))
        else:
            words.append(Word(said, token.start, token.end, index))
    return tuple(words)
