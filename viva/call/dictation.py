"""How much silence ends a number that is being dictated: two costs against each other."""

from __future__ import annotations

from functools import cache
from math import erfc, log, sqrt

PAUSE_MEDIAN_MS = 700
PAUSE_SIGMA = 0.5
"""Pauses between groups are near lognormal, as pauses in speech are (Campione and Véronis 2002)."""
CUT_OFF_MS = 6000
"""Cutting a caller off is as bad as so many milliseconds of waiting: the number is then asked for again, or
its rest."""
SHORTEST_MS = 300
"""Pauses between groups are not shorter, nor is one known before."""
STEP_MS = 50


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
