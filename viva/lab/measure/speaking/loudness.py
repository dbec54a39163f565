"""Loudness as ITU-R BS.1770-4 measures it: K-weighted, in blocks of 400 ms, gated twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
BLOCK = RATE * 400 // 1000
HOP = BLOCK // 4
"""Blocks overlap by three quarters."""
OFFSET_DB = -0.691
"""So that a full-scale sine of 997 Hz in one channel has -3.01 LUFS."""
ABSOLUTE_LUFS = -70.0
RELATIVE_LU = -10.0


def loudness_lufs(samples: NDArray[np.float32]) -> float | None:
    """Of one channel at 16 kHz; shorter than a block counts as one block. None: silence."""
    if not len(samples):
        return None
    weighted = k_weighted(samples)
    if len(weighted) < BLOCK:
        powers = np.array([np.mean(weighted**2)])
    else:
        squares = np.concatenate(([0.0], np.cumsum(weighted**2)))
        starts = np.arange(0, len(weighted) - BLOCK + 1, HOP)
        powers = (squares[starts + BLOCK] - squares[starts]) / BLOCK
    loud = powers[_lufs(powers) > ABSOLUTE_LUFS]
    if not len(loud):
        return None
    threshold = float(_lufs(np.array([loud.mean()]))[0]) + RELATIVE_LU
    return float(_lufs(np.array([loud[_lufs(loud) > threshold].mean()]))[0])


def k_weighted(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Through the two filters of the recommendation's annex 1, in the frequency domain.

    Their coefficients are given for 48 kHz; the analogue filters behind them (a shelf of +4 dB above 1.7 kHz,
    a high pass at 38 Hz) are the same at any rate.
    """
    padded = len(samples) + RATE // 5
    spectrum = np.fft.rfft(samples.astype(np.float64), padded)
    frequency = np.fft.rfftfreq(padded, 1 / RATE).astype(np.float64)
    spectrum = spectrum * _digital(_SHELF, frequency) * _digital(_HIGH_PASS, frequency)
    return np.asarray(np.fft.irfft(spectrum, padded)[: len(samples)])


_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_GIVEN_RATE = 48_000


def _digital(
    filter_: tuple[tuple[float, float, float], tuple[float, float, float]], frequency: NDArray[np.float64]
) -> NDArray[np.complex128]:
    """The response of a biquad that is given for 48 kHz, at frequencies below 8 kHz: there it needs no
    conversion, since the response is asked for and not the coefficients."""
    z = np.exp(-2j * np.pi * frequency / _GIVEN_RATE)
    above, below = (part[0] + part[1] * z + part[2] * z**2 for part in filter_)
    return np.asarray(above / below)


def _lufs(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return OFFSET_DB + 10 * np.log10(np.maximum(power, 1e-12))
