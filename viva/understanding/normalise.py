"""Text as plain words, each with its place in the original.

Lower case, no punctuation, no apostrophes ("don't" is `dont`), no accents on Latin letters, hyphens
as spaces. Kept inside a word: the colon of `4:30` and the point of `2.5`. Cut: the commas of `1,000`
and `2,50,000`. `a.m.` is `am`. Scripts other than Latin pass as they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

MOST_CHARACTERS = 600
"""Of one text; a minute of fast speech has about 1,000, and the rest is left unread."""
MOST_TOKENS = 120

_APOSTROPHES = "'’‘ʼ`´"
_GROUPED = re.compile(r",(?:\d\d,)*\d{3}(?!\d)")
"""From a comma on: thousands, or lakhs as in 2,50,000."""
_DOTTED = re.compile(r"\b(?:[a-zA-Z]\.){2,}")


class Token(NamedTuple):
    text: str
    start: int
    """Offset in the original text, inclusive."""
    end: int
    """Offset, exclusive."""


@dataclass(frozen=True)
class Text:
    """A text and its words."""

    original: str
    tokens: tuple[Token, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(token.text for token in self.tokens)

    @cached_property
    def joined(self) -> str:
        """The normalised text."""
        return " ".join(self.words)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the tokens from `first` up to, not including, `end`."""
        return self.tokens[first].start, self.tokens[end - 1].end

    def breaks_before(self, index: int) -> bool:
        """Whether punctuation stands between this token and the one before it."""
        if not 0 < index < len(self.tokens):
            return False
        between = self.original[self.tokens[index - 1].end : self.tokens[index].start]
        return any(one in ",.;:!?—–" for one in between)


def normalise(original: str) -> Text:
    """The words of any text; never raises."""
    text = original[:MOST_CHARACTERS]
    dotted = {at for match in _DOTTED.finditer(text) for at in range(*match.span()) if text[at] == "."}
    tokens: list[Token] = []
    letters: list[str] = []
    start = end = 0
    for at, char in enumerate(text):
        kept = _kept(text, at, char, bool(letters), at in dotted)
        if kept:
            if not letters:
                start = at
            letters.append(kept)
            end = at + 1
        elif kept is None and letters:
            tokens.append(Token("".join(letters), start, end))
            letters = []
    if letters:
        tokens.append(Token("".join(letters), start, end))
    return Text(original, tuple(tokens[:MOST_TOKENS]))


def words_of(text: str) -> tuple[str, ...]:
    """The normalised words of a text."""
    return normalise(text).words


def _kept(text: str, at: int, char: str, inside: bool, dotted: bool) -> str | None:
    """What a character gives to its word; '' is passed over, None ends the word."""
    if "a" <= char <= "z" or "0" <= char <= "9":
        return char
    if char == " ":
        return None
    if char in _APOSTROPHES or dotted:
        return "" if inside else None
    if char in ":.,":
        digits = text[at - 1 : at].isdecimal() and text[at + 1 : at + 2].isdecimal()
        if not digits or not inside:
            return None
        if char == ",":
            return "" if _GROUPED.match(text, at) else None
        return char
    plain = "".join(one for one in unicodedata.normalize("NFKD", char) if not "\u0300" <= one <= "\u036f")
    if not plain:
        return ""  # a combining accent
    lower = plain.casefold()
    return lower if all(unicodedata.category(one)[0] in "LNM" for one in lower) else None
