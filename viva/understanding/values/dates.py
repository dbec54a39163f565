"""What the rules for dates mean, against the caller's own day. Each returns None where there is no such day.

"Thursday" is the first one after today; "next Thursday" that of the next week, weeks beginning on
Monday; "the 23rd" and "March third" the first from today on. Where the past is preferred, the latest
up to today.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from typing import Literal, NamedTuple

from viva.understanding.values.durations import Length
from viva.understanding.values.grammar import Args
from viva.understanding.values.reference import (
    Reference,
    days_later,
    last_of_month,
    monday_of,
    months_later,
    real_date,
)

MOST_YEARS = 9
"""How far a day of the year is looked for: a 29 February may be eight years off."""


class Day(NamedTuple):
    value: date
    every: Literal["", "week", "month", "year"] = ""
    """How often such a day comes: the words fit others too, and an interval may need another one."""

    def text(self) -> str:
        return self.value.isoformat()

    def moved(self, times: int) -> Day | None:
        """The same words' day so many turns on; None where it does not come again."""
        if self.every == "week":
            value = days_later(self.value, 7 * times)
        elif self.every:
            value = _same_day(self.value, (12 if self.every == "year" else 1) * times)
        else:
            value = None
        return Day(value, self.every) if value else None


class Month(NamedTuple):
    year: int
    month: int
    fixed: bool
    """Whether the year was said, or follows from "this", "next" or "last"."""

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return last_of_month(self.year, self.month)


def days_away(args: Args, about: Reference) -> Day | None:
    return as_day(days_later(about.today, args["n"] + args.get("plus", 0)))


def weekday(args: Args, about: Reference) -> Day | None:
    """`week`: of so many weeks from this one; `past`, `here` (today counts), `later` (in weeks), or the last
    of so many `times`."""
    away = args["weekday"] - about.today.weekday()
    if "week" in args:
        return as_day(days_later(about.today, away + 7 * args["week"]))
    if args.get("past", about.past and not args.get("future")):
        away = away % 7 - 7
    elif not (args.get("here") and away == 0):
        away = away % 7 or 7
    value = days_later(about.today, away + 7 * (args.get("later", 0) + args.get("times", 1) - 1))
    return Day(value, "week") if value else None


def some_later(args: Args, about: Reference) -> Day | None:
    """ "In two weeks", "three days ago" (`back`), "two weeks from Thursday" (`day`)."""
    length = Length(*args["span"])
    if length.seconds:
        return None
    from_day: date = args["day"].value if "day" in args else about.today
    sign = -1 if args.get("back") else 1
    moved = months_later(from_day, sign * length.months)
    return as_day(days_later(moved, sign * length.days)) if moved else None


def weekday_of_week(args: Args, about: Reference) -> Day | None:
    """ "Two weeks ago on Friday": that day of the week so far away."""
    there = some_later(args, about)
    return as_day(days_later(monday_of(there.value), args["weekday"])) if there else None


def day_of_month(args: Args, about: Reference) -> Day | None:
    """ "The 23rd of March", with or without a year; `day`, `month`, perhaps `year`."""
    day, month = int(args["day"]), int(args["month"])
    if "year" in args:
        return as_day(real_date(args["year"], month, day))
    year = about.today.year
    years = range(year, year - MOST_YEARS, -1) if about.past else range(year, year + MOST_YEARS)
    for one in years:
        value = real_date(one, month, day)
        if value and (value <= about.today if about.past else value >= about.today):
            return Day(value, "year")
    return None


def day_alone(args: Args, about: Reference) -> Day | None:
    """ "The 23rd", perhaps with the weekday that it must fall on."""
    day = args["day"]
    step = -1 if about.past else 1
    first = about.today.replace(day=1)
    anyhow: Day | None = None
    for turn in range(12):
        month = months_later(first, step * turn)
        value = real_date(month.year, month.month, day) if month else None
        if value is None or (value > about.today if about.past else value < about.today):
            continue
        if args.get("weekday", value.weekday()) == value.weekday():
            return Day(value, "month")
        anyhow = anyhow or Day(value, "month")
    return anyhow


