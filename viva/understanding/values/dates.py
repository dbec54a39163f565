"""Dates as people say them, against the caller's own day; the future is preferred.

"Thursday" is the first one after today; "next Thursday" that of the next week, weeks beginning on
Monday; "the 23rd" and "March third" the first from today on.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from viva.understanding.values.numbers import Numbers
from viva.understanding.vocabulary import Vocabulary

_ISO = re.compile(r"^(19|20)\d\d$")


class Day(NamedTuple):
    value: date
    first: int
    end: int
    confidence: float
    shared: bool = False
    """Its words may be a time too: "tonight"."""


class Dates:
    """Finds dates in a row of words."""

    def __init__(self, vocabulary: Vocabulary, numbers: Numbers) -> None:
        self._numbers = numbers
        data = vocabulary.calendar
        self._months: dict[str, int] = data["months"]
        self._weekdays: dict[str, int] = data["weekdays"]
        self._unsure = frozenset(data["unsure_weekdays"])
        self._days: dict[str, int] = data["days"]
        self._phrases: list[dict[str, object]] = data["day_phrases"]
        self._units: dict[str, int] = data["day_units"]
        self._month_units = frozenset(data["month_units"])
        self._in, self._on = frozenset(data["in"]), frozenset(data["on"])
        self._next, self._this = frozenset(data["next"]), frozenset(data["this"])
        self._the, self._of = frozenset(data["the"]), frozenset(data["of"])
        self._from, self._now = frozenset(data["from"]), frozenset(data["now"])

    def find(self, words: Sequence[str], today: date, asked: bool) -> list[Day]:
        """Candidates at every place, overlapping ones included. `asked`: a bare "23" is a day too."""
        found: list[Day] = []
        for at in range(len(words)):
            for day in self._at(words, at, today, asked):
                found.append(day)
                later = self._weeks_from(words, at, day, today)
                if later:
                    found.append(later)
        return found

    def _at(self, words: Sequence[str], at: int, today: date, asked: bool) -> Iterator[Day]:
        word = words[at]
        if word in self._days:
            yield Day(today + timedelta(self._days[word]), at, at + 1, 0.97, shared=word == "tonight")
        for phrase in self._phrases:
            said = phrase["words"]
            assert isinstance(said, list)
            if list(words[at : at + len(said)]) == said:
                yield self._phrase(phrase, today, at, at + len(said))
        yield from self._weekday(words, at, today)
        yield from self._after_some(words, at, today)
        yield from self._of_month(words, at, today)
        yield from self._day_alone(words, at, today, asked)

    def _phrase(self, phrase: dict[str, object], today: date, first: int, end: int) -> Day:
        sure = phrase.get("confidence", 0.97)
        days, weeks, weekday = (phrase.get(key, 0) for key in ("days", "weeks", "weekday"))
        assert isinstance(sure, float) and isinstance(days, int)
        assert isinstance(weeks, int) and isinstance(weekday, int)
        if "weekday" in phrase:
            days = weekday - today.weekday() + 7 * weeks
        return Day(today + timedelta(max(days, 0)), first, end, sure)

    def _weekday(self, words: Sequence[str], at: int, today: date) -> Iterator[Day]:
        first = at
        word = words[at]
        marked = word in self._next or word in self._this or word in self._on
        if marked:
            at += 1
            if at < len(words) and (words[at] in self._next or words[at] in self._this):
                return  # the shorter marker's own turn comes
        if at >= len(words) or words[at] not in self._weekdays or (words[at] in self._unsure and not marked):
            return
        weekday = self._weekdays[words[at]]
        ahead = (weekday - today.weekday()) % 7
        if word in self._next:
            ahead = weekday - today.weekday() + 7
        elif word not in self._this and ahead == 0:
            ahead = 7
        if marked and word in self._on:
            first = at  # "on" is no part of the date
        day = today + timedelta(ahead)
        yield Day(day, first, at + 1, 0.97)
        after = at + 1
        if after < len(words) and self._units.get(words[after]) == 7:  # "Thursday week"
            yield Day(day + timedelta(7), first, after + 1, 0.85)
        elif after + 1 < len(words) and words[after] in self._next and self._units.get(words[after + 1]) == 7:
            ahead = weekday - today.weekday() + 7  # "Thursday next week"
            yield Day(today + timedelta(ahead), first, after + 2, 0.97)

    def _after_some(self, words: Sequence[str], at: int, today: date) -> Iterator[Day]:
        """ "in two weeks", "two weeks from today", "in a month"."""
        marked = words[at] in self._in
        begin = at + marked
        count = self._numbers.cardinal(words, begin)
        number, end = (int(count.value), count.end) if count else (0, begin)
        if count is None and begin < len(words) and words[begin] in ("a", "an", "one"):
            number, end = 1, begin + 1
        if end < len(words) and words[end] == "of":
            end += 1
        if not 0 < number <= 400 or end >= len(words):
            return
        unit, after = words[end], end + 1
        if not marked:
            ends_now = after + 1 < len(words) and words[after] in self._from and words[after + 1] in self._now
            if not ends_now:
                return
            after += 2
        if unit in self._units:
            yield Day(today + timedelta(number * self._units[unit]), at, after, 0.95)
        elif unit in self._month_units:
            yield Day(_months_later(today, number), at, after, 0.9)

    def _weeks_from(self, words: Sequence[str], at: int, day: Day, today: date) -> Day | None:
        """ "two weeks from Wednesday", "a week on Friday": the count stands before a date."""
        back = at - 1
        if back < 2 or words[back] not in self._from | self._on or words[back - 1] not in self._units:
            return None
        days = self._units[words[back - 1]]
        for first in range(max(0, back - 4), back - 1):
            count = self._numbers.cardinal(words, first)
            number = int(count.value) if count else 1 if words[first] == "a" else 0
            if 0 < number < 60 and (count.end if count else first + 1) == back - 1:
                return Day(day.value + timedelta(days * number), first, day.end, day.confidence * 0.95)
        return None

    def _of_month(self, words: Sequence[str], at: int, today: date) -> Iterator[Day]:
        """ "the 23rd of March", "March third", "23 March 2027", "2026-03-23"."""
        if words[at] in self._months:
            day = self._day_number(words, at + 1 + (at + 1 < len(words) and words[at + 1] in self._the))
            if day:
                yield from self._dated(words, today, at, day[1], self._months[words[at]], day[0])
            return
        if _ISO.match(words[at]) and at + 2 < len(words):
            month, day_of = words[at + 1], words[at + 2]
            if len(month) == len(day_of) == 2 and month.isdecimal() and day_of.isdecimal():
                value = _date(int(words[at]), int(month), int(day_of))
                if value:
                    yield Day(value, at, at + 3, 0.98)
            return
        begin = at + (words[at] in self._the)
        day = self._day_number(words, begin)
        if not day:
            return
        end = day[1] + (day[1] < len(words) and words[day[1]] in self._of)
        if end < len(words) and words[end] in self._months:
            yield from self._dated(words, today, at, end + 1, self._months[words[end]], day[0])

    def _day_alone(self, words: Sequence[str], at: int, today: date, asked: bool) -> Iterator[Day]:
        """ "the 23rd": the first from today on. Without "the" only where a date is asked for."""
        the = words[at] in self._the
        begin = at + the
        found = self._numbers.ordinal(words, begin)
        if found is None and the and asked:
            found = self._numbers.below_hundred(words, begin)
        if found is None or not (the or asked) or not 1 <= int(found.value) <= 31:
            return
        small = int(found.value) <= 3 and words[begin].isalpha() and not asked  # "the first", "the second"
        moment = today
        for _ in range(12):
            value = _date(moment.year, moment.month, int(found.value))
            if value and value >= today:
                yield Day(value, at, found.end, 0.4 if small else 0.9)
                return
            moment = _months_later(moment.replace(day=1), 1)

    def _day_number(self, words: Sequence[str], at: int) -> tuple[int, int] | None:
        found = self._numbers.ordinal(words, at) or self._numbers.below_hundred(words, at)
        return (int(found.value), found.end) if found and 1 <= found.value <= 31 else None

    def _dated(
        self, words: Sequence[str], today: date, first: int, end: int, month: int, day: int
    ) -> Iterator[Day]:
        if end < len(words) and _ISO.match(words[end]):
            value = _date(int(words[end]), month, day)
            if value:
                yield Day(value, first, end + 1, 0.98)
                return
        for year in range(today.year, today.year + 9):  # a 29 February may be eight years off
            value = _date(year, month, day)
            if value and value >= today:
                yield Day(value, first, end, 0.97)
                return


def _date(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
