"""The course of the pitch over a unit, and how it ends."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from viva.hearing.voice.evidence import Measure, measured

SLOPE_MS = 300
"""Voiced speech at the end over which the slope is taken."""
SLOPE_FEWEST = 8
"""Voiced frames that a slope needs."""
ENDING_MS = 60
"""Voiced speech at the end whose median is the final pitch."""


class Melody(TypedDict, total=False):
    """Fields of `Voice`."""

    pitch_hz: Measure
    pitch_range_st: Measure
    pitch_slope_st_s: Measure | None
    final_pitch_st: Measure


def melody(
    times_ms: NDArray[np.float32], pitch_hz: NDArray[np.float32], voicing: NDArray[np.float32]
) -> Melody:
    """From the voiced frames [n]; all of them missing without any."""
    if not len(pitch_hz):
        return {}
    pitch = np.median(pitch_hz)
    contour = 12 * np.log2(pitch_hz / pitch)
    trust = float(voicing.mean())
    low, high = np.percentile(contour, (10, 90))
    ending = contour[times_ms > times_ms[-1] - ENDING_MS]
    return {
        "pitch_hz": measured(float(pitch), trust * min(1.0, len(contour) / 15)),
        "pitch_range_st": measured(float(high - low), trust * min(1.0, len(contour) / 50)),
        "pitch_slope_st_s": _slope(times_ms, contour, voicing),
        "final_pitch_st": measured(float(np.median(ending)), trust * min(1.0, len(contour) / 30)),
    }


def _slope(
    times_ms: NDArray[np.float32], contour: NDArray[np.float32], voicing: NDArray[np.float32]
) -> Measure | None:
    """The median of the slopes between all pairs (Theil 1950, Sen 1968): an octave error does not bend it."""
    last = slice(-SLOPE_MS // 10, None)
    t, st = times_ms[last] / 1000, contour[last]
    if len(t) < SLOPE_FEWEST:
        return None
    first, second = np.triu_indices(len(t), 1)
    slope = np.median((st[second] - st[first]) / (t[second] - t[first]))
    return measured(float(slope), float(voicing[last].mean()) * min(1.0, len(t) / 20))
