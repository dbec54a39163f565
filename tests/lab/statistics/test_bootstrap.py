"""Bootstrap intervals: what they are made of, and that they cover what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from viva.lab.measure.statistics_trial import trials
from viva.lab.statistics import studentised
from viva.lab.statistics.bootstrap import Bootstrap, divided
from viva.lab.statistics.clusters import MOST, Clusters
from viva.lab.statistics.wilson import wilson


def test_rows_of_a_cluster_are_summed() -> None:
    clusters = Clusters(["a", "b", "a"], 3)
    assert clusters.count == 2
    assert clusters.sum(np.array([1, 2, 4])).tolist() == [[5], [2]]
    counted = clusters.tally(np.array([0, 1, 1]), 2, np.array([True, True, False]))
    assert counted.tolist() == [[1, 0], [0, 1]]


def test_more_clusters_than_are_drawn_keep_every_row() -> None:
    clusters = Clusters(None, 3 * MOST)
    assert (clusters.count, clusters.groups) == (3 * MOST, MOST)
    assert clusters.sum(np.ones(3 * MOST)).sum() == 3 * MOST


def test_the_same_seed_draws_the_same() -> None:
    top, bottom = np.arange(40.0)[:, None], np.full((40, 1), 50.0)
    first, second = (studentised.ratios(Bootstrap(Clusters(None, 40), seed=3), top, bottom) for _ in range(2))
    assert first.low == second.low and first.high == second.high
    assert first.low[0] < first.value[0] < first.high[0]


def test_nothing_happened_is_not_certain() -> None:
    bootstrap = Bootstrap(Clusters(None, 30))
    found = studentised.ratios(bootstrap, np.zeros((30, 1)), np.ones((30, 1)))
    assert (found.low[0], found.high[0]) == wilson(0, 30)


def test_one_cluster_has_no_interval() -> None:
    found = Bootstrap(Clusters(["a"], 1)).estimate(np.ones((1, 2)), lambda s: divided(s[..., :1], s[..., 1:]))
    assert found.value[0] == 1 and np.isnan(found.low[0])


def test_a_difference_of_a_system_to_itself() -> None:
    top, bottom = np.arange(40.0)[:, None], np.full((40, 1), 50.0)
    found = studentised.differences(Bootstrap(Clusters(None, 40)), top, bottom, top, bottom)
    assert (found.value[0], found.low[0], found.high[0]) == (0, 0, 0)


def test_a_clear_difference_is_one() -> None:
    rng = np.random.default_rng(0)
    bottom = np.full((100, 1), 100.0)
    first, second = rng.binomial(100, 0.1, (100, 1)) * 1.0, rng.binomial(100, 0.2, (100, 1)) * 1.0
    found = studentised.differences(Bootstrap(Clusters(None, 100)), first, bottom, second, bottom)
    assert found.high[0] < 0 and found.p[0] < 0.01


@pytest.mark.parametrize("one", list(trials(300, draws=400, seed=1)), ids=lambda one: one.name)
def test_intervals_cover_and_tests_reject_as_they_say(one: object) -> None:
    """300 of each: within four standard errors. `viva bench eval` does it with 2,000."""
    name, share = one.name, one.share  # type: ignore[attr-defined]
    wanted = 0.95 if "covers" in name else 0.05
    assert abs(share - wanted) < 4 * (0.05 * 0.95 / 300) ** 0.5, f"{name}: {share:.1%}"
