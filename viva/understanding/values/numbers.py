"""Numbers in words and figures: "twenty five", "a hundred and five", "two lakh", "3.5", "23rd"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from viva.understanding.vocabulary import Vocabulary

_FIGURES = re.compile(r"^\d{1,15}(\.\d{1,6})?$")
_ORDINAL = re.compile(r"^(\d{1,4})([a-z]{2})$")


class Found(NamedTuple):
    value: int | float
    end: int
    """Index of the first word after it."""


class Numbers:
    """Reads numbers at a place in a row of words. Shared and stateless."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        data = vocabulary.numbers
        self.units: dict[str, int] = data["units"]
        self.teens: dict[str, int] = data["teens"]
        self.tens: dict[str, int] = data["tens"]
        self.small: dict[str, int] = {**self.units, **self.teens, **self.tens}
        self.scales: dict[str, int] = data["scales"]
        self.sounds_like: dict[str, int] = data["sounds_like"]
        self.no_number_after = frozenset(data["no_number_after"])
        self._ordinals: dict[str, int] = data["ordinals"]
        self._suffixes = frozenset(data["ordinal_suffixes"])
        self.hundred: str = data["hundred"]
        self._a = frozenset(data["a"])
        self._and: str = data["and"]
        self._point: str = data["point"]
        self._half = tuple(data["half"])
        self._groups: dict[str, int] = data["groups"]

    def cardinal(self, words: Sequence[str], at: int) -> Found | None:
        """The longest number that begins at `at`: an int, or a float after a decimal point or a half."""
        whole = self._whole(words, at)
        if whole is None:
            return None
        value, end = whole
        if isinstance(value, float):
            return whole
        if tuple(words[end : end + len(self._half)]) == self._half:
            return Found(value + 0.5, end + len(self._half))
        if end + 1 < len(words) and words[end] == self._point:
            figures = ""
            after = end + 1
            while after < len(words) and words[after] in self.units:
                figures += str(self.units[words[after]])
                after += 1
            if figures:
                return Found(float(f"{value}.{figures[:6]}"), after)
        return whole

    def ordinal(self, words: Sequence[str], at: int) -> Found | None:
        """ "third", "23rd", "twenty third"."""
        if at >= len(words):
            return None
        match = _ORDINAL.match(words[at])
        if match and match[2] in self._suffixes:
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
            unit = self.units.get(words[at + 1], 0) if at + 1 < len(words) else 0
            return Found(self.tens[word] + unit, at + 2) if unit else Found(self.tens[word], at + 1)
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
        tens = next(word for word, value in self.tens.items() if value == number - unit)
        return (tens, next(word for word, value in self.units.items() if value == unit))

    def _whole(self, words: Sequence[str], at: int) -> Found | None:
        if at >= len(words):
            return None
        if words[at] in self._a and at + 1 < len(words):
            return self._after_a(words, at)
        total, current = 0, -1
        last_scale = 10**18
        end = at
        while end < len(words):
            word = words[end]
            if _FIGURES.match(word) and current < 0:
                if "." in word:
                    return Found(float(word), end + 1) if total == 0 else None
                current, end = int(word), end + 1
            elif word in self.small and current < 0:
                found = self.below_hundred(words, end)
                assert found is not None
                current, end = int(found.value), found.end
            elif word == self.hundred and 0 < current < 100:
                current, end = current * 100, end + 1
                rest = end + 1 if end < len(words) and words[end] == self._and else end
                more = self.below_hundred(words, rest)
                if more and more.value:
                    current, end = current + int(more.value), more.end
            elif word in self._groups and 0 < current < 100:
                current, end = current * self._groups[word], end + 1
            elif word in self.scales and current > 0 and self.scales[word] < last_scale:
                last_scale = self.scales[word]
                total, current, end = total + current * last_scale, -1, end + 1
            elif word == self._and and total and current < 0 and self.below_hundred(words, end + 1):
                end += 1
            else:
                break
        return Found(total + max(current, 0), end) if end > at else None

    def _after_a(self, words: Sequence[str], at: int) -> Found | None:
        """ "a hundred and five", "a thousand", "a dozen"."""
        word = words[at + 1]
        if word in self._groups:
            return Found(self._groups[word], at + 2)
        if word == self.hundred or word in self.scales:
            one = next(name for name, value in self.units.items() if value == 1)
            return self._whole([*words[:at], one, *words[at + 1 :]], at)
        return None
