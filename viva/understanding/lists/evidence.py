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
_MOST = 0.9
"""What sounds the same is never as sure as what is written the same."""


class Weights(NamedTuple):
    offset: float
    size: float
    """For the natural logarithm of the value's sounds, in consonants: a long word is no chance."""
    cost: float
    """For each consonant, nearly, that does not fit."""
    shares: float
    """A word beside what differs is the value's own: "swim milk" for "skim milk"."""
    ordinary: float
    """All words are ordinary ones and none is the value's own; a recognizer is seldom wrong about them."""
    at_home: float
    """Another value stands in the same text; or, where the words are not ordinary, no word that the bot
    does not know: "a mocker please"."""
    strangers: float
    """For the logarithm of the number, and one, of words that are in no value and in no example."""


WEIGHTS = Weights(-3.3, 3.3, -2.5, 1.6, -1.1, 3.7, -0.5)


def odds_of_sound(likeness: float, weight: float, *, shares: bool, ordinary: bool) -> float:
    """Log odds from the words alone. `weight`: of the value's sounds."""
    w = WEIGHTS
    odds = w.offset + w.size * log(max(weight, 1.0)) + w.cost * (1 - likeness) * weight
    return odds + w.shares * shares + w.ordinary * ordinary


class Surroundings:
    """What else stands in a text."""

    def __init__(self, text: Text, of_values: Collection[str], known: Collection[str]) -> None:
        """`of_values`: words with content that are part of some value; `known`: all that a bot knows."""
        self._values = [word in of_values for word in text.words]
        self._strangers = [word not in known for word in text.words]

    def odds(self, first: int, end: int, *, ordinary: bool) -> float:
        """Log odds for a value on these tokens from all the others. `ordinary`: as for `odds_of_sound`."""
        values, strangers = (sum(flags) - sum(flags[first:end]) for flags in (self._values, self._strangers))
        at_home = values > 0 or (strangers == 0 and not ordinary)
        return WEIGHTS.at_home * at_home + WEIGHTS.strangers * log1p(strangers)

    def found(self, first: int, end: int) -> None:
        """A value was found on these tokens, which speaks for others beside it."""
        for at in range(first, end):
            self._values[at], self._strangers[at] = True, False


def probability(odds: float) -> float:
    return min(_MOST, 1 / (1 + exp(-odds))) if odds > -50 else 0.0
