"""Questions whose answer must come from a list, such as the times that are free."""

from __future__ import annotations

import re
from collections.abc import Mapping

from viva.dialogue import steps
from viva.understanding.reading import JsonValue

TIME = re.compile(r"(\d\d):(\d\d)")


def offered(step: steps.Ask, named: Mapping[str, JsonValue], now: str) -> tuple[JsonValue, ...]:
    """What may be chosen; empty where any answer will do."""
    value = step.choices.value(named, now) if step.choices else None
    return tuple(value) if isinstance(value, list) else ()


def choose(value: JsonValue, among: tuple[JsonValue, ...]) -> JsonValue:
    """The one that was meant, or None. "Four" for 16:00 is taken where only the afternoon is offered."""
    if value in among:
        return value
    time = TIME.fullmatch(value) if isinstance(value, str) else None
    if time:
        other = f"{(int(time[1]) + 12) % 24:02}:{time[2]}"
        return other if other in among else None
    return None
