"""The matched-pairs test, against its formula worked out by hand."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np
import pytest

from viva.lab.statistics.matched_pairs import matched_pairs


def test_worked_by_hand() -> None:
    # Differences 1, 0, -1, 2 fifteen times: mean 0.5, sample variance (0.25 + 0.25 + 2.25 + 2.25) * 15 / 59.
    first, second = np.tile([1, 2, 3, 0], 15), np.tile([2, 2, 2, 2], 15)
    found = matched_pairs(first, second)
    statistic = 0.5 / sqrt(5 * 15 / 59 / 60)
    assert (found.segments, found.mean) == (60, 0.5)
    assert found.statistic == pytest.approx(statistic)
    assert found.p == pytest.approx(2 * NormalDist().cdf(-statistic))


def test_few_segments_are_held_against_t() -> None:
    # Differences 1, 2, 3: 2 over 1 / sqrt(3), two degrees of freedom, whose tail is t / sqrt(2 + t * t).
    t = 2 * sqrt(3)
    assert matched_pairs(np.zeros(3), np.array([1, 2, 3])).p == pytest.approx(1 - t / sqrt(2 + t * t))


def test_no_difference_and_always_the_same() -> None:
    assert matched_pairs(np.array([1, 2]), np.array([1, 2])).p == 1
    assert matched_pairs(np.array([1, 2]), np.array([2, 3])).p == 0
    assert matched_pairs(np.array([1]), np.array([2])).p == 1
