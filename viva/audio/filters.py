"""Low-pass filters by the window method (Kaiser), for the resamplers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def kaiser_beta(attenuation_db: float) -> float:
    """The window's shape for a stop band that far down (Kaiser 1974), for more than 50 dB."""
    return 0.1102 * (attenuation_db - 8.7)


def transition(taps: float, attenuation_db: float) -> float:
    """Width from pass band to stop band that `taps` allow, in cycles per sample (Kaiser 1974)."""
    return (attenuation_db - 8) / (2.285 * 2 * np.pi * taps)


def half_band(taps: int, attenuation_db: float) -> NDArray[np.float32]:
    """Linear-phase low-pass at a quarter of the rate. `taps` must be 4k + 3, so that the ends are not zero.

    Every second tap beside the middle is zero, and the middle one is a half: half of the work of
    resampling by two is a copy.
    """
    if taps % 4 != 3:
        raise ValueError(f"a half-band filter has 4k + 3 taps, not {taps}")
    n = np.arange(taps) - taps // 2
    filter_ = 0.5 * np.sinc(n / 2) * np.kaiser(taps, kaiser_beta(attenuation_db))
    odd = n % 2 != 0
    filter_[odd] *= 0.5 / filter_[odd].sum()  # both phases have exactly unit gain: no whine at half rate
    filter_[~odd] = 0
    filter_[taps // 2] = 0.5
    return filter_.astype(np.float32)
