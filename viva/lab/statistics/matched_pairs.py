"""The matched-pairs test for word error rates.

L. Gillick and S. J. Cox, Some statistical issues in the comparison of speech recognition algorithms, ICASSP
1989; the "MAPSSWE" of NIST's scoring toolkit. Errors of two systems are subtracted segment by segment;
segments must be independent of each other: utterances, or all utterances of a speaker or call.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from viva.lab.statistics.student import two_sided

ENOUGH = 50
"""Segments from which on the paper takes the normal distribution; fewer are held against Student's t."""


@dataclass(frozen=True, slots=True)
class MatchedPairs:
    segments: int
    mean: float
    """Errors of the second less those of the first, for each segment."""
    statistic: float
    """The mean in standard errors of itself."""
    p: float
    """Two-sided, 0..1."""


def matched_pairs(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> MatchedPairs:
    """first, second: errors of the systems in each segment, (segments,), in the same order."""
    difference = np.asarray(second, np.float64) - np.asarray(first, np.float64)
    count = len(difference)
    mean = float(difference.mean()) if count else 0.0
    if count < 2:
        return MatchedPairs(count, mean, 0.0, 1.0)
    error = float(difference.std(ddof=1)) / sqrt(count)
    if error == 0:
        return MatchedPairs(count, mean, inf if mean else 0.0, 0.0 if mean else 1.0)
    statistic = mean / error
    normal = 2 * NormalDist().cdf(-abs(statistic))
    return MatchedPairs(
        count, mean, statistic, normal if count >= ENOUGH else two_sided(statistic, count - 1)
    )
