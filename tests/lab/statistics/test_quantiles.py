"""Quantiles by hand, and that their intervals hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.clusters import Clusters
from viva.lab.statistics.quantiles import differences, quantiles


def test_quantiles_by_hand() -> None:
    values = np.array([300.0, 100, 200, 400])
    found = quantiles(values, np.arange(4), (0.5, 0.75, 0.95, 1.0))
    assert found.value.tolist() == [200, 300, 400, 400]


def test_an_interval_by_hand() -> None:
    """Ten values 1..10 of five clusters: one value each below the median, one above. The share below does
    not vary between clusters, so that the interval is the median itself."""
    values = np.arange(1.0, 11)
    even = quantiles(values, np.tile(np.arange(5), 2), (0.5,))
    assert (even.value[0], even.low[0], even.high[0]) == (5, 5, 5)
    # Values of a cluster all below or all above: residuals -1, -1, 0, 1, 1; error sqrt(4 * 5 / 4) / 10
    # = 0.2236, times t(4) = 2.776: the shares 0.5 -+ 0.6208 leave 0..1.
    apart = quantiles(values, np.repeat(np.arange(5), 2), (0.5,))
    assert (apart.value[0], apart.low[0], apart.high[0]) == (5, 1, 10)


def test_none_from_nothing_and_no_interval_from_one_cluster() -> None:
    assert np.isnan(quantiles(np.zeros(0), np.zeros(0, np.int64), (0.5,)).value[0])
    one = quantiles(np.array([1.0, 2]), np.zeros(2, np.int64), (0.5,))
    assert one.value[0] == 1 and np.isnan(one.low[0])


@pytest.mark.parametrize("share", [0.5, 0.95])
def test_intervals_hold_the_truth(share: float) -> None:
    """Replies of 150 calls, those of a call alike; of 600 evaluations, 92 to 98 of 100 hold the truth."""
    random = np.random.default_rng(7)
    every = np.exp(6 + 0.5 * random.standard_normal(200_000) + 0.3 * random.standard_normal(200_000))
    true = float(np.quantile(every, share))
    held = 0
    for _ in range(600):
        calls = np.repeat(np.arange(150), 6)
        of_call = 0.5 * random.standard_normal(150)
        values = np.exp(6 + of_call[calls] + 0.3 * random.standard_normal(900))
        found = quantiles(values, calls, (share,))
        held += found.low[0] <= true <= found.high[0]
    assert 0.92 <= held / 600 <= 0.98


def test_differences_are_paired() -> None:
    random = np.random.default_rng(3)
    calls = np.repeat(np.arange(80), 5)
    first = 500 + 100 * random.standard_normal(400)
    bootstrap = Bootstrap(Clusters(None, 80), draws=500)
    same = differences(bootstrap, (first, calls), (first, calls), (0.5,))
    assert (same.value[0], same.low[0], same.high[0], same.p[0]) == (0, 0, 0, 1)
    slower = differences(bootstrap, (first + 50, calls), (first, calls), (0.5, 0.95))
    assert slower.value == pytest.approx(50) and (slower.low > 0).all() and (slower.p < 0.01).all()
