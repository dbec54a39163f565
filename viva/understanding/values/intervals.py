"""What the rules for intervals of days and of times mean."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from viva.understanding.reading import JsonValue
from viva.understanding.values import times
from viva.understanding.values.dates import Day, Month, day_of_month
from viva.understanding.values.durations import Length
from viva.understanding.values.grammar import Args
from viva.understanding.values.reference import Reference, days_later, monday_of, months_later
from viva.understanding.values.times import Clock

_MOST_TURNS = 24
"""How often a day that comes again is moved so that an interval's ends are in order."""


class Days(NamedTuple):
    """From day to day, both in it; None: open."""

    start: date | None
    end: date | None

    def json(self) -> JsonValue:
        return {
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
        }


class Hours(NamedTuple):
    """From time to time, in minutes since midnight; an end before the start is on the next day."""

    start: int | None
    end: int | None

    def json(self) -> JsonValue:
        return {
            "start": None if self.start is None else times.text(self.start),
            "end": None if self.end is None else times.text(self.end),
        }


def days(args: Args, about: Reference) -> Days | None:
    """From one day to another. One that comes again is moved until they are in order."""
    a, b = args["a"], args["b"]
    if a == b and a.every == "week":
        b = a.moved(1) or b  # "Saturday to Saturday"
    for _ in range(_MOST_TURNS):
        if a.value <= b.value:
            return Days(a.value, b.value)
        moved = a.moved(-1) if about.past else b.moved(1)
        if moved is None:
            return None
        a, b = (moved, b) if about.past else (a, moved)
    return None


def days_of_month(args: Args, about: Reference) -> Days | None:
    """ "The third to the ninth of May": the first day is of the month that is said with the last."""
    last = day_of_month(
        {key: args[key] for key in ("month", "year") if key in args} | {"day": args["b"]}, about
    )
    if last is None or not 1 <= args["a"] <= args["b"]:
        return None
    return Days(last.value.replace(day=args["a"]), last.value)


def one_day(args: Args, about: Reference) -> Days:
    return Days(args["day"].value, args["day"].value)


def until(args: Args, about: Reference) -> Days | None:
    """From today to a day; `before`: to the one before it, with an open start."""
    day: Day = args["day"]
    if args.get("before"):
        return Days(None, days_later(day.value, -1))
    return Days(about.today, day.value) if day.value >= about.today else Days(None, day.value)


def since(args: Args, about: Reference) -> Days | None:
    """From a day on: `after` without it, `past` up to today."""
    day: Day | None = args["day"]
    if day and args.get("past"):
        while day and day.value > about.today:
            day = day.moved(-1)
        return Days(day.value, about.today) if day else None
    return Days(days_later(day.value, 1 if args.get("after") else 0), None) if day else None


def days_long(args: Args, about: Reference) -> Days | None:
    """ "From Friday for two weeks"; of nights (`nights`) the last one's morning is in it."""
    start: date = args["day"].value
    if "nights" in args:
        return _of(start, days_later(start, int(args["nights"]))) if args["nights"] > 0 else None
    after = _later(start, args["span"])
    return _of(start, days_later(after, -1)) if after and after > start else None


def days_from_now(args: Args, about: Reference) -> Days | None:
    """ "The next three days", from tomorrow; `past`: "the last three days", up to yesterday."""
    length: Length = args["span"]
    if args.get("past"):
        back = months_later(about.today, -length.months)
        start = days_later(back, -length.days) if back else None
        return _of(start, days_later(about.today, -1)) if not length.seconds else None
    return _of(days_later(about.today, 1), _later(about.today, length))


def week_away(args: Args, about: Reference) -> Days | None:
    start = days_later(monday_of(about.today), 7 * args["n"])
    return _of(start, days_later(start, 6)) if start else None


def weekend_away(args: Args, about: Reference) -> Days | None:
    """Saturday and Sunday of the week so many from this one."""
    week = week_away(args, about)
    return Days(week.end - timedelta(1), week.end) if week and week.end else None


def whole_month(args: Args, about: Reference) -> Days:
    month: Month = args["of"]
    return Days(month.first, month.last)


