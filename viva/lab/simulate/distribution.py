"""A number that differs from call to call: how a persona's file writes it, and how it is drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

EXPECTED = "a number, `[lowest, highest]`, `{median: ..., spread: ...}` or `{one_of: [...]}`"
FURTHEST = 2.5
"""Standard deviations from the median, at most: a delay drawn is long, but never absurd."""


@dataclass(frozen=True, slots=True)
class Distribution:
    form: Literal["one_of", "range", "log_normal"]
    numbers: tuple[float, ...]
    """`one_of`: each as likely; `range`: lowest and highest, every number between them as likely;
    `log_normal`: the median, and the factor of one standard deviation (1: no spread)."""

    def draw(self, random: Random) -> float:
        match self.form:
            case "one_of":
                return random.choice(self.numbers)
            case "range":
                return random.uniform(*self.numbers)
            case "log_normal":
                median, spread = self.numbers
                away = max(-FURTHEST, min(FURTHEST, random.gauss(0, 1)))
                return median * math.exp(away * math.log(spread))

    def whole(self, random: Random) -> int:
        return round(self.draw(random))

    @property
    def lowest(self) -> float:
        return min(self.numbers) if self.form != "log_normal" else 0.0

    @property
    def highest(self) -> float:
        return max(self.numbers) if self.form != "log_normal" else math.inf


def fixed(number: float) -> Distribution:
    return Distribution("one_of", (number,))


def between(low: float, high: float) -> Distribution:
    return Distribution("range", (low, high))


def around(median: float, spread: float) -> Distribution:
    return Distribution("log_normal", (median, spread))


def parse(value: Any) -> Distribution:
    """As it stands in a file. Raises ValueError, which says what was expected."""
    match value:
        case Distribution():
            return value
        case bool():
            pass
        case int() | float():
            return fixed(value)
        case [low, high] if _numbers(low, high) and low <= high:
            return between(low, high)
        case {"median": median, "spread": spread, **rest} if not rest and _numbers(median, spread):
            if median > 0 and spread >= 1:
                return around(median, spread)
            raise ValueError("a `median` above 0 and a `spread` of at least 1 (the factor of one deviation)")
        case {"one_of": list(numbers), **rest} if not rest and numbers and _numbers(*numbers):
            return Distribution("one_of", tuple(float(one) for one in numbers))
    raise ValueError(EXPECTED)


def _numbers(*values: Any) -> bool:
    return all(isinstance(one, int | float) and not isinstance(one, bool) for one in values)


Drawn = Annotated[
    Distribution, BeforeValidator(parse, json_schema_input_type=float | list[float] | dict[str, Any])
]


def _choice(value: Any) -> Any:
    if isinstance(value, str):
        return {value: 1.0}
    return dict.fromkeys(value, 1.0) if isinstance(value, list) and _names(value) else value


def _names(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(one, str) for one in values)


Choice = Annotated[
    dict[str, float],
    BeforeValidator(_choice, json_schema_input_type=str | list[str] | dict[str, float]),
]
"""Name -> weight; in a file also one name, or a list of names that are as likely."""


def choose(choice: Mapping[str, float], random: Random) -> str:
    """One of the names, by weight; '' where there are none."""
    names, weights = list(choice), [max(0.0, weight) for weight in choice.values()]
    if not names:
        return ""
    return random.choices(names, weights)[0] if sum(weights) > 0 else random.choice(names)
