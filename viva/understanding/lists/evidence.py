"""How sure one may be that words which are like a value are that value.

A probability whose log odds are a weighted sum of what was measured. The weights were fitted by
`benchmarks/soundalikes.py` to what a recognizer wrote for spoken orders in silence and in noise and, with
the same weight, to sentences about other matters, in which nothing is a value.
"""

from __future__ import annotations

from collections.abc import Collection
from math import exp, log, log1p
from typing import NamedTuple

from viva.understanding.normalise import Text

EXACT = 0.98
"""Confidence of a value that is written as it is listed."""
AFTER_STRANGER = 0.8
"""The same right behind a word that is in no value and in no example: "milk" in "oat milk", "coffee" where a
recognizer wrote "grip coffee". Of 73 such values in what it wrote for a third of the development orders,
in silence and at 6 dB, 79 % were what was said; of the others 99 %."""
ENOUGH = 0.5
"""Confidence from which words are taken for a value."""
LEAST_LIKENESS = 0.62
"""Below it, pairs are not looked at."""
EXPECTED = 0.5
"""Log odds in favour of an entity that the dialogue can use now, ..."""
ASKED = 1.0
"""... and of the one that was asked for."""
_MOST = 0.9
"""What sounds the same is never as sure as what is written the same."""


class Evidence(NamedTuple):
    """What speaks for a value on some words of a text; also the weight of each."""

    size: float
    """Natural logarithm of the weight of the value's sounds: a long word is not met by chance."""
    misfit: float
    """Weight of the sounds and letters that do not fit."""
    shares: float
    """1 where a word beside what differs is the value's own: "swim milk" for "skim milk"."""
    ordinary: float
    """1 where all the words are ordinary and none is the value's own: recognizers know those well."""
    at_home: float
    """1 where another value stands in the text; or, if the words are not ordinary, only words in it that
    the bot knows: "a mocker please"."""
    strangers: float
    """Natural logarithm of one and the number of other words that are in no value and in no example."""
    always: float = 1.0


WEIGHTS = Evidence(2.7, -1.9, 0.6, -1.1, 4.1, -0.5, -3.7)


def probability(evidence: Evidence, beforehand: float) -> float:
    """0..0.9. `beforehand`: log odds in favour of the entity, before anything was heard."""
    odds = beforehand + sum([weight * one for weight, one in zip(WEIGHTS, evidence, strict=True)])
    return min(_MOST, 1 / (1 + exp(-max(odds, -50.0))))


class Match(NamedTuple):
    """How words match a value, wherever they stand."""

    likeness: float
    weight: float
    """Of the value's sounds."""
    shares: bool
    ordinary: bool


def strength(match: Match) -> float:
    """Log odds from the words alone, but for what is the same for all."""
    w = WEIGHTS
    odds = w.size * log(max(match.weight, 1.0)) + w.misfit * (1 - match.likeness) * match.weight
    return odds + w.shares * match.shares + w.ordinary * match.ordinary


class Surroundings:
    """The words of a text, as what stands beside a value."""

    def __init__(self, text: Text, of_values: Collection[str], known: Collection[str]) -> None:
        """`of_values`: words with content that are part of some value; `known`: all that a bot knows."""
        self._text = text
        self._values = [word in of_values for word in text.words]
        self._strangers = [word not in known for word in text.words]

    def evidence(self, match: Match, first: int, end: int) -> Evidence:
        """For the value on these tokens."""
        values, strangers = (sum(flags) - sum(flags[first:end]) for flags in (self._values, self._strangers))
        return Evidence(
            log(max(match.weight, 1.0)),
            (1 - match.likeness) * match.weight,
            match.shares,
            match.ordinary,
            values > 0 or (strangers == 0 and not match.ordinary),
            log1p(strangers),
        )

    def exactly(self, first: int) -> float:
        """Confidence of a value that is written as listed, from this token on."""
        behind_one = first > 0 and self._strangers[first - 1] and not self._text.breaks_before(first)
        return AFTER_STRANGER if behind_one else EXACT

    def found(self, first: int, end: int) -> None:
        """A value was found on these tokens, which speaks for others beside it."""
        for at in range(first, end):
            self._values[at], self._strangers[at] = True, False
