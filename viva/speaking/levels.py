"""Synthesized audio made ready for the line: its silence trimmed, its level made even."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viva.audio.pcm import from_float, to_float

TARGET_DBFS = -20.0
"""RMS over the frames that hold speech. Leaves 20 dB for peaks; telephone speech lies near it."""
PEAK_DBFS = -1.5
"""No sample above this: resampling elsewhere may raise a peak a little, and must not clip."""
LEAD_MS = 30
TAIL_MS = 120
_FRAME_MS = 10
_FLOOR_DB = 50.0
"""Below the loudest frame: what is fainter is silence. A closing consonant lies 30 to 40 dB below."""
_ACTIVE_DB = 30.0
"""Below the loudest frame: frames louder than this are speech for measuring the level."""


def _frame_power(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Mean square of each frame of 10 ms, the last padded with zeros."""
    size = rate * _FRAME_MS // 1000
    padded = np.zeros(-(-len(samples) // size) * size, np.float32)
    padded[: len(samples)] = samples
    frames = padded.reshape(-1, size)
    return np.asarray(np.einsum("ij,ij->i", frames, frames) / size, np.float32)


def active_dbfs(samples: NDArray[np.float32], rate: int = 16000) -> float | None:
    """RMS level of the frames that hold speech, in dB of full scale; None for silence."""
    power = _frame_power(samples, rate)
    if not len(power) or power.max() <= 0:
        return None
    active = power[power > power.max() * 10 ** (-_ACTIVE_DB / 10)]
    return float(10 * np.log10(active.mean()))


def speech_span(samples: NDArray[np.float32], rate: int = 16000) -> tuple[int, int]:
    """First sample kept and the one after the last: speech with `LEAD_MS` and `TAIL_MS` around it.

    (0, 0) for silence.
    """
    power = _frame_power(samples, rate)
    if not len(power) or power.max() <= 0:
        return 0, 0
    loud = np.flatnonzero(power > power.max() * 10 ** (-_FLOOR_DB / 10))
    size = rate * _FRAME_MS // 1000
    start = max(0, int(loud[0]) * size - rate * LEAD_MS // 1000)
    end = min(len(samples), (int(loud[-1]) + 1) * size + rate * TAIL_MS // 1000)
    return start, end


def levelled(samples: NDArray[np.float32], gain_db: float = 0.0) -> NDArray[np.float32]:
    """Brought to `TARGET_DBFS` + `gain_db`, or as near as no sample above `PEAK_DBFS` allows."""
    level = active_dbfs(samples)
    if level is None:
        return samples
    gain = 10 ** ((TARGET_DBFS + gain_db - level) / 20)
    ceiling = 10 ** (PEAK_DBFS / 20) / float(np.abs(samples).max())
    return samples * np.float32(min(gain, ceiling))


def raised(pcm: bytes, gain_db: float) -> bytes:
    """PCM16LE, louder or softer; no sample above `PEAK_DBFS`."""
    if not gain_db or not pcm:
        return pcm
    samples = to_float(pcm)
    gain = 10 ** (gain_db / 20)
    peak = float(np.abs(samples).max())
    ceiling = 10 ** (PEAK_DBFS / 20) / peak if peak else gain
    return from_float(samples * np.float32(min(gain, max(1.0, ceiling))))
