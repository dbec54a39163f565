"""Sample rates: 8 and 16 kHz into each other as PCM, and any rate into any other; each as a stream.

All filters are linear-phase FIRs with at least 70 dB of stop band.
"""

from __future__ import annotations

from dataclasses import dataclass
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
"""Of the sinc of any rate into any other, on each side. Its transition band is 8 % of the lower rate."""
ATTENUATION_DB = 80.0
_AT_ONCE = 1 << 20
"""Samples: bounds the copy that a product of matrices makes."""
_TOGETHER = 32
"""Outputs that one product of matrices makes, about: more share the cost of the call, and more zeros too."""


class Resampler:
    """Any rate into any other, float32, as a stream: without delay, given up to 25 ms later.

    Stop band 80 dB from half of the lower rate; flat up to 0.42 of it.
    """

    def __init__(self, rate: int, new_rate: int) -> None:
        """`ValueError` for a rate outside 1 to 768 kHz: such a file states nonsense."""
        for value in (rate, new_rate):
            if not 1_000 <= value <= 768_000:
                raise ValueError(f"a sample rate of {value} Hz is outside 1000..768000")
        divisor = gcd(rate, new_rate)
        self._up, self._down = new_rate // divisor, rate // divisor
        self._start()

    def _start(self) -> None:
        self._taken = self._given = 0
        # Half a filter of silence stands before the first sample.
        before = 0 if self._up == self._down else _taps(self._up, self._down) // 2 - 1
        self._kept = np.zeros(before, np.float32)

    def push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 [n] -> what is ready; all together it is [ceil(n * new_rate / rate)]."""
        self._taken += len(samples)
        if self._up == self._down:
            return samples.astype(np.float32, copy=False)
        self._kept = np.concatenate((self._kept, samples), dtype=np.float32)
        blocks = _blocks(self._up, self._down)
        count = (len(self._kept) - blocks.reach) // blocks.step + 1
        if count <= 0:
            return np.zeros(0, np.float32)
        out = np.empty((count, blocks.size), np.float32)
        for block in blocks.parts:
            width, outputs = block.matrix.shape
            rows = np.lib.stride_tricks.as_strided(  # every `step` samples, `width` of them
                self._kept[block.begin :], (count, width), (4 * blocks.step, 4), writeable=False
            )
            out[:, block.first : block.first + outputs] = rows @ block.matrix
        self._kept = self._kept[count * blocks.step :]
        self._given += out.size
        return out.reshape(-1)

    def flush(self) -> NDArray[np.float32]:
        """What is still to come; then the stream is fresh."""
        rest = np.zeros(0, np.float32)
        total = ceil(self._taken * self._up / self._down)
        if self._up != self._down and self._given < total:
            wanted, blocks = total - self._given, _blocks(self._up, self._down)
            filled = ceil(wanted / blocks.size) * blocks.step + blocks.reach - len(self._kept)
            rest = self.push(np.zeros(max(0, filled), np.float32))[:wanted]
        self._start()
        return rest


def resample(samples: NDArray[np.float32], rate: int, new_rate: int) -> NDArray[np.float32]:
    """float32 [n] at `rate` Hz -> float32 [ceil(n * new_rate / rate)] at `new_rate` Hz, by a `Resampler`."""
    resampler = Resampler(rate, new_rate)
    if rate == new_rate:
        return samples.astype(np.float32, copy=False)
    parts = [resampler.push(samples[at : at + _AT_ONCE]) for at in range(0, len(samples), _AT_ONCE)]
    return np.concatenate((*parts, resampler.flush()), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Part:
    """Outputs of a block that are made together."""

    first: int
    """Of the outputs."""
    begin: int
    """The first input that they need."""
    matrix: NDArray[np.float32]
    """float32 [inputs, outputs]: a filter in each column."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """`size` outputs of every `step` inputs."""

    size: int
    step: int
    reach: int
    """Inputs that a block looks at."""
    parts: tuple[_Part, ...]


@lru_cache(maxsize=8)
def _blocks(up: int, down: int) -> _Blocks:
    bank = _bank(up, down)
    times = ceil(_TOGETHER / up)
    size, step = up * times, down * times
    parts: list[_Part] = []
    for first in range(0, size, _TOGETHER):
        outputs = range(first, min(size, first + _TOGETHER))
        begin = first * down // up
        matrix = np.zeros((outputs[-1] * down // up - begin + bank.shape[1], len(outputs)), np.float32)
        for column, output in enumerate(outputs):
            at = output * down // up - begin
            matrix[at : at + bank.shape[1], column] = bank[output * down % up]
        parts.append(_Part(first, begin, matrix))
    return _Blocks(size, step, max(part.begin + len(part.matrix) for part in parts), tuple(parts))


def _taps(up: int, down: int) -> int:
    return 2 * ceil(ZERO_CROSSINGS * max(1.0, down / up))


@lru_cache(maxsize=8)
def _bank(up: int, down: int) -> NDArray[np.float32]:
    """Filters of the `up` fractional positions, float32 [up, taps], by remainder."""
    if up > 4096:
        raise ValueError(f"the ratio {up}:{down} needs {up} filters; use a common sample rate")
    stretch = max(1.0, down / up)
    taps = _taps(up, down)
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
