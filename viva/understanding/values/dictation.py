"""Dictated digits: "nine eight four five", "double nine", "triple two", "oh", "five five five 1234"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viva.understanding.values.numbers import Numbers
from viva.understanding.vocabulary import Vocabulary

MOST_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Dictated:
    digits: str
    first: int
    end: int
    """Indices of its first word and after its last."""


class Dictation:
    """Finds runs of dictated digits in a row of words."""

    def __init__(self, vocabulary: Vocabulary, numbers: Numbers) -> None:
        self._numbers = numbers
        self._zero = frozenset(vocabulary.digits["zero"])
        self._times: dict[str, int] = vocabulary.digits["times"]
        self._between = frozenset(vocabulary.digits["between"])

    def runs(self, words: Sequence[str], asked: bool) -> list[Dictated]:
        """All runs, in order. `asked`: read "to", "for" and "ate" as digits beside others."""
        found: list[Dictated] = []
        at = 0
        while at < len(words):
            run = self._run(words, at, asked)
            if run is None:
                at += 1
            else:
                found.append(run)
                at = run.end
        return found

    def _run(self, words: Sequence[str], first: int, asked: bool) -> Dictated | None:
        digits = ""
        at = end = first
        while at < len(words) and len(digits) < MOST_DIGITS:
            piece, after = self._piece(words, at, asked and bool(digits))
            if piece:
                digits += piece
                at = end = after
            elif digits and words[at] in self._between:
                at += 1
            else:
                break
        if digits and all(
            word in self._zero and word not in self._numbers.units for word in words[first:end]
        ):
            return None  # "oh" alone is no zero
        return Dictated(digits, first, end) if digits else None

    def _piece(self, words: Sequence[str], at: int, homophones: bool) -> tuple[str, int]:
        """The digits that the word at `at` begins, '' for none, and the index after them."""
        word = words[at]
        if word.isascii() and word.isdecimal():
            return word, at + 1
        if word in self._times and at + 1 < len(words):
            digit = self._digit(words[at + 1])
            return digit * self._times[word], at + 2
        digit = self._digit(word)
        if digit:
            hundreds = words[at + 1 : at + 2] and words[at + 1] == self._numbers.hundred and digit != "0"
            return (f"{digit}00", at + 2) if hundreds else (digit, at + 1)
        found = self._numbers.below_hundred(words, at)
        if found:
            return str(found.value), found.end
        if homophones and word in self._numbers.sounds_like:
            return str(self._numbers.sounds_like[word]), at + 1
        return "", at

    def _digit(self, word: str) -> str:
        if word in self._zero:
            return "0"
        if word in self._numbers.units:
            return str(self._numbers.units[word])
        return word if len(word) == 1 and word in "0123456789" else ""
