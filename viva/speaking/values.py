"""A slot's value as people say it: dates, times, intervals, money, dictated digits and letters, lists.

A value is told by its form: `2026-11-26` is a date, `16:30` a time, both together a moment, `PT1H30M` a
duration, a text of digits something that was dictated, one of digits and capitals a code, a number a
number, `{start, end}` an interval, `{amount, currency}` a sum of money. Nothing here raises: what cannot
be understood is said as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Literal, cast, get_args

from viva.speaking.amounts import say_duration, say_email, say_money, say_number, say_ordinal
from viva.speaking.language import Sayings, sayings
from viva.understanding.reading import JsonValue

Manner = Literal["", "digits", "spell", "short", "ordinal"]
"""How a place asks for its value: `{phone:digits}` digit by digit, `{name:spell}` letter by letter,
`{time:short}` a time without its part of the day, `{place:ordinal}` 3 as "third"."""
MANNERS: tuple[str, ...] = get_args(Manner)

LONGEST = 1000
"""Characters of one value that are said; the rest is left out."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?")
_DICTATED = re.compile(r"\+?\d(?:[\d\s()-]*\d)?(?:;ext=\d+)?")
_CODE = re.compile(r"(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{3,}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def say_value(value: JsonValue, manner: str = "", *, now: str = "", language: str = "en") -> str:
    """The words for a value; '' for null, empty text and empty lists.

    `manner`: one of `MANNERS`; another counts as ''. `now`: the caller's local time, ISO 8601; with it
    a date may become "tomorrow"; '' or damaged: unknown.
    """
    words = sayings(language)
    if isinstance(value, list):
        return _list(value, manner, now, language)
    if isinstance(value, dict):
        if value.keys() == {"start", "end"}:
            return _interval(value, manner, now, language)
        amount, currency = value.get("amount"), value.get("currency", "")
        if isinstance(amount, int | float) and isinstance(currency, str) and len(value) <= 2:
            return say_money(amount, currency, words)
        parts = (say_value(part, manner, now=now, language=language) for part in value.values())
        return " ".join(part for part in parts if part)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return words.affirm if value else words.deny
    text = str(value).strip()[:LONGEST]
    if manner == "spell":
        return _spell(text, words)
    if manner == "digits":
        return _phone(text, words) if re.search(r"\d", text) else text
    if manner == "ordinal" and isinstance(value, int):
        return say_ordinal(value, words)
    if isinstance(value, int | float):
        return say_number(value, words)
    return _text(text, manner, now, words)


def _text(text: str, manner: str, now: str, words: Sayings) -> str:
    moment = _MOMENT.fullmatch(text)
    if moment and (day := _date(moment[1], now, words)) and _TIME.fullmatch(moment[2]):
        return str(words.dates["with_time"]).format(date=day, time=_time(moment[2], manner, words))
    if _DATE.fullmatch(text):
        return _date(text, now, words) or text
    if _TIME.fullmatch(text):
        return _time(text, manner, words)
    if len(text) > 1 and _DICTATED.fullmatch(text):
        return _phone(text, words)
    if _EMAIL.fullmatch(text):
        return say_email(text, words)
    if said := say_duration(text, words):
        return said
    if _CODE.fullmatch(text):
        return _spell(text, words)
    return re.sub(r"(?<=\w)_+(?=\w)", " ", text)


def _list(values: list[JsonValue], manner: str, now: str, language: str) -> str:
    words = sayings(language)
    times = [v for v in values if isinstance(v, str) and _TIME.fullmatch(v)]
    if times and len(times) == len(values) and manner == "":
        # "nine, ten in the morning and four in the afternoon": the part once for neighbours that share it.
        same = [part_of_day(a, language) == part_of_day(b, language) for a, b in pairwise(times)]
        parts = [_time(t, "short" if s else "", words) for t, s in zip(times, [*same, False], strict=True)]
    else:
        said = (say_value(v, manner, now=now, language=language) for v in values)
        parts = [part for part in said if part]
    if len(parts) < 2:
        return "".join(parts)
    return words.listing["comma"].join(parts[:-1]) + words.listing["last"] + parts[-1]


def _interval(value: Mapping[str, JsonValue], manner: str, now: str, language: str) -> str:
    """From a start to an end, each of which may be open; a single day is said alone."""
    start, end = (say_value(value[key], manner, now=now, language=language) for key in ("start", "end"))
    forms = sayings(language).intervals
    if start and end:
        return start if value["start"] == value["end"] else forms["both"].format(start=start, end=end)
    return forms["from"].format(start=start) if start else forms["until"].format(end=end) if end else ""


def _phone(text: str, words: Sayings) -> str:
    """Digits, with the plus in front and the extension behind them in words."""
    number, _, extension = text.partition(";ext=")
    said = f"{words.spelling['+']} {say_digits(number)}" if number.startswith("+") else say_digits(number)
    return words.extension.format(number=said, extension=say_digits(extension)) if extension else said


def say_digits(text: str) -> str:
    """Digit by digit with a pause between groups: `9845012345` -> `9 8 4, 5 0 1, 2 3 4 5`.

    Groups that the text already has are kept. Without any: threes, with a four where one digit would
    be left over, and eight as four and four, as numbers are dictated.
    """
    groups = [group for group in re.split(r"\D+", text.strip()) if group]
    if len(groups) == 1:
        digits = groups[0]
        sizes = [len(digits)] if len(digits) <= 4 else [4, 4] if len(digits) == 8 else _threes(len(digits))
        groups, at = [], 0
        for size in sizes:
            groups.append(digits[at : at + size])
            at += size
    return ", ".join(" ".join(group) for group in groups)


def _threes(count: int) -> list[int]:
    threes, rest = divmod(count, 3)
    return [3] * (threes - 1) + [4] if rest == 1 else [3] * threes + [2] * (rest == 2)


def _spell(text: str, words: Sayings) -> str:
    names = (words.spelling.get(c, c.upper()) for c in text if not c.isspace())
    return words.listing["comma"].join(names)


def _date(text: str, now: str, words: Sayings) -> str:
    dates = words.dates
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    try:
        away: int | None = (day - datetime.fromisoformat(now).date()).days
    except ValueError:
        away = None
    if away in dates["relative"]:
        return str(dates["relative"][away])
    far = away is not None and abs(away) > 300
    return str(dates["date_with_year" if far else "date"]).format(
        weekday=dates["weekdays"][day.weekday()],
        day=f"{day.day}{dates['ordinal_endings'].get(day.day, dates['ordinal_ending'])}",
        month=dates["months"][day.month - 1],
        year=day.year,
    )


def part_of_day(time: str, language: str = "en") -> str:
    """`16:30` -> "in the afternoon"; '' for noon and midnight, which need none."""
    times = sayings(language).times
    hour, minute = int(time[:2]), int(time[3:5])
    if minute == 0 and hour in times["whole"]:
        return ""
    return cast(str, times["parts"][max(first for first in times["parts"] if first <= hour)])


def _time(text: str, manner: str, words: Sayings) -> str:
    times = words.times
    hour, minute = int(text[:2]), int(text[3:5])
    if minute == 0 and hour in times["whole"]:
        return str(times["whole"][hour])
    here, coming = (hour - 1) % 12 + 1, hour % 12 + 1
    form = times["minutes"].get(minute) or times["single_minute" if minute < 10 else "other_minute"]
    said = str(form).format(
        hour=words.numbers[here],
        next=words.numbers[coming],
        hour_figures=here,
        minute=words.numbers[minute] if minute < 10 else minute,
    )
    if manner == "short":
        return said
    part = times["parts"][max(first for first in times["parts"] if first <= hour)]
    return str(times["with_part"]).format(time=said, part=part)
