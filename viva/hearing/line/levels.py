"""How loud the caller and the noise are, and whether the speech is cut off at the top."""

from __future__ import annotations

import numpy as np

from viva.hearing.line.bands import SILENCE_DB, Floats
from viva.hearing.voice.evidence import Measure

SPEECH = 0.6
"""Probability from which a window counts as speech, and below `NOT_SPEECH` as none; between, as neither."""
NOT_SPEECH = 0.2
REMEMBERED = 96
"""Windows of each kind, of 32 ms: 3 s."""
CEILING = 0.97
"""Of full scale: what µ-law and resampling leave of it. A sample beyond counts as clipped, and so does one
in a flat top of three equal samples, within a tenth of the window's peak, of a loud window."""
FLAT_FROM = 0.25
OWN_DB = 15.0
"""Speech softer than the caller's loudest by more is a gap between syllables, or somebody else."""


class Recent:
    """A value of each of the last windows of one kind."""

    def __init__(self) -> None:
        self._values = np.zeros(REMEMBERED, np.float32)
        self.count = 0
        """So many were added."""

    def add(self, value: float) -> None:
        self._values[self.count % REMEMBERED] = value
        self.count += 1

    def measure(self, quantile: float, sure_after: int) -> Measure | None:
        """A quantile, certain after so many; None after less than a quarter of them."""
        if self.count < sure_after / 4:
            return None
        known = self._values[: min(self.count, REMEMBERED)]
        rank = int(quantile * (len(known) - 1))
        value = float(np.partition(known, rank)[rank])
        return Measure(round(value, 1), round(min(1.0, self.count / sure_after), 2))

    def mean(self) -> float:
        """0 for none."""
        return float(self._values[: min(self.count, REMEMBERED)].mean()) if self.count else 0.0


class Levels:
    """Windows of 512 samples in, levels out. The meter leaves out what may be the bot's echo."""

    def __init__(self) -> None:
        self._speech = Recent()
        self._noise = Recent()
        self._clipped = Recent()
        self.loudest_db = SILENCE_DB
        """Of the caller's speech so far: rises 6 dB in a window at most, sinks 1 dB in 10 s of speech."""

    def add(self, window: Floats, level_db: float, speech: float) -> None:
        if speech >= SPEECH:
            self.loudest_db = max(min(level_db, self.loudest_db + 6), self.loudest_db - 0.0032)
            if level_db >= self.loudest_db - OWN_DB:
                self._speech.add(level_db)
                self._clipped.add(clipped_share(window))
        elif speech < NOT_SPEECH:
            self._noise.add(level_db)

    @property
    def noise(self) -> Measure | None:
        return self._noise.measure(0.5, 48)

    @property
    def speech(self) -> Measure | None:
        return self._speech.measure(0.5, 64)

    @property
    def clipping(self) -> float:
        return round(self._clipped.mean(), 4)

    @property
    def snr(self) -> Measure | None:
        """Noise is within the speech as well: it is taken out. At least 0 dB."""
        speech, noise = self.speech, self.noise
        if speech is None or noise is None:
            return None
        power = 10 ** (speech.value / 10) - 10 ** (noise.value / 10)
        ratio = 10 * np.log10(max(power, 10 ** (noise.value / 10))) - noise.value
        return Measure(round(float(ratio), 1), min(speech.confidence, noise.confidence))


def level_of(window: Floats) -> float:
    """RMS, dBFS, at least -90."""
    power = float(window @ window) / max(len(window), 1)
    return SILENCE_DB if not power > 1e-9 else 10 * float(np.log10(power))


def clipped_share(window: Floats) -> float:
    """Share of samples that are cut off at the top, 0..1."""
    size = np.abs(window)
    peak = float(size.max(initial=0.0))
    if peak < FLAT_FROM:
        return 0.0
    full = int(np.count_nonzero(size >= CEILING))
    still = window[1:] == window[:-1]
    flat = int(np.count_nonzero(still[1:] & still[:-1] & (size[2:] >= 0.9 * peak)))
    return min(1.0, max(full, flat) / len(window))
