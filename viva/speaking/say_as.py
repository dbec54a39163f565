"""`<say-as>`: text that an author marks as a date, digits, letters or money, as a value is said. Pure."""

from __future__ import annotations

import re

from viva.speaking.values import say_value
from viva.understanding.reading import JsonValue

MANNERS: dict[str, str] = {
    "characters": "spell",
    "spell-out": "spell",
    "verbatim": "spell",
    "digits": "digits",
    "telephone": "digits",
    "ordinal": "ordinal",
    "cardinal": "",
    "number": "",
    "date": "",
    "time": "",
    "duration": "",
    "currency": "",
}
"""`interpret-as` -> manner of a value (values.py)."""
DICTATED = ("characters", "spell-out", "verbatim", "digits", "telephone")
"""Said for somebody who writes along."""

_DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_MONEY = re.compile(r"([^\d\s,.-]*)\s*(-?\d[\d,]*(?:\.\d+)?)\s*([^\d\s]*)")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY"}


def said_as(text: str, kind: str, form: str = "", *, now: str = "", language: str = "en") -> str:
    """The words for a text; the text itself where it is no such thing.

    `kind`: a key of `MANNERS`; another counts as none. `form`: of a date, the order of its parts as SSML has
    it, e.g. `dmy`; without it year-month-day, else day first.
    """
    value = _value(text.strip(), kind, form)
    if value is None:
        return text.strip()
    return say_value(value, MANNERS.get(kind, ""), now=now, language=language) or text.strip()


def _value(text: str, kind: str, form: str) -> JsonValue:
    """None: it is no such thing."""
    if kind == "date":
        return _date(text, form)
    if kind == "time":
        return _time(text)
    if kind == "currency":
        return _money(text)
    if kind in ("cardinal", "number", "ordinal"):
        return _number(text)
    return text if kind in MANNERS else None


def _number(text: str) -> int | float | None:
    if not _NUMBER.fullmatch(text):
        return None
    bare = text.replace(",", "")
    return float(bare) if "." in bare else int(bare)


def _date(text: str, form: str) -> str | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    order = form if sorted(form) == ["d", "m", "y"] else "ymd" if len(match[1]) == 4 else "dmy"
    part = dict(zip(order, match.groups(), strict=True))
    return f"{int(part['y']):04d}-{int(part['m']):02d}-{int(part['d']):02d}"


def _time(text: str) -> str | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _money(text: str) -> dict[str, JsonValue] | None:
    match = _MONEY.fullmatch(text)
    if match is None:
        return None
    unit = match[1] or match[3]
    return {"amount": _number(match[2]), "currency": _SIGNS.get(unit, unit.upper())}
