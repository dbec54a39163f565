"""How sure one may be that words which are like a value are that value.

Log odds, linear in what was measured, so that confidence is a probability. Fitted by
`benchmarks/soundalikes.py` to what a recognizer wrote for orders at a coffee bar in silence and in noise,
and, as often, to sentences about other matters, in which nothing is a value.
"""

from __future__ import annotations

from collections.abc import Collection
from math import exp, log, log1p
from typing import NamedTuple

from viva.understanding.normalise import Text

EXACT = 0.98
"""Confidence of a value that is written as it is listed."""
LEAST_LIKENESS = 0.62
"""Below it, pairs are not looked at."""
ENOUGH = 0.5
"""Probability from which words are taken for a value."""
EXPECTED = 0.5
"""Log odds in favour of an entity that the dialogue can use now, ..."""
ASKED = 1.0
"""... and of the one that was asked for."""
_MOST = 0.95
"""What sounds the same is not as sure as what is written the same."""


class Weights(NamedTuple):
    offset: float
    size: float
    """For each doubling, nearly, of the value's sounds: a long word is seldom met by chance."""
    cost: float
    """For each consonant, nearly, that does not fit."""
    shares: float
    """A word beside what differs is the value's own: "swim milk" for "skim milk"."""
    ordinary: float
    """What differs are ordinary words, which a recognizer is seldom wrong about."""
    values: float
    """Words of other values stand in the same text, ..."""
    strangers: float
    """... and words that are in no value and in no example."""


WEIGHTS = Weights(-2.13, 2.51, -1.74, 2.23, -0.92, 1.93, -0.79)


def odds_of_sound(
    likeness: float, weight: float, *, shares: bool, ordinary: bool, easier: float = 0.0
) -> float:
    """Log odds from the words alone. `weight`: of the value's sounds; `easier`: log odds beforehand."""
    w = WEIGHTS
    odds = w.offset + easier + w.size * log(max(weight, 1.0)) + w.cost * (1 - likeness) * weight
    return odds + w.shares * shares + w.ordinary * ordinary


class Surroundings:
    """What else stands in a text."""

    def __init__(self, text: Text, of_values: Collection[str], known: Collection[str]) -> None:
        """`of_values`: words with content that are part of some value; `known`: all that a bot knows."""
        self._values = [word in of_values for word in text.words]
        self._strangers = [word not in known for word in text.words]

    def odds(self, first: int, end: int) -> float:
        """Log odds for a value on these tokens from all the others."""
        values, strangers = (
            sum(flags) - sum(flags[first:end]) for flags in (self._values, self._strangers)
        )
        return WEIGHTS.values * log1p(values) + WEIGHTS.strangers * log1p(strangers)


def probability(odds: float) -> float:
    return min(_MOST, 1 / (1 + exp(-odds))) if odds > -50 else 0.0
