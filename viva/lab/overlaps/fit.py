"""Fits the weights of the overlap judge: two logistic regressions with an L2 penalty."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from viva.hearing.overlap.judge import KINDS, Weights, expanded
from viva.hearing.overlap.spoken import SpokenWeights

Floats = np.ndarray[Any, np.dtype[np.float32]]
Doubles = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

SPOKEN_PENALTY = 100.0
PENALTIES = (10.0, 30.0, 60.0)
FOLDS = 5
STEPS = 100
RECALL = 0.95
"""Of interruptions, which the threshold is chosen for."""


def fit_spoken(pooled: Floats, listening: Ints) -> SpokenWeights:
    """`pooled` [n, features], `listening` [n]: 1 for the words of a backchannel, 0 for others."""
    mean, deviation = pooled.mean(axis=0), pooled.std(axis=0) + np.float32(1e-3)
    even = np.ones(len(pooled), np.float32)
    found = regression((pooled - mean) / deviation, 1 - listening, even, SPOKEN_PENALTY, 2)
    odds = (found[:, 0] - found[:, 1]).astype(np.float32)
    return SpokenWeights(mean, deviation, odds[:-1], float(odds[-1]))


def fit(spoken: SpokenWeights, features: Floats, kinds: Ints, penalty: float) -> Weights:
    """`features` [n, len(NAMES)], `kinds` [n] indices into `KINDS`; every kind counts the same."""
    mean, deviation = features.mean(axis=0), features.std(axis=0) + np.float32(1e-3)
    inputs = expanded((features - mean) / deviation)
    found = regression(inputs, kinds, balanced(kinds), penalty, len(KINDS)).astype(np.float32)
    return Weights(spoken, mean, deviation, found[:-1], found[-1])


def fitted(
    spoken: SpokenWeights, features: Floats, kinds: Ints, sources: Sequence[str], due: Flags
) -> Weights:
    """With the penalty of least log loss in cross-validation, and the highest threshold of `RECALL` there.

    `sources` [n]: a voice, a person, a file; rows of one are never on both sides of a fold. `due` [n]: the
    rows that the threshold is for.
    """
    share, folds = balanced(kinds), np.array([_fold(source) for source in sources])
    rows = np.arange(len(kinds))
    best_loss, best, penalty = np.inf, np.zeros((0, 0)), PENALTIES[0]
    for tried in PENALTIES:
        chances = np.zeros((len(kinds), len(KINDS)))
        for fold in range(FOLDS):
            inside, outside = folds != fold, folds == fold
            trained = fit(spoken, features[inside], kinds[inside], tried)
            chances[outside] = trained.probabilities(features[outside])
        loss = -float(np.mean(share * np.log(np.maximum(chances[rows, kinds], 1e-6))))
        if loss < best_loss:
            best_loss, best, penalty = loss, chances, tried
    interruptions = best[due & (kinds == KINDS.index("interruption")), 0]
    threshold = min(0.5, float(np.quantile(interruptions, 1 - RECALL)))
    return replace(fit(spoken, features, kinds, penalty), yield_from=threshold)


def regression(inputs: Floats, kinds: Ints, share: Floats, penalty: float, count: int) -> Doubles:
    """Multinomial: [n, features] -> [features + 1, count], offsets last. `share`: weight of each row.

    Newton's method with a fixed bound of the curvature (Boehning 1992), which needs no step size.
    """
    rows = np.concatenate((inputs, np.ones((len(inputs), 1))), axis=1).astype(np.float64)
    wanted = np.eye(count)[kinds]
    pull = np.full(rows.shape[1], penalty)
    pull[-1] = 1e-6
    inverse = np.linalg.inv(0.5 * (rows * share[:, None]).T @ rows + np.diag(pull))
    found = np.zeros((rows.shape[1], count))
    for _ in range(STEPS):
        logits = rows @ found
        grown = np.exp(logits - logits.max(axis=1, keepdims=True))
        missing = (wanted - grown / grown.sum(axis=1, keepdims=True)) * share[:, None]
        found += inverse @ (rows.T @ missing - pull[:, None] * found)
    return found


def balanced(kinds: Ints) -> Floats:
    """Weights with which every kind counts the same, mean 1."""
    counts = np.bincount(kinds, minlength=len(KINDS))
    return (len(kinds) / np.count_nonzero(counts) / counts[kinds]).astype(np.float32)


def _fold(source: str) -> int:
    return int(hashlib.sha1(source.encode()).hexdigest()[:8], 16) % FOLDS


def save(weights: Weights, path: Path) -> None:
    """As `judge.shipped_weights` reads it."""
    np.savez_compressed(
        path,
        spoken_mean=weights.spoken.mean,
        spoken_deviation=weights.spoken.deviation,
        spoken_slopes=weights.spoken.slopes,
        spoken_offset=weights.spoken.offset,
        mean=weights.mean,
        deviation=weights.deviation,
        slopes=weights.slopes,
        offsets=weights.offsets,
        yield_from=weights.yield_from,
    )
