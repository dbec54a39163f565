"""Runs of words in texts that may be a value, each once, and whether it may be a misheard one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viva.understanding.lists.phrases import Words
from viva.understanding.normalise import Text
from viva.understanding.values.numbers import Numbers

_LONGER = 2
"""So many more words than a value has may be one mishearing of it: "cap a chino"."""
FEWEST_LETTERS = 4
"""A shorter value is found exactly or not at all."""


class Row:
    """The words of a text as they are said ("16" is "sixteen"), each with the token it comes from."""

    def __init__(self, text: Text, numbers: Numbers, most_words: int) -> None:
        """`most_words`: of a value."""
        self.words: list[str] = []
        self._tokens: list[int] = []
        self._longest = most_words + _LONGER
        for index, word in enumerate(text.words):
            said = numbers.in_words(word)
            self.words.extend(said)
            self._tokens.extend([index] * len(said))

    def runs(self) -> Iterator[tuple[Words, int, int]]:
        """Each run with its first token and the token after its last."""
        for first in range(len(self.words)):
            for end in range(first + 1, min(len(self.words), first + self._longest) + 1):
                yield tuple(self.words[first:end]), self._tokens[first], self._tokens[end - 1] + 1


class Plausible:
    """Which runs of words may be a misheard value, and how ordinary they are."""

    def __init__(self, ordinary: frozenset[str], empty: frozenset[str]) -> None:
        """`ordinary`: words that are seldom a misheard value; `empty`: those without content."""
        self._ordinary = ordinary
        self._empty = empty

    def may_be_misheard(self, run: Words) -> bool:
        """Whether it is worth comparing at all: long enough, and hardly a word in it of no content."""
        if sum(map(len, run)) < FEWEST_LETTERS - 1:
            return False
        empty = [word in self._empty for word in run]
        if len(run) == 1:
            return not empty[0]
        # "i smoker" may be "iced mocha"; "with mocha" and "mocha please" are "mocha" and a word.
        return sum(empty) < 2 and not empty[-1] and not (empty[0] and len(run[0]) > 1)

    def all_ordinary(self, words: Sequence[str]) -> bool:
        return all(map(self._is_ordinary, words))

    def _is_ordinary(self, word: str) -> bool:
        """Whether it, or what it is an ending of, is a frequent word."""
        if word in self._ordinary:
            return True
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                stem = word[: -len(ending)]
                if stem in self._ordinary or stem + "e" in self._ordinary or stem[:-1] in self._ordinary:
                    return True
        return False


_ENDINGS = ("ing", "ed", "s", "er", "ly", "n")
"""Of words: what is left is looked up among the frequent words."""
