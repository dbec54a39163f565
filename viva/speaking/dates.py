"""Days, times and the spans between them, as people say them. Pure: today comes in as an argument."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from viva.speaking.amounts import enumerated, say_whole
from viva.speaking.language import Sayings

FAR_DAYS = 300
"""Further away than this a date is said with its year."""

DATE = re.compile(r"\d{4}-\d\d-\d\d")
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")


def say_date(text: str, now: str, words: Sayings, *, beside: bool = False) -> str:
    """`2026-11-26` -> "this Thursday", "Thursday the twenty-sixth of November"; '' for what is no day.

    `now`: ISO 8601; '' or damaged: the day is said in full, without its year.
    `beside`: in one breath with a time or another day, "Thursday".
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    dates = words.dates
    away = _days_from(now, day)
    near = dates.relative | dates.beside if beside else dates.relative
    if away is not None and away in near:
        form = near[away]
    else:
        form = dates.date_with_year if away is not None and abs(away) > FAR_DAYS else dates.date
    return form.format(**_parts(day, words))


def say_day_and_month(month: int, day: int, year: int, words: Sayings) -> str:
    """A day written without a weekday: "the third of May"; `year` 0: none; `day` 0: only the month."""
    dates = words.dates
    form = dates.month_year if not day else dates.day_month_year if year else dates.day_month
    return form.format(
        day=say_whole(day, words),
        ordinal=say_whole(day, words, "ordinal"),
        month=dates.months[month - 1],
        year=say_whole(year, words, "year"),
    )


def _parts(day: date, words: Sayings) -> dict[str, str]:
    return {
        "weekday": words.dates.weekdays[day.weekday()],
        "day": say_whole(day.day, words),
        "ordinal": say_whole(day.day, words, "ordinal"),
        "month": words.dates.months[day.month - 1],
        "year": say_whole(day.year, words, "year"),
    }


def _days_from(now: str, day: date) -> int | None:
    try:
        return (day - datetime.fromisoformat(now).date()).days
    except ValueError:
        return None


def say_time(text: str, words: Sayings, *, part: bool = True) -> str:
    """`16:30` -> "half past four in the afternoon"; without its `part` of the day "half past four"."""
    times = words.times
    hour, minute = int(text[:2]), int(text[3:5])
    if exact := times.exact.get(text[:5]):
        return exact
    here, coming = (hour - 1) % 12 + 1, hour % 12 + 1
    form = times.hours.get(f"{here}:{minute:02d}") or times.minutes.get(minute)
    said = (form or (times.single_minute if minute < 10 else times.other_minute)).format(
        hour=say_whole(here, words), next=say_whole(coming, words), minute=say_whole(minute, words)
    )
    return times.with_part.format(time=said, part=part_of_day(text, words)) if part else said


def part_of_day(text: str, words: Sayings) -> str:
    """`16:30` -> "in the afternoon"; '' for noon and midnight where the language has words for them."""
    if text[:5] in words.times.exact:
        return ""
    hour = int(text[:2])
    return words.times.parts[max(first for first in words.times.parts if first <= hour)]


def say_times(texts: Sequence[str], words: Sayings) -> list[str]:
    """Times one after the other: the part of the day once for neighbours that share it.

    "nine, half past nine in the morning and four in the afternoon"; in a language that says the part first,
    with the first of them.
    """
    shared = [part_of_day(a, words) == part_of_day(b, words) for a, b in pairwise(texts)]
    form = words.times.with_part
    first = form.index("{part}") < form.index("{time}")
    left_out = [False, *shared] if first else [*shared, False]
    return [say_time(text, words, part=not out) for text, out in zip(texts, left_out, strict=True)]


def say_moment(text: str, now: str, words: Sayings, *, part: bool = True) -> str:
    """`2026-11-25T16:30` -> "tomorrow at half past four in the afternoon"; '' for what is no moment."""
    moment = MOMENT.fullmatch(text)
    day = say_date(moment[1], now, words, beside=True) if moment else ""
    if not moment or not day or not TIME.fullmatch(moment[2]):
        return ""
    return words.dates.with_time.format(date=day, time=say_time(moment[2], words, part=part))


def say_span(start: str, end: str, now: str, words: Sayings) -> str:
    """Between two times, or two moments of one day; '' for others."""
    if TIME.fullmatch(start) and TIME.fullmatch(end):
        first, last = say_times((start, end), words)
        return words.intervals["both"].format(start=first, end=last)
    one, other = MOMENT.fullmatch(start), MOMENT.fullmatch(end)
    if one and other and one[1] == other[1] and (day := say_date(one[1], now, words, beside=True)):
        times = say_span(one[2], other[2], now, words)
        return f"{day} {times}" if times else ""
    return ""


def say_time_list(texts: Sequence[str], words: Sayings) -> str:
    """Times to choose from."""
    return enumerated(say_times(texts, words), words)
