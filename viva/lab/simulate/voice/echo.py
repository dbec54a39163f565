"""The bot's own voice that comes back from a caller's loudspeaker."""

from __future__ import annotations

import numpy as np

from viva.audio.pcm import to_float
from viva.lab.simulate.voice.noise import FRAME
from viva.lab.simulate.voice.said import PER_MS
from viva.lab.sounds.humming import RATE, Floats

DELAY_S = (0.04, 0.3)
_ROOM_S = 0.12
_DECAY_S = (0.1, 0.3)
"""Until the room's sound has fallen by 60 dB."""


class Echo:
    """What the bot says, delayed, through a small room, and as many dB softer as was drawn."""

    def __init__(self, return_db: float, rng: np.random.Generator) -> None:
        """`return_db`: level of the echo against the bot's, e.g. -20."""
        seconds = np.arange(round(_ROOM_S * RATE)) / RATE
        room = rng.normal(0, 1, len(seconds)) * 10 ** (-3 * seconds / rng.uniform(*_DECAY_S))
        room[0] = 1.5 * np.abs(room).max()
        size = FRAME + len(room) - 1
        self._size = 1 << (size - 1).bit_length()
        gain = 10 ** (return_db / 20) / np.sqrt(np.square(room).sum())
        self._spectrum = np.fft.rfft(gain * room, self._size)
        self._tail: Floats = np.zeros(len(room) - 1, np.float32)
        self._delay = round(float(rng.uniform(*DELAY_S)) * RATE / FRAME) * FRAME
        self._sounding: dict[int, bytes] = {}
        """Frame's number on the media clock -> what of the bot sounds then."""
        self._next = 0

    def hear(self, frame: bytes, t: int) -> None:
        """It sounds after the one before it, or at `t`."""
        at = max(self._next, t * PER_MS // FRAME)
        self._sounding[at] = frame
        self._next = at + 1

    def silenced(self, t: int) -> None:
        """What was sent ahead of `t` is not played."""
        self._next = min(self._next, t * PER_MS // FRAME)
        for at in [one for one in self._sounding if one >= self._next]:
            del self._sounding[at]

    def frame(self, t: int) -> Floats | None:
        """What comes back in the 20 ms before `t`, float32 [320]; None: nothing."""
        pcm = self._sounding.pop((t * PER_MS - self._delay) // FRAME - 1, None)
        if pcm is None and not self._tail.any():
            return None
        wet = np.zeros(FRAME + len(self._tail), np.float32)
        if pcm is not None:
            dry = np.fft.rfft(to_float(pcm), self._size)
            wet += np.fft.irfft(dry * self._spectrum, self._size)[: len(wet)].astype(np.float32)
        wet[: len(self._tail)] += self._tail
        self._tail = wet[FRAME:]
        return wet[:FRAME]
