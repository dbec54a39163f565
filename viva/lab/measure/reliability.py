"""How far a confidence can be trusted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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
    bin_of = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    said = np.bincount(bin_of, confidence, bins)
    was = np.bincount(bin_of, right.astype(np.float64), bins)
    return float(np.abs(said - was).sum() / len(confidence))
