"""A slot's value as people say it.

A value is told by its form: `2026-11-26` is a date, `16:30` a time, both together a moment, `PT1H30M` a
duration, a text of digits something that was dictated, one of digits and capitals a code, a number a
number, `{start, end}` an interval, `{amount, currency}` a sum of money, `{amount, unit}` a measure. Other
text is read as written text is (`normalise.py`). Nothing here raises: what cannot be understood is said as
it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

from viva.speaking.address import say_address
from viva.speaking.amounts import (
    enumerated,
    say_duration,
    say_measure,
    say_money,
    say_number,
    say_ordinal,
    say_whole,
    written_number,
)
from viva.speaking.dates import DATE, MOMENT, TIME, say_date, say_moment, say_span, say_time, say_time_list
from viva.speaking.dictated import PHONE, say_digits, say_email, say_phone, spell, spell_as
from viva.speaking.language import Sayings, in_region, sayings
from viva.speaking.normalise import normalise
from viva.understanding.reading import JsonValue

Manner = Literal[
    "", "digits", "spell", "spell_as", "short", "ordinal", "cardinal", "year", "percent", "address"
]
"""How a place asks for its value: `{phone:digits}` digit by digit, `{name:spell}` letter by letter,
`{code:spell_as}` "B as in Bravo", `{time:short}` a time without its part of the day, `{place:ordinal}` 3 as
"third", `{room:cardinal}` "12" as "twelve", `{born:year}` 1999 as "nineteen ninety-nine", `{share:percent}`
20 as "twenty percent", `{home:address}` "NW1 6XE" as "N W one, six X E"."""
MANNERS: tuple[str, ...] = get_args(Manner)

LONGEST = 1000
"""Characters of one value that are said; the rest is left out."""

_SHAPED = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?|\d\d:\d\d(?::\d\d)?")
"""Dates and times, also those that no calendar has."""
_CODE = re.compile(r"(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{3,}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,10})?")


def say_value(value: JsonValue, manner: str = "", *, now: str = "", language: str = "en") -> str:
    """The words for a value; '' for null, empty text and empty lists.

    `manner`: one of `MANNERS`; another counts as ''. `now`: the caller's local time, ISO 8601; with it
    a date may become "tomorrow"; '' or damaged: unknown. `language`: BCP 47.
    """
    words = sayings(language)
    if isinstance(value, list):
        return _list(value, manner, now, language)
    if isinstance(value, dict):
        return _object(value, manner, now, language)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return words.affirm if value else words.deny
    if isinstance(value, int | float):
        text = written_number(value)
        return _number(value, text, manner, words) if text else str(value) if isinstance(value, float) else ""
    return _text(value.strip()[:LONGEST], manner, now, language)


def _number(value: int | float, text: str, manner: str, words: Sayings) -> str:
    whole = value == int(value)
    match manner:
        case "digits":
            return say_digits(text, words)
        case "spell" | "spell_as":
            return spell(text, words)
        case "ordinal" if whole:
            return say_ordinal(int(value), words)
        case "year" if whole and value > 0:
            return say_whole(int(value), words, "year")
        case "percent":
            return say_measure(text, words.percent, words)
        case _:
            return say_number(value, words)


def _text(text: str, manner: str, now: str, language: str) -> str:
    words = sayings(language)
    match manner:
        case "spell":
            return spell(text, words)
        case "spell_as":
            return spell_as(text, words)
        case "address":
            return say_address(text, language)
        case "digits" if re.search(r"\d", text):
            return say_phone(text, words)
        case "cardinal" | "ordinal" | "year" | "percent" if _NUMBER.fullmatch(text):
            return _number(float(text) if "." in text else int(text), text, manner, words)
        case _:
            return _by_form(text, manner, now, language)


def _by_form(text: str, manner: str, now: str, language: str) -> str:
    words = sayings(language)
    if _SHAPED.fullmatch(text):
        return _calendar(text, manner, now, words) or text
    if len(text) > 1 and PHONE.fullmatch(text):
        return say_phone(text, words)
    if _EMAIL.fullmatch(text):
        return say_email(text, words)
    if said := say_duration(text, words):
        return said
    if _CODE.fullmatch(text):
        return spell(text, words)
    return normalise(re.sub(r"(?<=\w)_+(?=\w)", " ", text), language, now)


def _calendar(text: str, manner: str, now: str, words: Sayings) -> str:
    part = manner != "short"
    if MOMENT.fullmatch(text):
        return say_moment(text, now, words, part=part)
    if DATE.fullmatch(text):
        return say_date(text, now, words)
    return say_time(text, words, part=part) if TIME.fullmatch(text) else ""


def _list(values: list[JsonValue], manner: str, now: str, language: str) -> str:
    words = sayings(language)
    times = [value for value in values if isinstance(value, str) and TIME.fullmatch(value)]
    if times and len(times) == len(values) and manner == "":
        return say_time_list(times, words)
    said = (_beside(value, manner, now, language) for value in values)
    return enumerated([part for part in said if part], words)


def _beside(value: JsonValue, manner: str, now: str, language: str) -> str:
    """A value in one breath with others."""
    day = (
        isinstance(value, str)
        and DATE.fullmatch(value)
        and say_date(value, now, sayings(language), beside=True)
    )
    return day or say_value(value, manner, now=now, language=language)


def _object(value: Mapping[str, JsonValue], manner: str, now: str, language: str) -> str:
    words = sayings(language)
    if value.keys() == {"start", "end"}:
        return _interval(value, manner, now, language)
    amount = value.get("amount")
    if isinstance(amount, int | float) and not isinstance(amount, bool) and len(value) <= 2:
        currency, unit = value.get("currency", ""), value.get("unit")
        if isinstance(unit, str):
            return say_measure(written_number(amount), unit, words)
        if isinstance(currency, str):
            return say_money(amount, currency, _counting(currency, language))
    parts = (say_value(part, manner, now=now, language=language) for part in value.values())
    return " ".join(part for part in parts if part)


def _counting(currency: str, language: str) -> Sayings:
    """The language as sums of this currency are counted: rupees in lakh and crore."""
    names = sayings(language).money.currencies.get(currency)
    return in_region(language, names.region) if names and names.region else sayings(language)


def _interval(value: Mapping[str, JsonValue], manner: str, now: str, language: str) -> str:
    """From a start to an end, each of which may be open; a single day is said alone."""
    words = sayings(language)
    start, end = value["start"], value["end"]
    both = isinstance(start, str) and isinstance(end, str) and manner == "" and start != end
    if both and (said := say_span(str(start), str(end), now, words)):
        return said
    first, last = (_beside(one, manner, now, language) for one in (start, end))
    forms = words.intervals
    if first and last:
        return first if start == end else forms["both"].format(start=first, end=last)
    return forms["from"].format(start=first) if first else forms["until"].format(end=last) if last else ""