def week_of_month(args: Args, about: Reference) -> Days | None:
    """Its days 1 to 7, 8 to 14, ...; -1 for its last seven."""
    month: Month = args["of"]
    if args["nth"] == -1:
        return Days(month.last - timedelta(6), month.last)
    if not 1 <= args["nth"] <= 4:
        return None
    start = month.first + timedelta(7 * (args["nth"] - 1))
    return Days(start, start + timedelta(6))


def week_of_day(args: Args, about: Reference) -> Days | None:
    """ "The week of the fifth": the week that it is in, or of that the `weekend`."""
    start = days_later(monday_of(args["day"].value), 5 if args.get("weekend") else 0)
    return _of(start, days_later(monday_of(args["day"].value), 6))


def days_in_month(args: Args, about: Reference) -> Days | None:
    """Of a month the `first` days, those `from` one on, or the first or last weeks."""
    month: Month = args["of"]
    if "from" in args:
        return Days(month.first + timedelta(args["from"] - 1), month.last)
    if "last_weeks" in args:
        return (
            Days(month.last - timedelta(7 * args["last_weeks"] - 1), month.last)
            if args["last_weeks"] in (2, 3)
            else None
        )
    count = args.get("first", 7 * args.get("weeks", 0))
    return Days(month.first, month.first + timedelta(count - 1)) if 0 < count < 28 else None


def periods(args: Args, about: Reference) -> Days | None:
    """ "From June to August": from the start of the first to the end of the last."""
    start, end = args["a"].start, args["b"].end
    if start and end and start > end:
        earlier, later = months_later(start, -12), months_later(end, 12)
        start, end = (earlier, end) if about.past else (start, later)
    return _of(start, end)


def year_away(args: Args, about: Reference) -> Days | None:
    year = about.today.year + args["n"]
    return Days(date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else None


def whole_year(args: Args, about: Reference) -> Days:
    return Days(date(args["year"], 1, 1), date(args["year"], 12, 31))


def rest(args: Args, about: Reference) -> Days | None:
    """What is left of an interval, today included."""
    period: Days = args["period"]
    if period.start is None or period.end is None or not period.start <= about.today <= period.end:
        return None
    return Days(about.today, period.end)


def hours(args: Args, about: Reference) -> Hours | None:
    """From one time to another. A half of the day that is said once, with `half` or with the second, holds
    for both where that leaves the first before the second: "ten to two pm" begins in the morning."""
    a, b = args["a"], args["b"]
    half = args.get("half", "")
    if half and not b.half:
        b = b._replace(half=half)
    start, end = a.minutes(), b.minutes()
    if not a.half and b.half:
        earlier = [one for one in (start % 720, start % 720 + 720) if one < end]
        start = max(earlier, default=start % 720 + 720 if end < 720 else start)
    elif not b.half:
        end = start + ((end - start - 1) % 720 + 1)  # the first such time after the start
    return Hours(start, end % 1440)


def hours_long(args: Args, about: Reference) -> Hours | None:
    """ "From four for two hours"."""
    length: Length = args["span"]
    minutes = length.seconds // 60
    if length.months or length.days or not 0 < minutes < 1440:
        return None
    start = args["clock"].minutes()
    return Hours(start, (start + minutes) % 1440)


def open_hours(args: Args, about: Reference) -> Hours:
    """From a time on, or `until` one."""
    clock: Clock = args["clock"]
    return Hours(None, clock.minutes()) if args.get("until") else Hours(clock.minutes(), None)


def part_of_day(args: Args, about: Reference) -> Hours:
    """A part with a name, `HH:MM/HH:MM`."""
    start, end = (60 * int(one[:2]) + int(one[3:]) for one in args["part"].split("/"))
    return Hours(start, end)


def _of(start: date | None, end: date | None) -> Days | None:
    return Days(start, end) if start and end and start <= end else None


def _later(day: date, length: Length) -> date | None:
    if length.seconds:
        return None
    there = months_later(day, length.months)
    return days_later(there, length.days) if there else None
