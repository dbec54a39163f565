"""The single periods of a voice, found by matching the waveform with itself one period later.

As Praat's "To PointProcess (cc)" does: from an extreme of the wave, steps of about the pitch period are
taken, each to where the wave looks most like it did. Jitter and shimmer are statistics of these steps.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from viva.hearing.voice.frames import HOP, RATE

REACH = 0.2
"""A period may differ by so much from the pitch of its frame."""
SIMILAR = 0.3
"""Correlation below which the next period is not the same voice: the run ends."""
MEMORY = 600
"""Samples before an undecided frame that may still be needed: two of the longest periods."""


class Periods:
    """Walks through voiced frames in order."""

    def __init__(self) -> None:
        self._last: int | None = None
        """Position of the last mark; None while there is no voice."""

    def push(
        self, wave: NDArray[np.float32], at: int, times_ms: NDArray[np.float32], pitch_hz: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """The periods in these frames [4, m]: where each ends (ms), its length (s), its amplitude (peak to
        peak), and how much the wave is like itself one period before (correlation).

        `wave` begins at sample `at`, `MEMORY` or more before the first frame, and reaches 20 ms beyond the
        middle of the last. At the first mark of a run no period ends: the other three are nan.
        """
        found: list[tuple[float, float, float, float]] = []
        squares = np.concatenate(([0.0], np.cumsum(np.square(wave, dtype=np.float64))))
        for time, pitch in zip(times_ms.tolist(), pitch_hz.tolist(), strict=True):
            if math.isnan(pitch):
                self._last = None
                continue
            middle, period = round(time * RATE / 1000) - at, RATE / pitch
            if self._last is None:
                begin = max(0, middle - int(period / 2))
                extreme = begin + int(np.abs(wave[begin : middle + int(period / 2) + 1]).argmax())
                found.append(((at + extreme) * 1000 / RATE, math.nan, math.nan, math.nan))
                self._last = at + extreme
            while self._last is not None and self._last - at + period <= middle + HOP / 2:
                step = _next(wave, squares, self._last - at, period)
                if step is None:
                    self._last = None
                    break
                length, peak, likeness = step
                self._last += round(length)
                found.append((self._last * 1000 / RATE, length / RATE, peak, likeness))
        return np.array(found, np.float32).reshape(-1, 4).T


def _next(
    wave: NDArray[np.float32], squares: NDArray[np.float64], mark: int, period: float
) -> tuple[float, float, float] | None:
    """Length (samples), amplitude and likeness of the period after `mark`; None: the voice ends.

    `squares` [n + 1] is the energy of the wave up to each sample.
    """
    half, reach = int(period / 2), int(REACH * period) + 1
    shortest = round(period) - reach
    begin, end = mark - half + shortest, mark + half + round(period) + reach + 1
    if mark < half or end > len(wave):
        return None
    here, there, long = wave[mark - half : mark + half + 1], wave[begin:end], 2 * half + 1
    energy = squares[begin + long : end + 1] - squares[begin : end + 1 - long]
    own = float(squares[mark + half + 1] - squares[mark - half])
    like = np.correlate(there, here) / np.sqrt(np.maximum(energy * own, 1e-20))
    best = int(like.argmax())
    cycle = there[best : best + len(here)]
    amplitude = float(cycle.max() - cycle.min())
    if like[best] < SIMILAR or not amplitude:
        return None
    shift = 0.0
    if 0 < best < len(like) - 1:
        a, b, c = like[best - 1 : best + 2].tolist()
        shift = 0.5 * (a - c) / min(a - 2 * b + c, -1e-12)
    length = shortest + best + max(-0.5, min(0.5, shift))
    return length, amplitude, min(1.0, float(like[best]))
