"""What the analyser says about each 10 ms of a voice, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
"""Hz. All voice analysis works on it; narrower audio is upsampled before."""
HOP_MS = 10
HOP = RATE * HOP_MS // 1000
WINDOW = 640
"""Samples in an analysis window, 40 ms: three periods of 75 Hz, as Boersma (1993) advises."""


@dataclass(frozen=True, slots=True)
class VoiceFrames:
    """Frames of 10 ms, all arrays [n], and the periods that were found in them, arrays [m]."""

    times_ms: NDArray[np.float32]
    """Middle of each frame's window, on the clock of the audio that was pushed."""
    level_db: NDArray[np.float32]
    """Power under the window, dBFS (0: a square wave at full scale), -100 for silence."""
    pitch_hz: NDArray[np.float32]
    """Fundamental frequency, 60 to 500 Hz; nan where there is no voice."""
    voicing: NDArray[np.float32]
    """Probability that the frame is voiced, 0..1."""
    periodicity: NDArray[np.float32]
    """Height of the autocorrelation's peak at the pitch period, 0..1; 0 where there is no voice."""
    tilt_db: NDArray[np.float32]
    """Power of 1 to 3.4 kHz relative to that of 50 Hz to 1 kHz."""
    high_db: NDArray[np.float32]
    """Power above 500 Hz, to 3.4 kHz, relative to that of 80 to 500 Hz (HF500)."""
    deep_db: NDArray[np.float32]
    """Power of 50 to 250 Hz relative to that of 250 Hz to 1 kHz: a telephone leaves little of it."""
    marks_ms: NDArray[np.float32]
    """Where each period ends, on the same clock."""
    lengths_s: NDArray[np.float32]
    """Length of the period that ends at each mark; nan at the first of a run of voiced frames."""
    peaks: NDArray[np.float32]
    """Peak-to-peak amplitude of the period that ends at each mark; nan likewise."""
    likeness: NDArray[np.float32]
    """Correlation of that period with the wave before it, 0..1; nan likewise."""

    def __len__(self) -> int:
        return len(self.times_ms)

    @property
    def voiced(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.pitch_hz)

    def between(self, start_ms: float, end_ms: float) -> VoiceFrames:
        """The frames and periods whose middle lies in the interval."""
        frames = slice(*np.searchsorted(self.times_ms, (start_ms, end_ms)))
        marks = slice(*np.searchsorted(self.marks_ms, (start_ms, end_ms)))
        cut = {f.name: getattr(self, f.name)[marks if f.name in _OF_MARKS else frames] for f in fields(self)}
        return VoiceFrames(**cut)

    @classmethod
    def joined(cls, parts: Sequence[VoiceFrames]) -> VoiceFrames:
        """Parts in order as one; no parts are no frames."""
        if not parts:
            return cls(**{f.name: np.zeros(0, np.float32) for f in fields(cls)})
        return cls(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)})


_OF_MARKS = ("marks_ms", "lengths_s", "peaks", "likeness")
