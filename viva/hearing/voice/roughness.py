"""How regular the single periods are: jitter, shimmer, harmonics-to-noise. Definitions as in Praat."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from viva.hearing.voice.evidence import Measure, measured
from viva.hearing.voice.frames import VoiceFrames

LONGEST_RATIO = 1.3
"""Neighbouring periods that differ by more are no neighbours (Praat: maximum period factor)."""
LOUDEST_RATIO = 1.6
"""Likewise for amplitudes (Praat: maximum amplitude factor)."""
FEWEST = 10
"""Pairs of periods."""
ENOUGH = 100
NARROW_DEEP_DB = -20.0
"""Power below 250 Hz relative to that of 250 Hz to 1 kHz, under which the fundamental of a voice that should
have it there (`NARROW_PITCH_HZ`) is missing, as on a telephone: the periods are seen in fewer harmonics."""
NARROW_PITCH_HZ = 230
NARROW_TRUST = 0.4


class Roughness(TypedDict, total=False):
    """Fields of `Voice`."""

    jitter: Measure
    shimmer: Measure | None
    harmonics_db: Measure


def roughness(frames: VoiceFrames) -> Roughness:
    """All of them missing where there are too few periods."""
    length, peak = frames.lengths_s, frames.peaks
    pairs = np.maximum(length[1:], length[:-1]) / np.minimum(length[1:], length[:-1]) <= LONGEST_RATIO
    count = int(pairs.sum())  # a comparison with nan is false: runs are not joined
    if count < FEWEST:
        return {}
    deep_db, pitch_hz = frames.deep_db[frames.voiced], frames.pitch_hz[frames.voiced]
    narrow = np.median(deep_db) < NARROW_DEEP_DB and np.median(pitch_hz) < NARROW_PITCH_HZ
    trust = min(1.0, count / ENOUGH) * (NARROW_TRUST if narrow else 1.0)
    jitter = np.abs(np.diff(length))[pairs].mean() / np.nanmean(length)
    steady = pairs & (np.maximum(peak[1:], peak[:-1]) / np.minimum(peak[1:], peak[:-1]) <= LOUDEST_RATIO)
    shimmer = np.abs(np.diff(peak))[steady].mean() / np.nanmean(peak) if steady.any() else None
    alike = np.clip(frames.likeness[~np.isnan(frames.likeness)], 1e-3, 1 - 1e-6)
    harmonics = np.mean(10 * np.log10(alike / (1 - alike)))
    return {
        "jitter": measured(float(jitter), trust),
        "shimmer": None if shimmer is None else measured(float(shimmer), trust),
        "harmonics_db": measured(float(harmonics), trust),
    }
