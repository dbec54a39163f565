"""What the bot plays, in bands, on the clock of the caller's audio: what an echo is compared with."""

from __future__ import annotations

import numpy as np

from viva.hearing.line.bands import BANDS, FRAME, HOP, RATE, SILENCE_DB, Floats, band_levels

EARLY, LATE = 6, 32
"""An echo comes up to so many hops before its nominal time (the line's clock and the caller's differ a
little), or after it: -96 to 512 ms."""
LAGS = EARLY + LATE + 1
DECAY_DB = 3.0
"""A room's sound sinks so much in each hop of 16 ms: 60 dB in 0.32 s."""
LATE_SHARE = 0.5
"""Level of that reverberation by the direct sound, as a share of power."""
RANGE_DB = 35.0
"""Below the bot's loudest by more than this, nothing is compared: a line's noise covers it."""
ADAPT = 0.154
"""Of the running mean of a band, in each window of two hops: a time constant of 0.2 s."""
MOST_DB = 15.0
_KEPT = 1024
"""Rows, 16 s."""
_SILENCE = 2 * LAGS
_SUNK = float(10 ** (-DECAY_DB / 10))


class BotVoice:
    """Rows of levels, one for each hop of 256 samples; made in pairs, as far as they are asked for."""

    def __init__(self) -> None:
        self._buffer: Floats = np.zeros(RATE, np.float32)
        self._length = 0
        """Samples in the buffer."""
        self._base = 0
        """Position of the first of them."""
        self.levels = np.full((_KEPT, BANDS), SILENCE_DB, np.float32)
        """dBFS, with the reverberation of a room."""
        self.changes = np.zeros((_KEPT, BANDS), np.float32)
        """Each level by the band's running mean, dB."""
        self.energies = np.zeros(_KEPT, np.float32)
        """Sum of the squares of `changes`."""
        self.fresh = np.zeros((_KEPT, BANDS), np.bool_)
        """Whether the voice itself sounds there, and not mostly what the room keeps of it."""
        self._first = -_KEPT // 2
        """Hop of the first row."""
        self._next = 0
        """Hop of the next row to be made."""
        self._late = np.zeros(BANDS, np.float32)
        self._mean = np.full(BANDS, SILENCE_DB, np.float32)
        self.peak_db = -40.0

    @property
    def end(self) -> int:
        """Position at which what is to be played ends, samples."""
        return self._base + self._length

    def play(self, samples: Floats, at: int) -> None:
        """What follows on what is being played, or begins at `at` after a silence. Samples."""
        gap = max(0, at - self.end)
        if gap > _KEPT * HOP or not self._length:
            self._base, self._length, gap = self.end + gap, 0, 0
        begin = self._length + gap
        needed = begin + len(samples)
        if needed > len(self._buffer):
            self._buffer = np.concatenate((self._buffer, np.zeros(needed, np.float32)))
        self._buffer[self._length : begin] = 0
        self._buffer[begin:needed] = samples
        self._length = needed

    def cut(self, at: int) -> None:
        """What was to be played from `at` on is not."""
        self._length = min(self._length, max(0, at - self._base))

    def row(self, hop: int) -> int:
        """Where in the arrays the row of `hop` is."""
        return hop - self._first

    def make(self, until: int, covered: Floats) -> None:
        """All rows before hop `until`. Rows long before the last are forgotten, and those of a long silence
        are not made. `covered`: level of each band, dBFS, below which the caller's noise covers its echo."""
        if until - self._next > _SILENCE:
            self.levels[:], self.changes[:], self.energies[:], self.fresh[:] = SILENCE_DB, 0, 0, False
            self._late[:] = 0
            self._next = until - LAGS - 5
            self._forget_before(self._next - _KEPT // 2)
        while self._next < until:
            if self._next + 2 - self._first > _KEPT:
                half = _KEPT // 2
                for rows in (self.levels, self.changes, self.energies, self.fresh):
                    rows[:half] = rows[half:]
                self._forget_before(self._first + half)
            self._make_two(np.maximum(covered, self.peak_db - RANGE_DB))

    def _forget_before(self, hop: int) -> None:
        self._first = hop
        surplus = (hop - 2) * HOP - self._base
        if surplus > 0:
            kept = max(0, self._length - surplus)
            self._buffer[:kept] = self._buffer[surplus : surplus + kept].copy()
            self._base, self._length = self._base + surplus, kept

    def _make_two(self, lowest: Floats) -> None:
        start = (self._next - 1) * HOP
        low, high = max(start, self._base), min(start + HOP + FRAME, self.end)
        row = self._next - self._first
        self._next += 2
        if high <= low:
            levels = np.full((2, BANDS), SILENCE_DB, np.float32)
        else:
            block = np.zeros(HOP + FRAME, np.float32)
            block[low - start : high - start] = self._buffer[low - self._base : high - self._base]
            levels = band_levels(block)
        power = np.power(np.float32(10), levels / 10)
        late = (self._late, (self._late + power[0]) * _SUNK)
        self._late = (late[1] + power[1]) * np.float32(_SUNK)
        kept = np.float32(LATE_SHARE) * np.stack(late)
        heard = 10 * np.log10(power + kept)
        self.peak_db = max(self.peak_db - 0.04, float(levels.max()))
        seen = np.maximum(heard, lowest)
        self._mean = np.maximum(self._mean, lowest)
        self._mean = self._mean + ADAPT * (seen.mean(axis=0) - self._mean)
        changes = np.minimum(np.maximum(seen - self._mean, -MOST_DB), MOST_DB)
        self.levels[row : row + 2] = heard
        self.fresh[row : row + 2] = (power > kept) & (levels > self.peak_db - RANGE_DB)
        self.changes[row : row + 2] = changes
        self.energies[row : row + 2] = np.einsum("ij,ij->i", changes, changes)
