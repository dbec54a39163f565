"""The words of a text as they are compared: whatever their case, and without punctuation. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    folded: str
    start: int
    """Character offset in the text."""
    end: int


def words_of(text: str) -> list[Word]:
    """In order. Letters, digits and marks on them in a row, with apostrophes inside, are one; so is each
    sign that is spoken, such as `%`. A hyphen parts words.
    """
    found: list[Word] = []
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and (_is_letter(text[end]) or _is_inside(text, end, at)):
            end += 1
        if end == at and _is_spoken_sign(text[at]):
            end += 1
        if end > at:
            folded = unicodedata.normalize("NFC", text[at:end].casefold().replace("\u2019", "'"))
            found.append(Word(folded, at, end))
        at = max(end, at + 1)
    return found


def has_words(text: str) -> bool:
    """Whether `words_of` finds any."""
    return any(_is_letter(character) or _is_spoken_sign(character) for character in text)


def folded_words(text: str) -> tuple[str, ...]:
    return tuple(word.folded for word in words_of(text))


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _is_spoken_sign(character: str) -> bool:
    return unicodedata.category(character)[0] == "S" or character in "%&@#"


def _is_inside(text: str, at: int, start: int) -> bool:
    """Whether this is an apostrophe between two letters of a word."""
    return text[at] in "'\u2019" and start < at < len(text) - 1 and _is_letter(text[at + 1])
