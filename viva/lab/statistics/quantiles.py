"""Quantiles of rows that belong to clusters, with intervals: latencies of the replies of calls.

Woodruff's interval (Confidence intervals for medians and other position measures, JASA 47, 1952): the share
of rows below the quantile has a standard error over clusters (Cochran, Sampling techniques, 1977, chapter 6);
the ends are the quantiles at that share less and plus so many of them. Differences of two systems come from
draws of clusters that both share.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import numpy.typing as npt

from viva.lab.statistics.bootstrap import Bootstrap, Estimates
from viva.lab.statistics.clusters import Floats
from viva.lab.statistics.student import quantile as student

AT_ONCE = 4_000_000
"""Weights that are held in memory at the same time."""


def quantiles(
    values: npt.NDArray[np.float64], of: npt.NDArray[np.int64], shares: tuple[float, ...], level: float = 0.95
) -> Estimates:
    """Of values (rows,), each in the cluster `of`: at each share. No interval from fewer than two clusters.

    The quantile is the smallest value that at least that share of the rows do not exceed.
    """
    known = np.full((3, len(shares)), np.nan)
    if len(values):
        order = np.sort(values)
        clusters, number = np.unique(of, return_inverse=True)
        counts = np.bincount(number).astype(np.float64)
        for i, share in enumerate(shares):
            known[0, i] = _at(order, share)
            if len(clusters) < 2:
                continue
            below = np.bincount(number, values <= known[0, i])
            reached = below.sum() / len(values)
            groups = len(clusters)
            spread = ((below - reached * counts) ** 2).sum() * groups / (groups - 1)
            error = sqrt(spread) / len(values) * student((1 + level) / 2, groups - 1)
            known[1, i], known[2, i] = _at(order, share - error), _at(order, share + error)
    value, low, high = known
    return Estimates(value, low, high, np.full(len(shares), np.nan))


def differences(
    bootstrap: Bootstrap,
    first: tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]],
    second: tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]],
    shares: tuple[float, ...],
) -> Estimates:
    """Of the first system's quantiles less the second's; each: values, and the group of the bootstrap that
    each is in. Ends are percentiles of the draws."""
    drawn = _drawn(bootstrap.weights, *first, shares) - _drawn(bootstrap.weights, *second, shares)
    value = quantiles(*first, shares).value - quantiles(*second, shares).value
    tail = (1 - bootstrap.level) / 2
    low, high, p = np.full((3, len(shares)), np.nan)
    for i in range(len(shares)):
        known = drawn[~np.isnan(drawn[:, i]), i]
        if len(known) < bootstrap.draws / 2 or bootstrap.clusters.groups < 2:
            continue
        low[i], high[i] = np.quantile(known, [tail, 1 - tail])
        beyond = min((known <= 0).sum(), (known >= 0).sum())
        p[i] = min(1.0, 2 * (beyond + 1) / (len(known) + 1))
    return Estimates(value, low, high, p)


def _drawn(
    weights: Floats, values: npt.NDArray[np.float64], of: npt.NDArray[np.int64], shares: tuple[float, ...]
) -> Floats:
    """(draws, shares)."""
    if not len(values):
        return np.full((len(weights), len(shares)), np.nan)
    order = np.argsort(values, kind="stable")
    ordered, place = values[order], of[order]
    out = []
    step = max(1, AT_ONCE // len(values))
    for start in range(0, len(weights), step):
        upto = weights[start : start + step][:, place].cumsum(axis=1)
        for row in upto:
            at = np.searchsorted(row, np.array(shares) * row[-1] - 1e-9)
            found = ordered[np.minimum(at, len(ordered) - 1)]
            out.append(found if row[-1] else np.full(len(shares), np.nan))
    return np.array(out)


def _at(ordered: npt.NDArray[np.float64], share: float) -> float:
    rank = int(np.ceil(min(max(share, 0.0), 1.0) * len(ordered) - 1e-9))
    return float(ordered[min(max(rank - 1, 0), len(ordered) - 1)])
