"""Short-time power in bands of a telephone: the common ground of what is heard of a line."""

from __future__ import annotations

from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

RATE = 16_000
HOP = 256
"""Samples: 16 ms, half a window of voice activity."""
FRAME = 512
HOP_MS = 1000 * HOP // RATE
BANDS = 16
LOW_HZ, HIGH_HZ = 200.0, 3600.0
"""What every line carries, telephone or browser."""
SILENCE_DB = -90.0


def band_filters(count: int = BANDS, low: float = LOW_HZ, high: float = HIGH_HZ) -> Floats:
    """Triangles evenly spaced in mel between two frequencies, float32 [bins, count]; each sums to one."""
    edges = _hz(np.linspace(_mel(low), _mel(high), count + 2))
    bins = np.arange(FRAME // 2 + 1)[:, None] * RATE / FRAME
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    triangles = np.clip(np.minimum(rising, falling), 0, None)
    return np.asarray(triangles / triangles.sum(axis=0), np.float32)


def _mel(hz: float) -> float:
    return float(2595 * np.log10(1 + hz / 700))


def _hz(mel: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.asarray(700 * (10 ** (mel / 2595) - 1))


_WINDOW = np.hanning(FRAME + 1)[:FRAME].astype(np.float32)
_WINDOW /= np.float32(np.sqrt(np.sum(_WINDOW**2)))
_FILTERS = band_filters()


def band_levels(samples: Floats) -> Floats:
    """Level of each band in each frame: float32 [n] -> [(n - 256) // 256, 16], dBFS per bin, at least -90.

    Frames of 512 samples, a hop of 256: the first 256 samples are the past of the first frame.
    """
    count = (len(samples) - HOP) // HOP
    if count <= 0:
        return np.zeros((0, BANDS), np.float32)
    frames = np.stack([samples[at : at + FRAME] for at in range(0, count * HOP, HOP)])
    spectrum = np.fft.rfft(frames * _WINDOW)
    power = spectrum.real**2 + spectrum.imag**2
    return np.asarray(
        10 * np.log10((power @ _FILTERS).astype(np.float32) / np.float32(FRAME) + np.float32(1e-9)),
        np.float32,
    )
