"""Keypad tones (DTMF, ITU-T Q.23): making them, and hearing them in the audio of a line.

Each key sounds two tones at once, one of a low and one of a high group. The detector takes the power
at the eight frequencies (Goertzel's, as one product with sines and cosines) in frames of 20 ms and
follows Q.24: two tones that carry nearly all of the frame's energy, not too unequal, standing out of
their group, for two frames.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viva.audio.pcm import from_float, to_float

LOW = (697, 770, 852, 941)
HIGH = (1209, 1336, 1477, 1633)
KEYS = ("123A", "456B", "789C", "*0#D")
FRAME_MS = 20
"""A longer frame would tell the tones apart better, but might hold a tone of 40 ms not even once."""
PURITY = 0.55
"""Least share of the frame's energy in the two tones: speech has more around them. A tone that is off
by the 1.5 % that Q.24 allows still leaves 0.6 in a frame of 20 ms."""
TWIST_DB = 8.0
"""Most by which one of the tones may be louder than the other (Q.24 has 4 to 8 dB)."""
CLEAR_DB = 6.0
"""Least by which a tone exceeds the others of its group; neighbours leak -10 dB in 20 ms."""
FLOOR_DBFS = -45.0
"""Least level of the two tones together."""


def dtmf_tone(key: str, duration_ms: int = 100, rate: int = 8000, level_dbfs: float = -10.0) -> bytes:
    """PCM16LE of one key, both tones equally loud, `level_dbfs` together. `ValueError`: no such key."""
    row, column = _place(key)
    t = np.arange(rate * duration_ms // 1000) / rate
    both = np.sin(2 * np.pi * LOW[row] * t) + np.sin(2 * np.pi * HIGH[column] * t)
    return from_float((both * 10 ** (level_dbfs / 20)).astype(np.float32))


def _place(key: str) -> tuple[int, int]:
    for row, keys in enumerate(KEYS):
        if len(key) == 1 and key.upper() in keys:
            return row, keys.index(key.upper())
    raise ValueError(f"{key!r} is no key; the keys are {' '.join(''.join(KEYS))}")


class DtmfDetector:
    """Finds pressed keys in one caller's audio. `rate`: 8000 or 16000 Hz."""

    def __init__(self, rate: int = 16_000) -> None:
        self._samples = rate * FRAME_MS // 1000
        t = np.arange(self._samples) / rate
        angles = 2 * np.pi * np.array(LOW + HIGH)[:, None] * t
        basis = np.concatenate((np.cos(angles), np.sin(angles))).T
        self._basis: NDArray[np.float32] = np.ascontiguousarray(basis, np.float32)
        self._last = ""
        self._pressed = ""
        """The key that was reported and is still held."""
        self._gap = 0

    def push(self, frame: bytes) -> str | None:
        """PCM16LE of exactly 20 ms -> the key, once per press, in the second frame that has it.

        `ValueError` for another length. A press ends after two frames without its tone, so that a
        drop-out of 20 ms does not make it two.
        """
        samples = to_float(frame)
        if len(samples) != self._samples:
            raise ValueError(f"a frame of {len(samples)} samples, expected {self._samples} ({FRAME_MS} ms)")
        key = self._key(samples)
        confirmed = key if key and key == self._last else ""
        self._last = key
        if self._pressed:
            self._gap = 0 if key == self._pressed else self._gap + 1
            if self._gap < 2 and (not confirmed or confirmed == self._pressed):
                return None
            self._pressed = ""
        if not confirmed:
            return None
        self._pressed, self._gap = confirmed, 0
        return confirmed

    def _key(self, samples: NDArray[np.float32]) -> str:
        energy = float(samples @ samples)
        if energy < self._samples * 10 ** (FLOOR_DBFS / 10):
            return ""
        parts = samples @ self._basis
        # A sine of amplitude a has the energy a^2 n / 2 and the squared projection (a n / 2)^2.
        powers = (parts[:8] ** 2 + parts[8:] ** 2) * (2 / self._samples)
        low, high = powers[:4], powers[4:]
        row, column = int(low.argmax()), int(high.argmax())
        pair = float(low[row]), float(high[column])
        if sum(pair) < PURITY * energy or max(pair) > min(pair) * 10 ** (TWIST_DB / 10):
            return ""
        clear = 10 ** (-CLEAR_DB / 10)
        if np.sort(low)[-2] > pair[0] * clear or np.sort(high)[-2] > pair[1] * clear:
            return ""
        return KEYS[row][column]
