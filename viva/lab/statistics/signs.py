"""What so few clusters that differ can show at all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from viva.lab.statistics.bootstrap import Estimates


def bounded(found: Estimates, differing: npt.NDArray[np.int64], level: float) -> Estimates:
    """Differences of two systems, none surer than an exact test of signs could be (Dixon and Mood 1946).

    Of k clusters that differ, all in one direction, that test says 2 ** (1 - k). A bootstrap's draws know
    nothing of clusters that might have differed the other way: with five or fewer they claim too much.
    differing: k of each figure, (f,).
    """
    least = np.minimum(1.0, 2.0 ** (1.0 - differing))
    unsure = least > 1 - level
    found.p[:] = np.maximum(found.p, least)
    found.low[unsure] = np.minimum(found.low, 0.0)[unsure]
    found.high[unsure] = np.maximum(found.high, 0.0)[unsure]
    return found
