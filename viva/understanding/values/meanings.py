"""The meanings that a language's rules may name. Each is told what the rule kept, with its options, and the
reference; None: not so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from viva.understanding.values import amounts, dates, durations, holidays, intervals, times
from viva.understanding.values.grammar import Args
from viva.understanding.values.reference import Reference


def _same(role: str) -> Callable[[Args, Any], Any]:
    """What another rule read, as it is."""
    return lambda args, about: args[role]


def _of_month(meaning: Callable[[Args, Reference], Any]) -> Callable[[Args, Reference], Any]:
    """A meaning of a month `of`, for a month that is named in the rule itself."""

    def named(args: Args, about: Reference) -> Any:
        month = dates.month(args, about)
        return meaning({**args, "of": month}, about) if month else None

    return named


def _clear_ordinal(args: Args, about: Reference) -> int | None:
    """An ordinal that is hardly one of a few things: "the second" is not, "the twenty second" is."""
    return args["n"] if args["n"] > 3 else None


def _rest_of_week(args: Args, about: Reference) -> intervals.Days | None:
    return intervals.rest({"period": intervals.week_away({"n": 0}, about)}, about)


def _rest_of_month(args: Args, about: Reference) -> intervals.Days | None:
    return intervals.rest({"period": intervals.whole_month(args, about)}, about)


MEANINGS: dict[str, Callable[[Args, Any], Any]] = {
    # numbers, ordinals, money
    "plain": amounts.plain,
    "negative": amounts.negative,
    "fraction": amounts.fraction,
    "point": amounts.point,
    "digits": amounts.digits,
    "in_digits": amounts.in_digits,
    "dictated": amounts.dictated,
    "ordinal": amounts.ordinal,
    "clear_ordinal": _clear_ordinal,
    "money": amounts.money,
    "negative_money": amounts.negative_money,
    "mended_money": amounts.mended_money,
    # lengths of time
    "some": durations.some,
    "together": durations.together,
    "smaller_unit": durations.smaller_unit,
    "bare_length": _same("length"),
    "mended_length": durations.mended,
    # dates
    "days_away": dates.days_away,
    "weekday": dates.weekday,
    "some_later": dates.some_later,
    "weekday_of_week": dates.weekday_of_week,
    "day_of_month": dates.day_of_month,
    "day_alone": dates.day_alone,
    "of_month": dates.of_month,
    "nth_weekday": dates.nth_weekday,
    "edge_of_month": dates.edge_of_month,
    "edge_of_period": dates.edge_of_period,
    "weekday_from": dates.weekday_from,
    "movable": holidays.movable,
    "easter": holidays.easter,
    "year_of_now": dates.year_of_now,
    "nothing": lambda args, about: True,
    "holiday": holidays.holiday,
    "month": dates.month,
    "month_away": dates.month_away,
    "year": dates.year,
    "year_of_two": dates.year_of_two,
    "first_day": dates.first_day,
    "mended_day": dates.mended_day,
    # intervals of days
    "as_period": _same("period"),
    "days": intervals.days,
    "days_of_month": intervals.days_of_month,
    "one_day": intervals.one_day,
    "until": intervals.until,
    "since": intervals.since,
    "days_long": intervals.days_long,
    "days_from_now": intervals.days_from_now,
    "week_away": intervals.week_away,
    "weekend_away": intervals.weekend_away,
    "whole_month": intervals.whole_month,
    "month_period": _of_month(intervals.whole_month),
    "days_in_month": intervals.days_in_month,
    "periods": intervals.periods,
    "week_of_month": intervals.week_of_month,
    "week_of_day": intervals.week_of_day,
    "year_away": intervals.year_away,
    "whole_year": intervals.whole_year,
    "rest_of_week": _rest_of_week,
    "rest_of_month": _rest_of_month,
    # times of day and intervals of them
    "as_said": _same("clock"),
    "hour": times.hour,
    "past": times.past,
    "to": times.to,
    "hour_minute": times.hour_minute,
    "four_figures": times.four_figures,
    "halved": times.halved,
    "named": times.named,
    "from_now": times.from_now,
    "mended_time": times.mended,
    "hours": intervals.hours,
    "hours_long": intervals.hours_long,
    "open_hours": intervals.open_hours,
    "part_of_day": intervals.part_of_day,
}
