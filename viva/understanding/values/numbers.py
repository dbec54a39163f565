"""Whole numbers and ordinals in words and figures: "twenty five", "a hundred and five", "two lakh", "23rd".

What is made of them (fractions, signs, halves) stands in the language's rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from viva.understanding.values.grammar import Terminal
from viva.understanding.vocabulary import Vocabulary

_FIGURES = re.compile(r"\d{1,15}(\.\d{1,6})?")
_ORDINAL = re.compile(r"(\d{1,4})([^\W\d]{1,3})")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class Found(NamedTuple):
    value: int | float
    end: int
    """Index of the first word after it."""


class Numbers:
    """Reads numbers at a place in a row of words. Shared and stateless."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        data = vocabulary.numbers
        self.units: dict[str, int] = data["units"]
        self.tens: dict[str, int] = data["tens"]
        self.small: dict[str, int] = {**self.units, **data["teens"], **self.tens}
        self.scales: dict[str, int] = data["scales"]
        self.sounds_like: dict[str, int] = data.get("sounds_like", {})
        self.no_number_after = frozenset(data.get("no_number_after", ()))
        self.no_number_before = frozenset(data.get("no_number_before", ()))
        self.one = frozenset(word for word, value in self.units.items() if value == 1)
        self.ordinal_suffixes = frozenset(data.get("ordinal_suffixes", ()))
        self._ordinals: dict[str, int] = data["ordinals"]
        self._hundred: dict[str, int] = data["hundred"]
        self._suffixes = tuple(data.get("suffixes", ()))
        self._a = frozenset(data.get("a", ()))
        self._and = frozenset(data.get("and", ()))
        self._tens_and = frozenset(data.get("tens_and", ()))

    def terminals(self) -> dict[str, Terminal]:
        """What the rules may name."""
        known = frozenset({*self.small, *self.scales, *self._hundred, *self._a})
        ordinals = frozenset({*self._ordinals, *self.tens})

        def numeric(word: str) -> bool:
            return word in known or word[0].isdecimal()

        def only(read: Callable[[Sequence[str], int], Found | _Pair | None]) -> Terminal:
            def listed(words: Sequence[str], at: int) -> list[tuple[int, object]]:
                found = read(words, at)
                return [(found.end, found.value)] if found else []

            return Terminal(listed, numeric)

        return {
            "whole": only(self.whole),
            "decimal": only(_decimal),
            "small": only(self.below_hundred),
            "digit": only(self._digit),
            "figures": only(_figures),
            "clock": only(_clock),
            "ordinal_word": only(self.ordinal)._replace(
                begins=lambda word: word in ordinals or word[0].isdecimal()
            ),
        }

    def stem(self, word: str) -> str:
        """A word without an ending that changes nothing: "five" for "fiveish"."""
        for suffix in self._suffixes:
            stem = word.removesuffix(suffix)
            if stem != word and stem in self.small:
                return stem
        return word

    def numeric(self, words: Sequence[str]) -> list[bool]:
        """For each word whether it is of a number."""
        return [word[0].isdecimal() or word in self.small for word in words]

    def ordinal(self, words: Sequence[str], at: int) -> Found | None:
        """ "third", "23rd", "twenty third"."""
        if at >= len(words):
            return None
        match = _ORDINAL.fullmatch(words[at])
        if match and match[2] in self.ordinal_suffixes:
            return Found(int(match[1]), at + 1)
        if words[at] in self.tens and at + 1 < len(words):
            unit = self._ordinals.get(words[at + 1], 0)
            if 0 < unit < 10:
                return Found(self.tens[words[at]] + unit, at + 2)
        if words[at] in self._ordinals:
            return Found(self._ordinals[words[at]], at + 1)
        return None

    def below_hundred(self, words: Sequence[str], at: int) -> Found | None:
        """0 to 99, in words or in one or two figures."""
        if at >= len(words):
            return None
        word = words[at]
        if word.isascii() and word.isdecimal() and len(word) <= 2:
            return Found(int(word), at + 1)
        if word in self.tens:
            after = at + 1 + (at + 1 < len(words) and words[at + 1] in self._tens_and)
            unit = self.units.get(words[after], 0) if after < len(words) else 0
            if unit and (not self._tens_and or after > at + 1):
                return Found(self.tens[word] + unit, after + 1)
            return Found(self.tens[word], at + 1)
        return Found(self.small[word], at + 1) if word in self.small else None

    def in_words(self, figures: str) -> tuple[str, ...]:
        """A whole number below 100 as words; other figures as they are."""
        if not (figures.isascii() and figures.isdecimal() and len(figures) <= 2):
            return (figures,)
        number = int(figures)
        for word, value in self.small.items():
            if value == number:
                return (word,)
        unit = number % 10
        tens = next((word for word, value in self.tens.items() if value == number - unit), "")
        return (
            (tens, next(word for word, value in self.units.items() if value == unit)) if tens else (figures,)
        )

    def whole(self, words: Sequence[str], at: int) -> Found | None:
        """The longest whole number that begins at `at`: "a hundred and five", "one crore twenty lakh"."""
        if at >= len(words):
            return None
        begin = at
        total, current = 0, -1
        if words[at] in self._a:
            if at + 1 >= len(words) or not (words[at + 1] in self._hundred or words[at + 1] in self.scales):
                return None
            current, begin = 1, at + 1
        elif words[at] in self._hundred or words[at] in self.scales:
            if at and (words[at - 1] in self.small or words[at - 1][0].isdecimal()):
                return None  # the middle of "five hundred"
            current = 1  # "hundred and five"
        last_scale = 10**18
        end = begin
        while end < len(words):
            word = words[end]
            if word.isascii() and word.isdecimal() and len(word) <= 15 and current < 0:
                current, end = int(word), end + 1
            elif word in self.small and current < 0:
                found = self.below_hundred(words, end)
                assert found is not None
                current, end = int(found.value), found.end
            elif word in self._hundred and 0 < current < 100 and last_scale > 100:
                current, end = self._hundreds(words, end, current)
            elif word in self.scales and current > 0 and self.scales[word] < last_scale:
                last_scale = self.scales[word]
                total, current, end = total + current * last_scale, -1, end + 1
            elif word in self._and and total and current < 0 and self.below_hundred(words, end + 1):
                end += 1
            else:
                break
        return Found(total + max(current, 0), end) if end > at else None

    def _hundreds(self, words: Sequence[str], at: int, count: int) -> tuple[int, int]:
        """Value and end of "two hundred and five", from the word for hundred on."""
        value, end = count * self._hundred[words[at]], at + 1
        rest = end + 1 if end < len(words) and words[end] in self._and else end
        more = self.below_hundred(words, rest)
        return (value + int(more.value), more.end) if more and more.value else (value, end)

    def power(self, word: str) -> int:
        """100 for a word that means hundred, 1000 for thousand, ...; else 0."""
        return self._hundred.get(word, 0) or self.scales.get(word, 0)

    def digit(self, word: str) -> int | None:
        """0 to 9."""
        if len(word) == 1 and word.isascii() and word.isdecimal():
            return int(word)
        return self.units.get(word)

    def _digit(self, words: Sequence[str], at: int) -> Found | None:
        value = self.digit(words[at])
        return Found(value, at + 1) if value is not None else None


class _Pair(NamedTuple):
    value: tuple[int, int]
    end: int


def _decimal(words: Sequence[str], at: int) -> Found | None:
    match = _FIGURES.fullmatch(words[at])
    return Found(float(words[at]), at + 1) if match and match[1] else None


def _figures(words: Sequence[str], at: int) -> Found | None:
    word = words[at]
    return Found(int(word), at + 1) if word.isascii() and word.isdecimal() and len(word) <= 4 else None


def _clock(words: Sequence[str], at: int) -> _Pair | None:
    """ "4:30", "4.30"."""
    match = _CLOCK.fullmatch(words[at])
    return _Pair((int(match[1]), int(match[2])), at + 1) if match else None
