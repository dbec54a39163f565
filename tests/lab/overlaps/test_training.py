"""A network learns what a straight line cannot tell apart."""

from __future__ import annotations

import numpy as np

from viva.hearing.overlap.judge import KINDS, NAMES
from viva.lab.overlaps.fit import balanced, crossed
from viva.lab.overlaps.training import Plan, trained

RNG = np.random.default_rng(0)
CORNERS = RNG.integers(0, 2, (2000, 2))
INPUTS = (CORNERS + RNG.normal(0, 0.1, (2000, 2))).astype(np.float32)
EVEN = np.ones(2000, np.float32)
PLAN = Plan(units=16, epochs=30, left_out=0.0)


def test_one_or_the_other_but_not_both() -> None:
    either = CORNERS.sum(axis=1) % 2
    network = trained(INPUTS, either, EVEN, 2, PLAN)
    chances = np.exp(network.log_probabilities(INPUTS))
    assert (chances.argmax(axis=1) == either).mean() > 0.98
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)


def test_the_same_data_gives_the_same_network() -> None:
    plan = Plan(units=4, epochs=2, left_out=0.3)
    one, other = (trained(INPUTS, CORNERS[:, 0], EVEN, 2, plan) for _ in range(2))
    assert np.array_equal(one.inner, other.inner) and np.array_equal(one.outer, other.outer)


def test_kinds_count_the_same_and_no_source_judges_itself() -> None:
    kinds = RNG.integers(0, 3, 900)
    share = balanced(kinds)
    assert np.allclose([share[kinds == kind].sum() for kind in range(3)], 300, rtol=1e-4)
    sources = [f"voice {i % 30}" for i in range(900)]
    inputs = RNG.normal(0, 1, (900, len(NAMES))).astype(np.float32)
    inputs[:, :3] = 3 * np.eye(3)[kinds]
    chances = crossed(inputs, kinds, sources)
    assert chances.shape == (900, len(KINDS)) and (chances.argmax(axis=1) == kinds).mean() > 0.9
