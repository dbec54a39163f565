"""What speech sounds like, 100 times a second, whoever speaks: the frames that alignment compares. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

HOP_MS = 10
CEPSTRA = 12
SIZE = CEPSTRA + 1
"""Numbers of one frame."""
_WINDOW_S = 0.025
_BANDS = 24
_LOW_HZ, _HIGH_HZ = 100.0, 7000.0
_RANGE_DB = 40.0
"""Below the loud frames a frame counts as silence, and all its numbers are 0."""
_SPEECH_DB = 30.0
"""Below the loud frames: what is louder makes the voice's own mean."""
_LEVEL_WEIGHT = 6.0
"""Of loudness against the cepstra, each of which has variance 1. Chosen on half of the sentences that
docs/concepts/engines.md tells of."""
_FEWEST = 20
"""Frames of speech from which a mean is taken; with fewer, another voice's serves."""

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Voiceprint:
    """Of a voice's cepstra."""

    mean: Array
    """float32 [CEPSTRA]"""
    spread: Array
    """float32 [CEPSTRA], standard deviations, above 0."""


@lru_cache(maxsize=8)
def _tables(rate: int) -> tuple[int, Array, Array, Array]:
    """Length of the transform, window [n], mel filters [bins, bands], cosine transform [bands, cepstra]."""
    window = np.hanning(int(rate * _WINDOW_S)).astype(np.float32)
    length = 1 << (len(window) - 1).bit_length()
    hz = np.fft.rfftfreq(length, 1 / rate)
    low, high = (2595 * np.log10(1 + edge / 700) for edge in (_LOW_HZ, min(_HIGH_HZ, 0.45 * rate)))
    edges = 700 * (10 ** (np.linspace(low, high, _BANDS + 2) / 2595) - 1)
    left, middle, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    filters = np.clip(np.minimum((hz - left) / (middle - left), (right - hz) / (right - middle)), 0, None)
    order, band = np.arange(1, CEPSTRA + 1)[:, None], np.arange(_BANDS) + 0.5
    cosines = np.sqrt(2 / _BANDS) * np.cos(np.pi * order * band / _BANDS)
    return length, window, filters.T.astype(np.float32), cosines.T.astype(np.float32)


class Cepstra:
    """Mel cepstra (Davis & Mermelstein 1980) and level of a sound that comes bit by bit."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._hop = rate * HOP_MS // 1000
        window = len(_tables(rate)[1])
        self._rest: Array = np.zeros(window // 2, np.float32)  # frame i has its middle at i * HOP_MS
        self._cepstra: list[Array] = [np.zeros((0, CEPSTRA), np.float32)]
        self._levels: list[Array] = [np.zeros(0, np.float32)]

    def push(self, samples: Array) -> None:
        """float32 [n], -1..1, any n."""
        length, window, filters, cosines = _tables(self.rate)
        known: Array = np.concatenate((self._rest, samples))
        count = max(0, (len(known) - len(window)) // self._hop + 1)
        self._rest = known[count * self._hop :]
        if not count:
            return
        frames = np.lib.stride_tricks.sliding_window_view(known, len(window))[:: self._hop][:count]
        spectrum = np.fft.rfft(frames * window, length)
        power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
        self._cepstra.append(np.log(power @ filters + np.float32(1e-9)) @ cosines)
        self._levels.append(10 * np.log10(power.sum(1) / np.float32(len(window) ** 2) + np.float32(1e-12)))

    def flush(self) -> None:
        """The sound is over: frames to its very end."""
        self.push(np.zeros(len(_tables(self.rate)[1]) // 2, np.float32))

    def __len__(self) -> int:
        return sum(map(len, self._levels))

    def frames(self, start: int = 0, like: Voiceprint | None = None) -> tuple[Array, Voiceprint]:
        """float32 [len - start, SIZE], freed of the voice's own colour and level, and what was freed.

        Silence is all zeros. `like`: taken where there is too little speech to know the voice.
        """
        cepstra, levels = np.concatenate(self._cepstra), np.concatenate(self._levels)
        self._cepstra, self._levels = [cepstra], [levels]
        loud = float(np.percentile(levels, 95)) if len(levels) else 0.0
        speech = cepstra[levels > loud - _SPEECH_DB]
        if like is None or len(speech) >= _FEWEST:
            like = Voiceprint(speech.mean(0), speech.std(0) + np.float32(1e-3)) if len(speech) else like
        like = like or Voiceprint(np.zeros(CEPSTRA, np.float32), np.ones(CEPSTRA, np.float32))
        share = np.clip((levels[start:, None] - loud + _RANGE_DB) / _RANGE_DB, 0, 1)
        spectrum = (cepstra[start:] - like.mean) / like.spread
        out = np.concatenate((share * spectrum, _LEVEL_WEIGHT * share), axis=1)
        return out.astype(np.float32), like
