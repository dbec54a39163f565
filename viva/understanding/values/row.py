"""The words of a text as the value grammars read them: hesitations left out, signs and units apart.

Beyond the normalised words there are the signs that stand at a figure: `$2.50` is `$ 2.50`, `-5` is
`- 5`, `5-7 pm` is `5 - 7 pm`; and `50p` is `50 p`, `BX204` is `bx 204`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from viva.understanding.normalise import Text

MOST_WORDS = 150
"""Of a row; what is beyond, as in a text of nothing but figures and signs, is left unread."""

_BEFORE_FIGURES = "$£€₹¥+"
_AFTER_FIGURES = ("$", "£", "€", "₹", "¥", "%")
_AS_HYPHEN = {ord(dash): "-" for dash in "\u2010\u2011\u2013\u2014\u2212"}
_POINTED = re.compile(r"\d+(?:\.\d+){2,}")
_MIXED = re.compile(r"\d+(?:[.:]\d+)*|[^\W\d]+")


@dataclass(frozen=True, slots=True)
class Row:
    """Words, each with its place among the text's tokens."""

    text: Text
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    """For each word the first token that it comes from and the one after its last."""

    def tokens(self, first: int, end: int) -> tuple[int, int]:
        """The tokens of the words from `first` up to, not including, `end`."""
        return self.places[first][0], self.places[end - 1][1]


def row_of(
    text: Text, hesitations: Collection[str], whole: Collection[str], stem: Callable[[str], str]
) -> Row:
    """The row of a text.

    `hesitations`: words that are passed over. `whole`: ends of a figure that stay with it, such as the
    `rd` of `23rd`. `stem`: a word without an ending that changes nothing.
    """
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for index, token in enumerate(text.tokens):
        if token.text in hesitations:
            continue
        for sign in _before(text, index):
            words.append(sign)
            places.append((index, index + 1))
        for piece in _pieces(stem(token.text), whole):
            words.append(piece)
            places.append((index, index + 1))
        if token.text[-1].isdecimal() and text.original[token.end : token.end + 1] in _AFTER_FIGURES:
            words.append(text.original[token.end])
            places.append((index, index + 1))
    return Row(text, tuple(words[:MOST_WORDS]), tuple(places[:MOST_WORDS]))


def _before(text: Text, index: int) -> Iterator[str]:
    """The signs right before a figure, and the dash between two of them."""
    token = text.tokens[index]
    if not token.text[0].isdecimal():
        return
    before = text.tokens[index - 1] if index else None
    between = text.original[before.end if before else 0 : token.start]
    touching = between.strip() != "" and between[-1] != " "
    after_figure = any(one.text[-1].isdecimal() for one in text.tokens[max(0, index - 2) : index])
    for at, char in enumerate(between.translate(_AS_HYPHEN)):
        if char == ".":
            if touching and between[:-1].strip() != between.strip() and not (before and at == 0):
                yield char
        elif char in "-/":
            if (touching or after_figure) and (char == "-" or before is not None):
                yield char
        elif char in _BEFORE_FIGURES and touching and not (at == 0 and char in _AFTER_FIGURES and before):
            yield char


def _pieces(word: str, whole: Collection[str]) -> list[str]:
    """`50p` as `50`, `p`; `3.5.2027` with its points apart; `23rd` and words without a figure as they are."""
    if word.isalpha() or word.isdecimal():
        return [word]
    if _POINTED.fullmatch(word):
        return re.split(r"(\.)", word)
    pieces = _MIXED.findall(word)
    if len(pieces) < 2 or (len(pieces) == 2 and pieces[1] in whole):
        return [word]
    return pieces
