"""What the rules for holidays mean: days of every year, weekdays of a month, and Easter."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date

from viva.understanding.values.dates import Day, as_day, day_of_month, month, nth_weekday
from viva.understanding.values.grammar import Args
from viva.understanding.values.reference import Reference, days_later


def holiday(args: Args, about: Reference) -> Day | None:
    """A day of every year, `MM-DD`; `past`: the latest."""
    month, day = (int(part) for part in args["holiday"].split("-"))
    year = {"year": args["year"]} if "year" in args else {}
    past = args.get("past", about.past)
    return day_of_month({"day": day, "month": month, **year}, Reference(about.now, past))


def movable(args: Args, about: Reference) -> Day | None:
    """A holiday that is the `nth` such weekday of a month."""
    return nth_weekday({**args, "of": month(args, about)}, about)


def easter(args: Args, about: Reference) -> Day | None:
    """Easter Sunday and the days `n` from it, by the algorithm of Meeus, Jones and Butcher."""
    if "year" in args:
        return as_day(days_later(_easter(args["year"]), args["n"]))
    for turn in range(2):
        year = about.today.year + (-turn if about.past else turn)
        value = days_later(_easter(year), args["n"]) if MINYEAR <= year <= MAXYEAR else None
        if value and (value <= about.today if about.past else value >= about.today):
            return as_day(value)
    return None


def _easter(year: int) -> date:
    golden, (century, rest) = year % 19, divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
