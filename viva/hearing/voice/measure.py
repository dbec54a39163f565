"""From the frames of an inter-pausal unit to its measures. Pure; definitions in docs/concepts/voice.md."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viva.hearing.voice.evidence import Measure, Voice, measured
from viva.hearing.voice.frames import HOP_MS, VoiceFrames
from viva.hearing.voice.melody import melody
from viva.hearing.voice.roughness import roughness
from viva.hearing.voice.syllables import durations_ms, nuclei

BELOW_LOUDEST_DB = 30.0
"""Frames further below the loudest of the unit hold no speech."""
FADING_MS = 150
"""At the end, for the final level."""
FEWEST = 5
"""Frames that any measure needs."""


def measure(frames: VoiceFrames) -> Voice:
    """The measures of one unit, from its first frame to its last."""
    duration_ms = len(frames) * HOP_MS
    if len(frames) < FEWEST:
        return Voice(duration_ms)
    level_db = frames.level_db
    speech = level_db >= level_db.max() - BELOW_LOUDEST_DB
    level = _mean_level(level_db[speech])
    end = int(np.flatnonzero(speech)[-1]) + 1
    final = _mean_level(level_db[max(0, end - FADING_MS // HOP_MS) : end]) - level
    trust = min(1.0, float(speech.sum()) / 20)
    peaks = nuclei(frames)
    voiced = frames.voiced if int(frames.voiced.sum()) >= FEWEST else np.zeros(len(frames), bool)
    return Voice(
        duration_ms,
        level_db=measured(level, trust),
        rate=_rate(peaks, duration_ms),
        tilt_db=_timbre(frames.tilt_db[voiced]),
        high_db=_timbre(frames.high_db[voiced]),
        final_level_db=measured(final, trust),
        final_lengthening=_lengthening(frames, peaks),
        **melody(frames.times_ms[voiced], frames.pitch_hz[voiced], frames.voicing[voiced]),
        **roughness(frames),
    )


def _mean_level(level_db: NDArray[np.float32]) -> float:
    """Of the powers, in dB."""
    return float(10 * np.log10(np.mean(10 ** (level_db / 10))))


def _rate(peaks: NDArray[np.intp], duration_ms: int) -> Measure | None:
    """One syllable is a rate, but hardly one to trust."""
    return measured(len(peaks) * 1000 / duration_ms, min(1.0, len(peaks) / 6)) if len(peaks) else None


def _timbre(ratios_db: NDArray[np.float32]) -> Measure | None:
    return measured(float(np.median(ratios_db)), min(1.0, len(ratios_db) / 30)) if len(ratios_db) else None


def _lengthening(frames: VoiceFrames, peaks: NDArray[np.intp]) -> Measure | None:
    """None for a single syllable: there is nothing to compare it with."""
    if len(peaks) < 2:
        return None
    durations = durations_ms(frames, peaks)
    return measured(float(durations[-1] / durations[:-1].mean()), min(1.0, (len(peaks) - 1) / 4))
