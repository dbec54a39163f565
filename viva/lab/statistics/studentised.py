"""Studentised bootstrap intervals of ratios of sums, and of differences of two such ratios.

Each draw is measured in its own standard errors (bootstrap-t: Efron and Tibshirani, An introduction to the
bootstrap, 1993, chapter 12.5), those of a ratio estimate over clusters (Cochran, Sampling techniques, 1977,
chapter 6). From 10 clusters on this covers what it says, where BCa still covers too little
(benchmarks/README.md). It needs clusters that differ: where hardly any has an event at all, draws without one
have no standard error, and BCa is taken.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt

from viva.lab.statistics.bootstrap import Bootstrap, Estimates, divided
from viva.lab.statistics.clusters import Floats
from viva.lab.statistics.signs import bounded

ENOUGH = 10
"""Groups with an event, and with something that is none."""


def ratios(bootstrap: Bootstrap, top: Floats, bottom: Floats) -> Estimates:
    """Of each column of top over that of bottom, sums of each group: (groups, f). Shares are within 0..1."""
    half = top.shape[1]

    def of(sums: Floats) -> Floats:
        return divided(sums[..., :half], sums[..., half:])

    holding = (bottom > 0).sum(axis=0)
    found = bootstrap.shares(np.concatenate([top, bottom], axis=1), of, holding)
    return _bettered(bootstrap, found, [(1.0, top, bottom)], least=0.0)


def differences(
    bootstrap: Bootstrap, top: Floats, bottom: Floats, other_top: Floats, other_bottom: Floats
) -> Estimates:
    """Of the first ratios less the others; the same draws for both, so that they are paired."""
    half = top.shape[1]

    def of(sums: Floats) -> Floats:
        first, second = np.split(sums, 2, axis=-1)
        return np.asarray(
            divided(first[..., :half], first[..., half:]) - divided(second[..., :half], second[..., half:])
        )

    holding = ((bottom > 0) | (other_bottom > 0)).sum(axis=0)
    totals = np.concatenate([top, bottom, other_top, other_bottom], axis=1)
    found = bootstrap.estimate(totals, of, holding)
    found = _bettered(bootstrap, found, [(1.0, top, bottom), (-1.0, other_top, other_bottom)])
    differing = ((top != other_top) | (bottom != other_bottom)).sum(axis=0)
    return bounded(found, differing, bootstrap.level)


Term = tuple[float, Floats, Floats]
"""Sign, and top and bottom of a ratio: (groups, f)."""


def _bettered(bootstrap: Bootstrap, found: Estimates, terms: list[Term], least: float = -np.inf) -> Estimates:
    """`found`, with studentised ends and p-values where the clusters are enough for them."""
    enough = np.ones(len(found.value), np.bool_)
    for _, top, bottom in terms:
        enough &= ((top > 0).sum(axis=0) >= ENOUGH) & ((top != bottom).sum(axis=0) >= ENOUGH)
    chosen = np.flatnonzero(enough & ~np.isnan(found.low))
    if not len(chosen):
        return found
    some = [(sign, top[:, chosen], bottom[:, chosen]) for sign, top, bottom in terms]
    groups = len(some[0][1])
    value, error = _with_error(np.ones((1, groups)), some)
    drawn, errors = _with_error(bootstrap.weights, some)
    for i, at in enumerate(chosen):
        known = errors[:, i] > 0
        if not known.all() or error[0, i] == 0:
            continue
        distance = (drawn[:, i] - value[0, i]) / errors[:, i]
        tail = (1 - bootstrap.level) / 2
        near, far = np.quantile(distance, [tail, 1 - tail])
        found.low[at] = max(least, value[0, i] - far * error[0, i])
        found.high[at] = value[0, i] - near * error[0, i]
        found.p[at] = _p(distance, value[0, i] / error[0, i])
    return found


def _p(distance: Floats, reached: float) -> float:
    """Twice the share of draws that lie beyond the distance of 0 on its side, one draw at least."""
    beyond = min(float((distance >= reached).sum()), float((distance <= reached).sum()))
    return min(1.0, 2 * (beyond + 1) / (len(distance) + 1))


def _with_error(weights: Floats, terms: list[Term]) -> tuple[Floats, Floats]:
    """Figure and standard error in each draw: (draws, f)."""
    groups = weights.shape[1]
    sums = [(sign, weights @ top, weights @ bottom, top, bottom) for sign, top, bottom in terms]
    value = sum(sign * divided(top, bottom) for sign, top, bottom, _, _ in sums)
    variance: npt.NDArray[np.float64] | float = 0.0
    for (sign, a, b, top, bottom), (other, c, d, other_top, other_bottom) in product(sums, sums):
        # Of the residuals top - ratio * bottom of both: their product, multiplied out to be summed by draw.
        first, second = divided(a, b), divided(c, d)
        residuals = (
            weights @ (top * other_top)
            - second * (weights @ (top * other_bottom))
            - first * (weights @ (bottom * other_top))
            + first * second * (weights @ (bottom * other_bottom))
        )
        variance = variance + sign * other * divided(residuals, b * d)
    spread = np.nan_to_num(np.maximum(variance, 0.0)) * groups / (groups - 1)
    # Rounding leaves a trace where there is no spread at all.
    spread[spread < 1e-24] = 0.0
    return np.asarray(value), np.sqrt(spread)
