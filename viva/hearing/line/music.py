"""Music on hold: the lines of its spectrum stand still for longer than those of speech or of noise."""

from __future__ import annotations

import numpy as np

from viva.hearing.line.bands import FRAME, RATE, Floats

SECONDS = 4.0
WINDOWS = round(SECONDS * RATE / FRAME)
APART = 4
"""Windows between two spectra that are compared, 128 ms: most syllables are over by then."""
LOW_BIN, HIGH_BIN = 5, 115
"""150 Hz to 3.6 kHz."""
SMOOTHED = 9
"""Bins, 280 Hz: the spectrum's coarse shape is taken out, so that its lines remain."""
QUIET_DB = -50.0
"""Below this nothing is called music."""
_HANN = np.hanning(FRAME + 1)[:FRAME].astype(np.float32)
_BOX = np.ones(SMOOTHED, np.float32) / SMOOTHED


class MusicMeter:
    """Fed every window of 32 ms that is heard while the bot is silent."""

    def __init__(self) -> None:
        self._lines = np.zeros((WINDOWS, HIGH_BIN - LOW_BIN), np.float32)
        self._levels = np.zeros(WINDOWS, np.float32)
        self._speech = np.zeros(WINDOWS, np.float32)
        self._count = 0

    def add(self, window: Floats, level_db: float, speech: float) -> None:
        spectrum = np.fft.rfft(window * _HANN)[LOW_BIN:HIGH_BIN]
        power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
        shape = np.log(power + np.float32(1e-9))
        lines = shape - np.convolve(shape, _BOX, "same")
        at = self._count % WINDOWS
        self._lines[at] = lines / (np.sqrt(lines @ lines) + np.float32(1e-6))
        self._levels[at], self._speech[at] = level_db, speech
        self._count += 1

    @property
    def ready(self) -> bool:
        """Enough was heard to tell music from noise."""
        return self._count >= WINDOWS

    def features(self) -> tuple[float, float, float, float] | None:
        """Standstill of the spectral lines, share of speech, share of quiet windows, share of the level's
        movement at the rate of syllables (2.5 to 8 Hz): each 0..1. None before 4 s, or for what is quiet."""
        if not self.ready:
            return None
        order = (np.arange(WINDOWS) + self._count) % WINDOWS
        levels, lines = self._levels[order], self._lines[order]
        loud = float(np.partition(levels, -WINDOWS // 5)[-WINDOWS // 5])
        if loud < QUIET_DB:
            return None
        still = np.einsum("ij,ij->i", lines[APART:], lines[:-APART])
        heard = levels[APART:] > loud - 25
        moving = np.abs(np.fft.rfft(np.clip(levels - levels.mean(), -20, 20) * np.hanning(WINDOWS))) ** 2
        rate = np.arange(len(moving)) * RATE / FRAME / WINDOWS
        syllables = float(moving[(rate >= 2.5) & (rate <= 8)].sum() / (moving[rate >= 0.5].sum() + 1e-9))
        return (
            float(np.clip(still[heard].mean(), 0, 1)),
            float(self._speech.mean()),
            float((levels < loud - 25).mean()),
            syllables,
        )

    def probability(self) -> float:
        """That what was heard in the last 4 s is music, 0..1."""
        found = self.features()
        return 0.0 if found is None else float(1 / (1 + np.exp(-(WEIGHTS @ np.array((*found, 1.0))))))


WEIGHTS = np.array([8.1, -4.05, -0.9, -1.4, -2.6])
"""Of the features and a constant: logistic regression on the training part of `viva bench line`."""
