"""How loud speech is while somebody speaks, and sounds brought to a level."""

from __future__ import annotations

import numpy as np

from viva.audio.pcm import SILENCE_DBFS
from viva.lab.sounds.humming import Floats


def active_level(samples: Floats) -> float:
    """Mean level of the frames that are within 20 dB of the loud ones, dBFS."""
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    power = np.mean(frames * frames, axis=1)
    if not len(power) or not power.any():
        return SILENCE_DBFS
    return float(10 * np.log10(power[power >= np.percentile(power, 95) / 100].mean()))


def trimmed(samples: Floats) -> Floats:
    """Without what is quiet before and after."""
    loud = np.flatnonzero(np.abs(samples) > 0.1 * np.abs(samples).max())
    return samples[loud[0] : loud[-1]] if len(loud) else samples


def at_level(samples: Floats, level_db: float) -> Floats:
    """To an RMS level, dBFS, over its louder half."""
    frames = np.sort((samples[: len(samples) // 320 * 320].reshape(-1, 320) ** 2).mean(axis=1))
    power = float(frames[len(frames) // 2 :].mean()) + 1e-12
    return np.asarray(samples * (10 ** (level_db / 20) / power**0.5), np.float32)
