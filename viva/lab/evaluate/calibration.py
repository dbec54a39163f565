"""How far a confidence can be trusted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from viva.lab.report.model import Bin
from viva.lab.statistics.clusters import Floats

BINS = 15


def calibration_error(
    confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], bins: int = BINS
) -> float:
    """Expected calibration error: the mean over all of |confidence - share that is right| of its bin.

    Bins of equal width over 0..1 (C. Guo et al., On calibration of modern neural networks, ICML 2017,
    equation 3). 0 for nothing.
    """
    if not len(confidence):
        return 0.0
    bin_of = bins_of(confidence, bins)
    said = np.bincount(bin_of, confidence, bins)
    was = np.bincount(bin_of, right.astype(np.float64), bins)
    return float(np.abs(said - was).sum() / len(confidence))


def bins_of(confidence: npt.NDArray[np.float64], bins: int = BINS) -> npt.NDArray[np.int64]:
    """The bin 0..bins-1 of each; 1 is in the last."""
    return np.minimum((confidence * bins).astype(np.int64), bins - 1)


def from_sums(sums: Floats) -> Floats:
    """The same from sums (..., 3 * bins): of confidence, of what is right, and counts, of each bin."""
    bins = sums.shape[-1] // 3
    gaps = np.abs(sums[..., :bins] - sums[..., bins : 2 * bins]).sum(axis=-1)
    count = sums[..., 2 * bins :].sum(axis=-1)
    with np.errstate(invalid="ignore"):
        return np.asarray(gaps / count)[..., None]


def bins_from(sums: Floats) -> list[Bin]:
    """Those that hold something, of the same sums (3 * bins,)."""
    said, right, count = sums.reshape(3, -1)
    width = 1 / len(count)
    return [
        Bin(at * width, (at + 1) * width, int(n), said[at] / n, right[at] / n)
        for at, n in enumerate(count)
        if n
    ]
