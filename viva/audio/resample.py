"""Sample rates: 8 and 16 kHz into each other as a stream, and any rate into any other in one piece.

All filters are linear-phase FIRs with at least 70 dB of stop band.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, gcd

import numpy as np
from numpy.typing import NDArray

from viva.audio.filters import half_band, kaiser_beta, transition
from viva.audio.pcm import samples_of

TAPS = 95
"""At 16 kHz. Flat to 3.6 kHz and 70 dB down from 4.4 kHz, for 2.94 ms of delay."""
_FILTER = half_band(TAPS, 70)
_ODD_TAPS = _FILTER[::2].copy()
"""The 48 taps that are not zero, beside the middle one."""
_DELAY = TAPS // 2


def _clipped(samples: NDArray[np.float32]) -> bytes:
    return np.rint(samples).clip(-32768, 32767).astype("<i2").tobytes()


class Upsampler:
    """8 kHz -> 16 kHz, PCM16LE, as a stream: n samples in, 2n out, delayed by `delay_ms`."""

    delay_ms = _DELAY / 16

    def __init__(self) -> None:
        self._past: NDArray[np.float32] = np.zeros(len(_ODD_TAPS) - 1, np.float32)

    def push(self, pcm: bytes) -> bytes:
        """`pcm` of any whole number of samples. `ValueError` for half a sample."""
        samples = samples_of(pcm)
        if not len(samples):
            return b""
        known: NDArray[np.float32] = np.concatenate((self._past, samples.astype(np.float32)))
        self._past = known[len(samples) :]
        out = np.empty(2 * len(samples), np.float32)
        out[0::2] = np.correlate(known, 2 * _ODD_TAPS)
        middle = len(_ODD_TAPS) // 2
        out[1::2] = known[middle : middle + len(samples)]
        return _clipped(out)

    def flush(self) -> bytes:
        """What the delay still holds; then the stream is fresh."""
        tail = self.push(bytes(2 * len(_ODD_TAPS)))[: 2 * _DELAY]
        self._past = np.zeros_like(self._past)
        return tail


class Downsampler:
    """16 kHz -> 8 kHz, PCM16LE, as a stream: n samples in, n/2 out over time, delayed by `delay_ms`."""

    delay_ms = _DELAY / 16

    def __init__(self) -> None:
        self._past: NDArray[np.float32] = np.zeros(TAPS - 1, np.float32)
        self._skip = 0
        """0 or 1: samples to pass over before the next that is kept."""

    def push(self, pcm: bytes) -> bytes:
        """`pcm` of any whole number of samples. `ValueError` for half a sample."""
        samples = samples_of(pcm)
        if not len(samples):
            return b""
        known: NDArray[np.float32] = np.concatenate((self._past, samples.astype(np.float32)))
        self._past = known[len(samples) :]
        kept = known[self._skip :]
        count = (len(samples) - self._skip + 1) // 2
        self._skip = (self._skip + len(samples)) % 2
        if not count:
            return b""
        # An output needs TAPS inputs: every second of them, and the middle one.
        evens = kept[0::2]
        out: NDArray[np.float32] = np.correlate(evens[: count + len(_ODD_TAPS) - 1], _ODD_TAPS)
        out += np.float32(0.5) * kept[_DELAY : _DELAY + 2 * count : 2]
        return _clipped(out)

    def flush(self) -> bytes:
        """What the delay still holds; then the stream is fresh."""
        tail = self.push(bytes(2 * _DELAY))
        self._past, self._skip = np.zeros_like(self._past), 0
        return tail


ZERO_CROSSINGS = 32
"""Of the one-shot resampler's sinc, on each side. Its transition band is 8 % of the lower rate."""
ATTENUATION_DB = 80.0


def resample(samples: NDArray[np.float32], rate: int, new_rate: int) -> NDArray[np.float32]:
    """float32 [n] at `rate` Hz -> float32 [ceil(n * new_rate / rate)] at `new_rate` Hz, without delay.

    Stop band 80 dB from half of the lower rate; flat up to 0.42 of it. `ValueError` for a rate outside
    1 to 768 kHz: such a file states nonsense.
    """
    for value in (rate, new_rate):
        if not 1_000 <= value <= 768_000:
            raise ValueError(f"a sample rate of {value} Hz is outside 1000..768000")
    if rate == new_rate or not len(samples):
        return samples.astype(np.float32, copy=False)
    divisor = gcd(rate, new_rate)
    up, down = new_rate // divisor, rate // divisor
    bank = _bank(up, down)
    taps = bank.shape[1]
    total = ceil(len(samples) * up / down)
    out = np.empty(total, np.float32)
    padded = np.concatenate((np.zeros(taps // 2 - 1, np.float32), samples, np.zeros(taps, np.float32)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, taps)
    for phase in range(min(up, total)):  # the outputs that share one row of the filter bank
        first = phase * down // up
        count = (total - phase + up - 1) // up
        for begin in range(0, count, 65536):  # bounds the copy that a stride below `taps` forces
            end = min(count, begin + 65536)
            rows = windows[first + begin * down : first + (end - 1) * down + 1 : down]
            out[phase + begin * up : phase + (end - 1) * up + 1 : up] = rows @ bank[phase * down % up]
    return out


@lru_cache(maxsize=8)
def _bank(up: int, down: int) -> NDArray[np.float32]:
    """Filters of the `up` fractional positions, float32 [up, taps], by remainder."""
    if up > 4096:
        raise ValueError(f"the ratio {up}:{down} needs {up} filters; use a common sample rate")
    stretch = max(1.0, down / up)
    taps = 2 * ceil(ZERO_CROSSINGS * stretch)
    cutoff = (1 - transition(2 * ZERO_CROSSINGS, ATTENUATION_DB)) / stretch
    position = np.arange(taps)[None, :] - (taps // 2 - 1) - np.arange(up)[:, None] / up
    reach = np.clip(1 - (position / (taps / 2)) ** 2, 0, None)
    beta = kaiser_beta(ATTENUATION_DB)
    bank = cutoff * np.sinc(cutoff * position) * np.i0(beta * np.sqrt(reach)) / np.i0(beta)
    bank /= bank.sum(axis=1, keepdims=True)
    return bank.astype(np.float32)


def resample_pcm(pcm: bytes, rate: int, new_rate: int) -> bytes:
    """`resample` for PCM16LE."""
    if rate == new_rate:
        return pcm
    return _clipped(resample(samples_of(pcm).astype(np.float32), rate, new_rate))
