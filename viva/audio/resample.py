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
    resampler = Resampler(rate, new_rate)
    if rate == new_rate:
        return samples.astype(np.float32, copy=False)
    return np.concatenate((resampler.push(samples), resampler.flush()))


class Resampler:
    """`resample` as a stream: in all the same samples come out, however the input is cut."""

    def __init__(self, rate: int, new_rate: int) -> None:
        """Raises `ValueError` as `resample` does."""
        for value in (rate, new_rate):
            if not 1_000 <= value <= 768_000:
                raise ValueError(f"a sample rate of {value} Hz is outside 1000..768000")
        divisor = gcd(rate, new_rate)
        self._up, self._down = new_rate // divisor, rate // divisor
        self._bank = _bank(self._up, self._down) if rate != new_rate else None
        taps = 0 if self._bank is None else self._bank.shape[1]
        self._taps = taps
        self._known: NDArray[np.float32] = np.zeros(max(0, taps // 2 - 1), np.float32)
        """Input that outputs to come need; the first of it has the number `_base`."""
        self._base = 0
        self._came = self._given = 0

    def push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 [n] -> the outputs that are known by now."""
        if self._bank is None:
            return samples.astype(np.float32, copy=False)
        self._came += len(samples)
        self._known = np.concatenate((self._known, samples))
        last = self._base + len(self._known) - self._taps  # of the inputs at which an output may begin
        return self._outputs(((last + 1) * self._up - 1) // self._down + 1 if last >= 0 else 0)

    def flush(self) -> NDArray[np.float32]:
        """The outputs for which silence follows; then the stream is over."""
        if self._bank is None:
            return np.zeros(0, np.float32)
        self._known = np.concatenate((self._known, np.zeros(self._taps, np.float32)))
        return self._outputs(ceil(self._came * self._up / self._down))

    def _outputs(self, end: int) -> NDArray[np.float32]:
        """Those before the one with the number `end` that were not given yet."""
        assert self._bank is not None
        total = max(0, end - self._given)
        if not total:
            return np.zeros(0, np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(self._known, self._taps)
        if total < 32 * self._up:
            out = self._few(total, windows)
        else:
            out = self._many(total, windows)
        self._given += total
        done = self._given * self._down // self._up - self._base
        if done > 0:
            self._known, self._base = self._known[done:], self._base + done
        return out

    def _few(self, total: int, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Each output by itself: quicker where few share a row of the filter bank."""
        assert self._bank is not None
        out = np.empty(total, np.float32)
        for begin in range(0, total, 512):  # what is copied stays in the processor's cache
            end = min(total, begin + 512)
            positions = (self._given + np.arange(begin, end)) * self._down
            inputs = windows[positions // self._up - self._base]
            np.einsum("ij,ij->i", inputs, self._bank[positions % self._up], out=out[begin:end])
        return out

    def _many(self, total: int, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        assert self._bank is not None
        out = np.empty(total, np.float32)
        for first in range(min(self._up, total)):  # the outputs that share one row of the filter bank
            position = (self._given + first) * self._down
            row, start = self._bank[position % self._up], position // self._up - self._base
            count = (total - first + self._up - 1) // self._up
            for begin in range(0, count, 65536):  # bounds the copy that a stride below `taps` forces
                rows = windows[start + begin * self._down :: self._down][: min(count - begin, 65536)]
                out[first + begin * self._up :: self._up][: len(rows)] = rows @ row
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
