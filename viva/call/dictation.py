"""How much silence ends a number that is being dictated: two costs against each other."""

from __future__ import annotations

from functools import cache
from math import erfc, log, sqrt

from viva.call.score import Score, score_of
from viva.understanding.expectation import Expectation
from viva.understanding.reading import DictatedSoFar, Reading

PAUSE_MEDIAN_MS = 700
PAUSE_SIGMA = 0.5
"""Pauses between groups are near lognormal, as pauses in speech are (Campione and Véronis 2002)."""
CUT_OFF_MS = 6000
"""Cutting a caller off is as bad as so many milliseconds of waiting: the number is then asked for again, or
its rest."""
SHORTEST_MS = 300
"""Pauses between groups are not shorter, nor is one known before."""
STEP_MS = 50
LONGEST_MS = 2400
"""After a number that is not complete, unless the question sets its own: longer than after other words."""
SURE = 0.7
"""Confidence of an intent from which words without a digit mean something."""


def longest_ms(expects: Expectation, reading: Reading | None, bots_longest_ms: int) -> int:
    """The silence that ends a turn in which something was to be dictated."""
    longest = expects.longest_silence_ms or max(bots_longest_ms, LONGEST_MS)
    if reading is None:
        return longest
    if reading.dictated is not None:
        return wait_ms(round(100 * reading.dictated.complete), longest)
    answers = any(entity.name in expects.entities for entity in reading.entities)
    if answers or (reading.intents and reading.intents[0].confidence >= SURE):
        # An address, whose length nobody knows; "a person, please", or digits that were heard as that.
        return longest // 2
    return longest


def score(dictated: DictatedSoFar, silence_ms: int) -> Score:
    complete = min(max(dictated.complete, 0.01), 0.99)
    goes_on = max(1e-4, _goes_on_after(max(silence_ms, 1)))
    return score_of({"number": log(complete / (1 - complete)), "silence": -log(goes_on)})


@cache
def wait_ms(complete_percent: int, longest_ms: int) -> int:
    """The silence at which waiting on costs more than it saves.

    `complete_percent`: the chance in a hundred that the number is complete; `longest_ms`: never longer.
    """
    complete = min(max(complete_percent, 1), 99) / 100
    waits = range(min(SHORTEST_MS, longest_ms), longest_ms + 1, STEP_MS)
    return min(waits, key=lambda wait: complete * wait + (1 - complete) * CUT_OFF_MS * _goes_on_after(wait))


def _goes_on_after(wait: int) -> float:
    """Probability that a pause between two groups is longer."""
    return erfc((log(wait) - log(PAUSE_MEDIAN_MS)) / (PAUSE_SIGMA * sqrt(2))) / 2
