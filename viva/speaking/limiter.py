"""Louder without clipping: a gain, a limiter that sees peaks before they come, and what it took made good."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from viva.audio.pcm import from_float, to_float

PEAK_DBFS = -1.5
"""No sample above this: resampling elsewhere may raise a peak a little, and must not clip."""
_BLOCK = 16
"""Samples that share a step of the gain: 1 ms at 16 kHz."""
_REACH = 4
"""Blocks on each side over which the gain is evened. The whole of 9 ms spans a period of most voices, so that
the gain follows the loudness of a vowel and not its pulses, which would be heard as roughness."""
_CONTEXT = 2 * _REACH + 2
"""Blocks on each side that the gain of one depends on."""
_STEP = 1600
"""Samples after which it is looked at how much the limiter takes: 100 ms."""
_MOST_BOOST_DB = 4.0
_CEILING = 10 ** (PEAK_DBFS / 20)
_HEADROOM_DB = 3.0
"""By which a voice at the house's loudness can be raised before its peaks are cut by much."""


class Limiter:
    """A stream at 16 kHz without a sample above `PEAK_DBFS`, 10 to 11 ms behind what it is given.

    Each block wants a gain that keeps it under the ceiling. The smallest of those around it, evened by a
    moving average of the same width, is never above what the block itself wants.
    """

    def __init__(self) -> None:
        self._kept: NDArray[np.float32] = np.zeros(_CONTEXT * _BLOCK, np.float32)
        """What went out last, for the gain of what comes; then what is still to come."""
        self.before = self.after = 0.0
        """Energy of all that went out, without the limiter and with it."""

    def push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 [n] -> what can go out by now."""
        known = np.concatenate((self._kept, samples))
        blocks = len(known) // _BLOCK - 2 * _CONTEXT
        if blocks <= 0:
            self._kept = known
            return np.zeros(0, np.float32)
        self._kept = known[blocks * _BLOCK :]
        begin = _CONTEXT * _BLOCK
        out = known[begin : begin + blocks * _BLOCK]
        peaks = np.abs(known[: (blocks + 2 * _CONTEXT) * _BLOCK].reshape(-1, _BLOCK)).max(axis=1)
        self.before += float(np.dot(out, out))
        if peaks.max() > _CEILING:
            out = out * _evened(_CEILING / np.maximum(peaks, _CEILING), blocks)
        self.after += float(np.dot(out, out))
        return out

    @property
    def idle(self) -> bool:
        """Whether nothing that it holds is above the ceiling."""
        return float(np.abs(self._kept).max()) <= _CEILING

    def flush(self) -> NDArray[np.float32]:
        """What is still held back; then the stream is over."""
        left = len(self._kept) - _CONTEXT * _BLOCK
        return self.push(np.zeros((_CONTEXT + 1) * _BLOCK, np.float32))[:left]


def _evened(wanted: NDArray[np.float32], blocks: int) -> NDArray[np.float32]:
    """Gain for each sample of the `blocks` in the middle, straight from block to block."""
    smallest = np.lib.stride_tricks.sliding_window_view(wanted, 2 * (_REACH + 1) + 1).min(axis=1)
    sums = np.concatenate(([0.0], np.cumsum(smallest, dtype=np.float64)))
    width = 2 * _REACH + 1
    steps = (sums[width:] - sums[:-width]) / width  # of one block before the middle to one behind it
    at = np.arange(blocks * _BLOCK) / _BLOCK + 0.5 + 0.5 / _BLOCK
    return np.interp(at, np.arange(len(steps)), steps).astype(np.float32)


class Raiser:
    """A stream at 16 kHz as much louder or softer as was asked, however many peaks the limiter cuts.

    What the limiter took by now is made good by more gain for what comes, up to `_MOST_BOOST_DB`.
    """

    def __init__(self, gain_db: float) -> None:
        self._gain_db = gain_db
        self._boost_db = min(max(0.0, (gain_db - _HEADROOM_DB) / 2), _MOST_BOOST_DB)
        self._limiter = Limiter()
        self._asked = self._before = 0.0
        """Energy that the output should have; and what the limiter had been given when it was last looked."""
        self._until_step = _STEP
        self._drive = self._next_drive = self._driven()

    def push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 [n] -> as much as can go out by now: up to 11 ms less than came in."""
        if self._leaves(samples):
            self._until_step = _STEP - (_STEP - self._until_step + len(samples)) % _STEP
            out = self._limiter.push(samples * np.float32(self._drive))
            self._asked = self._before = self._limiter.before
            return out
        parts = [samples[:0]]
        while len(samples):
            part, samples = samples[: self._until_step], samples[self._until_step :]
            parts.append(self._raise(part))
        return np.concatenate(parts)

    def flush(self) -> NDArray[np.float32]:
        """The rest."""
        return self._limiter.flush()

    def _leaves(self, samples: NDArray[np.float32]) -> bool:
        """Whether the limiter took nothing, nor will: all of it at once is the same, and quicker."""
        if self._boost_db or self._limiter.after != self._limiter.before or not len(samples):
            return False
        return float(np.abs(samples).max()) * self._drive <= _CEILING and self._limiter.idle

    def _driven(self) -> float:
        return float(10 ** ((self._gain_db + self._boost_db) / 20))

    def _raise(self, part: NDArray[np.float32]) -> NDArray[np.float32]:
        step = (self._next_drive - self._drive) / self._until_step
        drive = (self._drive + step * np.arange(1, len(part) + 1)).astype(np.float32)
        out = self._limiter.push(part * drive)
        self._drive = float(drive[-1])
        self._until_step -= len(part)
        if not self._until_step:
            self._look()
        return out

    def _look(self) -> None:
        """Choose the gain for the next step."""
        self._until_step = _STEP
        came, self._before = self._limiter.before - self._before, self._limiter.before
        self._asked += came * 10 ** (-self._boost_db / 10)
        if self._limiter.after > 0:
            missing = 10 * math.log10(self._asked / self._limiter.after)
            self._boost_db = min(max(0.0, self._boost_db + missing / 2), _MOST_BOOST_DB)
        self._next_drive = self._driven()


def limited(samples: NDArray[np.float32], gain_db: float = 0.0) -> NDArray[np.float32]:
    """A sound in one piece, raised: float32 [n] at 16 kHz -> float32 [n]."""
    raiser = Raiser(gain_db)
    return np.concatenate((raiser.push(samples), raiser.flush()))


class PcmRaiser:
    """`Raiser` for PCM16LE; without a gain what comes goes out as it is."""

    def __init__(self, gain_db: float) -> None:
        self._raiser = Raiser(gain_db) if gain_db else None

    def push(self, pcm: bytes) -> bytes:
        return pcm if self._raiser is None else from_float(self._raiser.push(to_float(pcm)))

    def flush(self) -> bytes:
        return b"" if self._raiser is None else from_float(self._raiser.flush())


def raised(pcm: bytes, gain_db: float) -> bytes:
    """PCM16LE in one piece, louder or softer; no sample above `PEAK_DBFS`."""
    raiser = PcmRaiser(gain_db)
    return raiser.push(pcm) + raiser.flush()
