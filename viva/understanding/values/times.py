"""Times of day as people say them. Without am or pm the hour is the one from 07:00 to 18:59."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from viva.understanding.values.numbers import Numbers
from viva.understanding.vocabulary import Vocabulary

_CLOCK = re.compile(r"^([01]?\d|2[0-3])[:.]([0-5]\d)$")
_FOUR_FIGURES = re.compile(r"^(1[0-2]|0?[1-9])([0-5]\d)$")

_DATES_TOO = frozenset({"tonight"})
"""Words that tell the half of the day and are left to the date."""


class Time(NamedTuple):
    value: str
    """HH:MM"""
    first: int
    end: int
    confidence: float
    shared: bool = False
    """Its words may be a date too: "tonight"."""


class _Clock(NamedTuple):
    """A reading of the clock face, before morning or afternoon is known."""

    hour: int
    minute: int
    end: int
    sure: bool
    """Whether its words can be nothing but a time."""


class Times:
    """Finds times in a row of words."""

    def __init__(self, vocabulary: Vocabulary, numbers: Numbers) -> None:
        self._numbers = numbers
        data = vocabulary.clock
        self._at_words = frozenset(data["at"])
        self._am: list[list[str]] = sorted(data["am"], key=len, reverse=True)
        self._pm: list[list[str]] = sorted(data["pm"], key=len, reverse=True)
        self._oclock: list[list[str]] = data["oclock"]
        self._past, self._to = frozenset(data["past"]), frozenset(data["to"])
        self._half: str = data["half"]
        self._quarters = frozenset(data["quarters"])
        self._minutes, self._hours = frozenset(data["minutes"]), frozenset(data["hours"])
        self._zero = frozenset(data["zero"])
        self._named: list[dict[str, object]] = data["named"]

    def find(self, words: Sequence[str], now: datetime, asked: bool) -> list[Time]:
        """Candidates at every place, overlapping ones included. `asked`: a bare "four" is a time too."""
        found: list[Time] = []
        for at in range(len(words)):
            found.extend(self._named_at(words, at, asked))
            found.extend(self._from_now(words, at, now))
            clock = self._face(words, at, asked)
            if clock:
                found.extend(self._whole(words, at, clock, asked))
        return found

    def _whole(self, words: Sequence[str], first: int, clock: _Clock, asked: bool) -> Iterator[Time]:
        half, end = _marker(words, clock.end, self._am, self._pm)
        if end == clock.end + 1 and words[clock.end] in _DATES_TOO:
            end = clock.end
        marked = first > 0 and words[first - 1] in self._at_words
        if not half and first > 0:
            half, first = self._before(words, first - 1 - marked, first)
        half = half or self._later(words, end)
        if clock.end < len(words) and words[clock.end] in self._minutes | self._hours:
            return  # "in ten minutes"
        sure = clock.sure or half != "" or marked
        if not (sure or asked):
            return
        hour = clock.hour
        if half == "pm" and hour < 12:
            hour += 12
        elif half == "am" and hour == 12:
            hour = 0
        elif not half and 1 <= hour < 7:
            hour += 12
        strength = 0.97 if clock.sure or half else 0.85 if marked and asked else 0.75
        yield Time(f"{hour:02d}:{clock.minute:02d}", first, end, strength)

    def _later(self, words: Sequence[str], end: int) -> str:
        """ "At eight on Friday evening": the half of the day said a few words later."""
        for at in range(end + 1, min(end + 4, len(words))):
            if self._face(words, at, False):
                return ""
            half, _ = _marker(words, at, self._am, self._pm)
            if half:
                return half
        return ""

    def _before(self, words: Sequence[str], last: int, first: int) -> tuple[str, int]:
        """ "in the morning at nine": the half of the day said first."""
        for half, forms in (("am", self._am), ("pm", self._pm)):
            for form in forms:
                begin = last + 1 - len(form)
                if begin >= 0 and list(words[begin : last + 1]) == form and len(form[0]) > 1:
                    return half, first if form[0] in _DATES_TOO else begin
        return "", first

    def _face(self, words: Sequence[str], at: int, asked: bool) -> _Clock | None:
        match = _CLOCK.match(words[at])
        if match and (":" in words[at] or asked or at + 1 < len(words)):
            return _Clock(int(match[1]), int(match[2]), at + 1, ":" in words[at])
        return self._past_or_to(words, at) or self._hour_minute(words, at, asked)

    def _past_or_to(self, words: Sequence[str], at: int) -> _Clock | None:
        """ "half past four", "quarter to six", "ten past nine", "half eight"."""
        begin = at + (words[at] == "a")
        if begin >= len(words):
            return None
        minute, end = 0, begin + 1
        if words[begin] == self._half:
            minute = 30
        elif words[begin] in self._quarters:
            minute = 15
        else:
            found = self._numbers.below_hundred(words, begin)
            if found is None or not 1 <= found.value < 30:
                return None
            minute, end = int(found.value), found.end
            if end < len(words) and words[end] in self._minutes:
                end += 1
        if end >= len(words):
            return None
        if minute == 30 and words[end] not in self._past:
            hour = self._hour(words, end)  # "half eight", as in British English: 08:30
            return _Clock(hour[0], 30, self._after_oclock(words, hour[1]), False) if hour else None
        hour = self._hour(words, end + 1)
        if hour is None:
            return None
        if words[end] in self._past:
            return _Clock(hour[0], minute, self._after_oclock(words, hour[1]), True)
        if words[end] in self._to:
            return _Clock((hour[0] - 1) or 12, 60 - minute, self._after_oclock(words, hour[1]), True)
        return None

    def _hour_minute(self, words: Sequence[str], at: int, asked: bool) -> _Clock | None:
        """ "four", "four thirty", "nine oh five", "4 o'clock", "1630" after "at"."""
        if at and words[at - 1] in self._numbers.tens:
            return None
        match = _FOUR_FIGURES.match(words[at])
        if match and len(words[at]) >= 3:
            return _Clock(int(match[1]), int(match[2]), at + 1, False)
        hour = self._hour(words, at, most=23)
        if hour is None:
            return None
        end = self._after_oclock(words, hour[1])
        if end > hour[1]:
            return _Clock(hour[0], 0, end, True)
        if end < len(words) and words[end] in self._zero and end + 1 < len(words):
            unit = self._numbers.below_hundred(words, end + 1)
            if unit and 0 < unit.value < 10:
                return _Clock(hour[0], int(unit.value), unit.end, False)
        minute = self._numbers.below_hundred(words, end) if end < len(words) else None
        if minute and 10 <= minute.value < 60:
            after = words[minute.end : minute.end + 1]
            alone = not after or self._numbers.below_hundred(words, minute.end) is None
            before = at == 0 or self._numbers.below_hundred(words, at - 1) is None
            fives = minute.value % 5 == 0
            if alone and before:
                return _Clock(hour[0], int(minute.value), minute.end, fives and 1 <= hour[0] <= 12)
            return None
        if end < len(words) and self._numbers.below_hundred(words, end):
            return None  # dictated digits
        if at and self._numbers.below_hundred(words, at - 1) and not asked:
            return None
        return _Clock(hour[0], 0, end, False)

    def _hour(self, words: Sequence[str], at: int, most: int = 12) -> tuple[int, int] | None:
        found = self._numbers.below_hundred(words, at)
        if found is None or not 1 <= found.value <= most:
            return None
        return int(found.value), found.end

    def _after_oclock(self, words: Sequence[str], at: int) -> int:
        for form in self._oclock:
            if list(words[at : at + len(form)]) == form:
                return at + len(form)
        return at

    def _named_at(self, words: Sequence[str], at: int, asked: bool) -> Iterator[Time]:
        for named in self._named:
            said, value, sure = named["words"], named["value"], named.get("confidence", 0.97)
            assert isinstance(said, list) and isinstance(value, str) and isinstance(sure, float)
            if list(words[at : at + len(said)]) == said and (asked or not named.get("asked")):
                yield Time(value, at, at + len(said), sure, shared=said[0] in _DATES_TOO)

    def _from_now(self, words: Sequence[str], at: int, now: datetime) -> Iterator[Time]:
        """ "in ten minutes", "in an hour", "in half an hour"."""
        if words[at] != "in":
            return
        begin = at + 1
        if list(words[begin : begin + 3]) in ([self._half, "an", "hour"], [self._half, "a", "hour"]):
            minutes, end = 30, begin + 3
        else:
            count = self._numbers.cardinal(words, begin)
            number, end = (float(count.value), count.end) if count else (1.0, begin + 1)
            if count is None and words[begin : begin + 1] not in (["a"], ["an"], ("a",), ("an",)):
                return
            if end >= len(words) or not 0 < number < 1000:
                return
            if words[end] in self._minutes:
                minutes = round(number)
            elif words[end] in self._hours:
                minutes = round(number * 60)
            else:
                return
            end += 1
        yield Time((now + timedelta(minutes=minutes)).strftime("%H:%M"), at, end, 0.9)


def _marker(words: Sequence[str], at: int, am: list[list[str]], pm: list[list[str]]) -> tuple[str, int]:
    for half, forms in (("am", am), ("pm", pm)):
        for form in forms:
            if list(words[at : at + len(form)]) == form:
                return half, at + len(form)
    return "", at
