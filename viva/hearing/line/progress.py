"""Who answers a call that the bot placed: ringing, a machine or a person. Pure, streaming.

Practice as in Asterisk's AMD application (Application_AMD of its reference): a person says "hello?" and
waits, a machine speaks on. Ring-back is one tone of 425 Hz (most of Europe) or two between 400 and 480 Hz
(North America 440 + 480, Great Britain 400 + 450), on for 0.4 to 2 s (ITU-T E.180, supplement 2).
"""

from __future__ import annotations

import numpy as np

from viva.hearing.line.bands import FRAME, RATE, Floats
from viva.hearing.line.conditions import ConditionName
from viva.hearing.line.levels import SPEECH

AUDIBLE_DB = -50.0
RING_LOW_HZ, RING_HIGH_HZ = 360.0, 520.0
BEEP_LOW_HZ, BEEP_HIGH_HZ = 560.0, 2500.0
PURE = 0.9
"""Share of a window's power within the ring's band, or within two bins of its highest."""
RING_ON = 11
"""Windows of tone that are a ring, 0.35 s, if a long pause follows."""
LONG_RING = 25
"""And if none has followed yet, 0.8 s: busy tones sound for 0.5 s and less."""
RING_OFF = 31
"""Windows without a tone that are a long pause, 1 s: busy tones pause 0.5 s and less."""
LONGEST_PAUSE = 190
"""Windows of the longest pause between two rings, 6 s."""
BEEP_ON = 5
"""Windows of one steady frequency, 0.16 s."""
UTTERANCE_MS = 2500
"""A greeting up to this is a person's."""
PAUSE = 22
"""Windows of silence that end it, 0.7 s."""
SHORTEST = 5
"""Windows of speech that are an utterance: a click is less."""
LONGEST = 1400
"""Windows looked at, 45 s: by then somebody has answered, or nobody will."""
WINDOW_MS = 1000 * FRAME / RATE
_HANN = np.hanning(FRAME + 1)[:FRAME].astype(np.float32)
_HZ = np.arange(FRAME // 2 + 1) * RATE / FRAME
_RING = (_HZ >= RING_LOW_HZ) & (_HZ <= RING_HIGH_HZ)


class CallProgress:
    """Fed every window of 32 ms from the moment at which the line is open."""

    def __init__(self) -> None:
        self._windows = 0
        self._ring = self._longest = 0
        """Windows of the tone under way, and of the longest since the last long pause."""
        self._quiet = 0
        """Windows since a tone was heard."""
        self._tones: list[int] = []
        """Bins of the pure tone under way."""
        self._started: int | None = None
        """Window in which the first utterance began."""
        self._last = 0
        """Window in which speech was last heard."""
        self._spoken = 0
        self._rings = 0.0
        self._machine = 0.0
        self._person = 0.0

    @property
    def answered(self) -> bool:
        """Somebody, or a machine, has spoken."""
        return self._spoken >= SHORTEST

    @property
    def confidences(self) -> dict[ConditionName, float]:
        return {"ringing": self._rings, "answering_machine": self._machine, "person": self._person}

    def add(self, window: Floats, level_db: float, speech: float) -> None:
        self._windows += 1
        if self._windows > LONGEST:
            self._rings = 0.0
            return
        if self._person:
            return
        power = np.abs(np.fft.rfft(window * _HANN)) ** 2
        total = float(power.sum()) + 1e-12
        top = int(power.argmax())
        near = float(power[max(0, top - 2) : top + 3].sum()) / total
        audible = level_db > AUDIBLE_DB
        ring = audible and float(power[_RING].sum()) > PURE * total
        beep = audible and near > PURE and BEEP_LOW_HZ <= _HZ[top] <= BEEP_HIGH_HZ
        self._hear_ring(ring)
        self._hear_beep(top if beep else None)
        if not ring and not beep:
            self._hear_speech(speech)

    def _hear_ring(self, ring: bool) -> None:
        if ring:
            self._ring = self._ring + 1 if self._quiet == 0 else 1
            self._quiet = 0
            self._longest = max(self._longest, self._ring)
            if self._ring >= LONG_RING:
                self._rings = max(self._rings, 0.6)
            return
        self._quiet += 1
        if self._quiet == RING_OFF:
            self._rings = 0.95 if self._longest >= RING_ON else self._rings
            self._longest = 0
        elif self._quiet > LONGEST_PAUSE:
            self._rings = 0.0

    def _hear_beep(self, top: int | None) -> None:
        if top is None or (self._tones and abs(top - self._tones[0]) > 1):
            self._tones = []
        if top is not None:
            self._tones.append(top)
        if len(self._tones) >= BEEP_ON and self._started is not None:
            self._machine = 0.97

    def _hear_speech(self, speech: float) -> None:
        if speech >= SPEECH:
            if self._started is None or (self._windows - self._last > PAUSE and self._spoken < SHORTEST):
                self._started, self._spoken = self._windows, 0
            self._last = self._windows
            self._spoken += 1
        if self._started is None or self._spoken < SHORTEST:
            return
        self._rings = 0.0
        length = (self._last - self._started + 1) * WINDOW_MS
        if length > UTTERANCE_MS:
            self._machine = max(self._machine, min(0.9, 0.6 + 0.1 * (length - UTTERANCE_MS) / 1000))
        elif self._windows - self._last >= PAUSE and not self._machine:
            self._person = 0.85
