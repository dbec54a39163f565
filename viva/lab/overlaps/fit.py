"""Fits the weights of the overlap judge: the network of single words, that of the kinds, the threshold."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from viva.hearing.overlap.judge import KINDS, Weights
from viva.hearing.overlap.network import Network
from viva.lab.overlaps.training import Plan, trained

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

SPOKEN = Plan(units=64, epochs=16, left_out=0.4)
JUDGE = Plan(units=64, epochs=30, left_out=0.05)
FOLDS = 7
"""With these, the two people of the digits are in different folds."""
RECALL = 0.96
"""Of interruptions, which the threshold is chosen for: a point above the bar, since other voices come."""


def fit_spoken(pooled: Floats, listening: Ints) -> Network:
    """`pooled` [n, features], `listening` [n]: 1 for the words of a backchannel, 0 for others."""
    return trained(pooled, listening, np.ones(len(pooled), np.float32), 2, SPOKEN)


def fit_judge(features: Floats, kinds: Ints) -> Network:
    """`features` [n, len(NAMES)], `kinds` [n] indices into `KINDS`; every kind counts the same."""
    return trained(features, kinds, balanced(kinds), len(KINDS), JUDGE)


def fitted(spoken: Network, features: Floats, kinds: Ints, chances: Floats, due: Flags) -> Weights:
    """With the highest threshold of `RECALL` in cross-validation.

    `chances` [n, kinds]: of `crossed`. `due` [n]: the rows that the threshold is for.
    """
    interruptions = chances[due & (kinds == KINDS.index("interruption")), 0]
    threshold = min(0.5, float(np.quantile(interruptions, 1 - RECALL)))
    return Weights(spoken, fit_judge(features, kinds), threshold)


def crossed(features: Floats, kinds: Ints, sources: Sequence[str]) -> Floats:
    """Probabilities [n, kinds], of each row by a network that was fitted on other sources.

    `sources` [n]: a voice, a person, a file; rows of one are never on both sides of a fold.
    """
    folds = np.array([_fold(source) for source in sources])
    chances = np.zeros((len(kinds), len(KINDS)), np.float32)
    for fold in range(FOLDS):
        inside, outside = folds != fold, folds == fold
        chances[outside] = np.exp(
            fit_judge(features[inside], kinds[inside]).log_probabilities(features[outside])
        )
    return chances


def balanced(kinds: Ints) -> Floats:
    """Weights with which every kind counts the same, mean 1."""
    counts = np.bincount(kinds, minlength=len(KINDS))
    return (len(kinds) / np.count_nonzero(counts) / counts[kinds]).astype(np.float32)


def _fold(source: str) -> int:
    return int(hashlib.sha1(source.encode()).hexdigest()[:8], 16) % FOLDS


def save(weights: Weights, path: Path) -> None:
    """As `judge.shipped_weights` reads it."""
    stored = {**weights.spoken.stored("spoken"), **weights.kinds.stored("kinds")}
    np.savez_compressed(path, yield_from=np.float32(weights.yield_from), **stored)
