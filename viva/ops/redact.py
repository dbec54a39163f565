"""Personal data made safe for operators' eyes. The stored call keeps it; a log line never shows it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]

HIDDEN = "***"
SHOWN_DIGITS = 2
"""Last digits of a long number that stay: enough to tell two apart in a log, too few to call."""

_LONG_NUMBER = re.compile(r"\+?\d(?:[ ().-]{0,2}\d){4,}")


def mask(value: JsonValue) -> JsonValue:
    """A personal value: a number of five digits or more keeps its last two, anything else is hidden.

    Null, true and false stay; lists and dictionaries keep their shape and keys.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list):
        return [mask(item) for item in value]
    if isinstance(value, dict):
        return {key: mask(item) for key, item in value.items()}
    text = str(value).strip()
    return _tail(text) if _LONG_NUMBER.fullmatch(text) else HIDDEN


def redact(values: Mapping[str, JsonValue], sensitive: Collection[str]) -> dict[str, JsonValue]:
    """Slots or entities with those masked whose names are `sensitive`; the others lose long numbers only."""
    return {name: mask(v) if name in sensitive else mask_numbers(v) for name, v in values.items()}


def mask_numbers(value: JsonValue) -> JsonValue:
    """The same value with every number of five digits or more in its texts masked."""
    if isinstance(value, list):
        return [mask_numbers(item) for item in value]
    if isinstance(value, dict):
        return {key: mask_numbers(item) for key, item in value.items()}
    return redact_text(value) if isinstance(value, str) else value


def redact_text(text: str) -> str:
    """Text with every number of five digits or more masked; dates (2026-11-24) stay."""
    return _LONG_NUMBER.sub(lambda m: m.group() if _is_date(m.group()) else _tail(m.group()), text)


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


def _tail(text: str) -> str:
    return HIDDEN + re.sub(r"\D", "", text)[-SHOWN_DIGITS:]