def of_month(args: Args, about: Reference) -> Day | None:
    """A day of a month that is known: "the fifth of next month"."""
    month: Month = args["of"]
    return as_day(real_date(month.year, month.month, args["day"]))


def nth_weekday(args: Args, about: Reference) -> Day | None:
    """ "The second Tuesday of January", "the last Friday of this month" (`nth` -1)."""
    month: Month | None = args["of"]
    if month is None:
        return None
    for turn in range(1 if month.fixed else 2):
        year = month.year + (-turn if about.past else turn)
        value = _nth(year, month.month, args["weekday"], args["nth"])
        if value and (month.fixed or (value <= about.today if about.past else value >= about.today)):
            return as_day(value)
    return None


def weekday_from(args: Args, about: Reference) -> Day | None:
    """ "The Monday after Christmas"; `past`: before it."""
    away = (args["weekday"] - args["day"].value.weekday()) % 7
    return as_day(days_later(args["day"].value, away - 7 if args.get("past") else away or 7))


def edge_of_period(args: Args, about: Reference) -> Day | None:
    """The first day of an interval, or the last with `last`."""
    return as_day(args["period"].end if args.get("last") else args["period"].start)


def edge_of_month(args: Args, about: Reference) -> Day:
    """The first day of a month, or the last with `last`."""
    month: Month = args["of"]
    return Day(month.last if args.get("last") else month.first)


def mended_day(args: Args, about: Reference) -> Day | None:
    """ "The third of May, no, the fourth": the month stays."""
    before: Day = args["before"]
    if before.every == "month":
        return day_alone(args, about)
    value = real_date(before.value.year, before.value.month, args["day"])
    return Day(value, before.every) if value else None


def month(args: Args, about: Reference) -> Month | None:
    """A month by name, with its year or the next such month (the last one where the past is preferred)."""
    number = args["month"]
    if "year" in args:
        return Month(args["year"], number, True)
    today = about.today
    year = today.year - (number > today.month) if about.past else today.year + (number < today.month)
    return Month(year, number, False) if MINYEAR <= year <= MAXYEAR else None


def month_away(args: Args, about: Reference) -> Month | None:
    there = months_later(about.today.replace(day=1), args["n"])
    return Month(there.year, there.month, True) if there else None


def year(args: Args, about: Reference) -> int | None:
    """From figures (`n`), or from two parts: "nineteen eighty four", "two thousand and eight"."""
    value = args["century"] * 100 + args.get("rest", 0) if "century" in args else args["n"]
    return value if 1800 <= value <= 2199 else None


def year_of_now(args: Args, about: Reference) -> int | None:
    """So many years from this one."""
    value = about.today.year + int(args["n"])
    return value if MINYEAR <= value <= MAXYEAR else None


def year_of_two(args: Args, about: Reference) -> int | None:
    """ "Eighty four": of the century that fits the preference; up to 31 only where the past is preferred,
    since it may be a day or an hour."""
    if args["n"] < 32 and not about.past:
        return None
    value = about.today.year // 100 * 100 + int(args["n"])
    if about.past:
        return value if value <= about.today.year else value - 100
    return value


def first_day(args: Args, about: Reference) -> Day | None:
    """The first day of an interval, or today where today is in it."""
    start, end = args["period"].start, args["period"].end
    if start is None or end is None:
        return None
    return Day(about.today if start < about.today <= end else start)


def _nth(year: int, month: int, weekday: int, nth: int) -> date | None:
    if not MINYEAR <= year <= MAXYEAR:
        return None
    if nth < 0:
        last = last_of_month(year, month)
        return days_later(last, -((last.weekday() - weekday) % 7))
    first = date(year, month, 1)
    return real_date(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _same_day(day: date, months: int) -> date | None:
    """The same day of a month so many months on, or where it has none, further on."""
    step = 1 if months > 0 else -1
    for turn in range(MOST_YEARS):
        there = months_later(day.replace(day=1), months + step * turn * (12 if months % 12 == 0 else 1))
        value = real_date(there.year, there.month, day.day) if there else None
        if value:
            return value
    return None


def as_day(value: date | None) -> Day | None:
    """A day that no other fits the words of."""
    return Day(value) if value else None
