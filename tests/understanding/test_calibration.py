"""Confidence follows the evidence, and few examples do not upset what is usual."""

from __future__ import annotations

import numpy as np

from viva.understanding.intents.calibration import USUAL, evidence, fit, probability


def test_a_higher_score_a_longer_lead_are_surer() -> None:
    scores = np.array([0.1, 0.3, 0.6, 0.9])
    sure = probability(evidence(scores, np.full(4, 0.2), np.full(4, 0.05)), np.array(USUAL))
    assert np.all(np.diff(sure) > 0) and np.all((sure > 0) & (sure < 1))


def test_scores_below_nothing_are_nothing() -> None:
    rows = evidence(np.array([-0.5, 0.0]), np.array([-0.1, 0.0]), np.array([-3.0, 0.0]))
    assert np.array_equal(rows[0], rows[1]) and np.isfinite(rows).all()


def test_many_examples_are_followed_and_few_are_not() -> None:
    chance = np.random.default_rng(7)
    truth = np.array([0.5, 1.0, 3.0, 0.0])

    def learnt(n: int) -> np.ndarray:
        rows = evidence(*(chance.uniform(0, 1, n) for _ in range(3)))
        right = (chance.uniform(size=n) < probability(rows, truth)).astype(float)
        return fit(rows, right, np.ones(n), np.array(USUAL))

    assert np.abs(learnt(50_000) - truth).max() < 0.3
    assert np.abs(learnt(3) - np.array(USUAL)).max() < 1.5


def test_perfect_examples_do_not_give_infinite_coefficients() -> None:
    rows = evidence(np.full(200, 0.9), np.zeros(200), np.zeros(200))
    found = fit(rows, np.ones(200), np.ones(200), np.array(USUAL))
    assert np.abs(found).max() < 20 and probability(rows, found).min() > 0.97
