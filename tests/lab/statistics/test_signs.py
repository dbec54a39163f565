"""Differences that few clusters make."""

from __future__ import annotations

import numpy as np

from viva.lab.statistics.bootstrap import Bootstrap, Estimates
from viva.lab.statistics.clusters import Clusters
from viva.lab.statistics.signs import bounded
from viva.lab.statistics.studentised import differences


def test_by_hand() -> None:
    low, high, p = np.array([0.1, 0.1, -0.2]), np.array([0.3, 0.3, 0.1]), np.array([0.01, 0.01, 0.4])
    found = bounded(Estimates(np.full(3, 0.2), low, high, p), np.array([2, 6, 0]), 0.95)
    assert found.p.tolist() == [0.5, 2**-5, 1.0]
    assert found.low.tolist() == [0.0, 0.1, -0.2]
    assert found.high.tolist() == [0.3, 0.3, 0.1]


def test_two_flips_of_many_calls_show_nothing() -> None:
    rows = 24
    bootstrap = Bootstrap(Clusters(None, rows))
    every = np.ones((rows, 1))
    ours, theirs = np.zeros((rows, 1)), np.zeros((rows, 1))
    theirs[:12] = 1
    ours[:14] = 1
    found = differences(bootstrap, ours, every, theirs, every)
    assert found.p[0] == 0.5
    assert found.low[0] == 0.0
    ours[:20] = 1
    found = differences(bootstrap, ours, every, theirs, every)
    assert found.p[0] <= 0.05 and found.low[0] > 0
