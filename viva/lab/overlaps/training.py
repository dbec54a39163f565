"""Trains a network of one layer: Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter
2019) and dropout of inputs and units (Srivastava et al. 2014). The same data gives the same network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from viva.hearing.overlap.network import Network

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int64]]

BATCH = 128
RATE = 2e-3
"""Of learning, at the start; it falls to zero in a straight line."""
MOMENTUM, SCALE = 0.9, 0.999
SMALLEST = 1e-8
UNITS_LEFT_OUT = 0.3


@dataclass(frozen=True, slots=True)
class Plan:
    units: int
    epochs: int
    left_out: float
    """Share of inputs that dropout leaves out."""
    decay: float = 1e-3


def trained(inputs: Floats, classes: Ints, share: Floats, count: int, plan: Plan, seed: int = 0) -> Network:
    """`inputs` [n, inputs], `classes` [n] below `count`, `share` [n]: weight of each row, mean 1."""
    rng = np.random.default_rng(seed)
    size = inputs.shape[1]
    network = Network(
        inputs.mean(axis=0),
        inputs.std(axis=0) + np.float32(1e-3),
        rng.normal(0, size**-0.5, (size, plan.units)).astype(np.float32),
        np.zeros(plan.units, np.float32),
        rng.normal(0, plan.units**-0.5, (plan.units, count)).astype(np.float32),
        np.zeros(count, np.float32),
    )
    rows, wanted = network.standardized(inputs), np.eye(count, dtype=np.float32)[classes]
    moved = (network.inner, network.inner_offsets, network.outer, network.outer_offsets)
    first, second = ([np.zeros_like(one) for one in moved] for _ in range(2))
    steps = plan.epochs * (len(rows) // BATCH)
    for step in range(steps):
        if step % (len(rows) // BATCH) == 0:
            order = rng.permutation(len(rows))
        at = order[step * BATCH % (len(rows) // BATCH * BATCH) :][:BATCH]
        slopes = _slopes(network, rows[at], wanted[at], share[at], plan.left_out, rng)
        for one, slope, mean, square in zip(moved, slopes, first, second, strict=True):
            mean += (1 - MOMENTUM) * (slope - mean)
            square += (1 - SCALE) * (slope * slope - square)
            ahead = mean / (1 - MOMENTUM ** (step + 1))
            spread = np.sqrt(square / (1 - SCALE ** (step + 1)))
            decay = plan.decay if one.ndim == 2 else 0.0
            one -= RATE * (1 - step / steps) * (ahead / (spread + SMALLEST) + decay * one)
    return network


def _slopes(
    network: Network, rows: Floats, wanted: Floats, share: Floats, left_out: float, rng: np.random.Generator
) -> tuple[Floats, ...]:
    """Of the mean log loss, by each of the weights."""
    rows = rows * _kept(rows.shape, left_out, rng)
    open_ = _kept((len(rows), len(network.inner_offsets)), UNITS_LEFT_OUT, rng)
    units = np.maximum(rows @ network.inner + network.inner_offsets, 0) * open_
    logits = units @ network.outer + network.outer_offsets
    grown = np.exp(logits - logits.max(axis=1, keepdims=True))
    missing = (grown / grown.sum(axis=1, keepdims=True) - wanted) * (share / np.float32(len(rows)))[:, None]
    inner = (missing @ network.outer.T) * open_ * (units > 0)
    return rows.T @ inner, inner.sum(axis=0), units.T @ missing, missing.sum(axis=0)


def _kept(shape: tuple[int, ...], left_out: float, rng: np.random.Generator) -> Floats:
    """Zeros for what is left out; the rest is scaled so that the mean is 1."""
    kept = rng.random(shape, dtype=np.float32) >= left_out
    return kept.astype(np.float32) / np.float32(1 - left_out)
