"""What a line makes of a caller's sound, 20 ms at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from viva.audio.g711 import ulaw_decode, ulaw_encode
from viva.audio.pcm import from_float, to_float
from viva.audio.resample import Downsampler, Upsampler
from viva.errors import VivaError
from viva.lab.simulate.voice.noise import FRAME
from viva.lab.sounds.humming import Floats

_TAPS = 101
"""At 8 kHz: 12 ms, which an edge of 100 Hz needs."""
BURST = 3.0
"""Packets that are lost in a row, on average: 60 ms, as over mobile networks (Jiang and Schulzrinne 2000)."""
_FADE = (0.9, 0.6, 0.3)
"""Of what is played again in place of a lost packet, the first, second, third of them; then silence (in the
manner of ITU-T G.711 Appendix I)."""


class Line(Protocol):
    delay_ms: float
    """Of the sound on its way."""

    def push(self, frame: Floats) -> bytes:
        """float32 [320] at 16 kHz -> PCM16LE of as many samples."""
        ...


class Wideband:
    """16 kHz, nothing changed."""

    delay_ms = 0.0

    def push(self, frame: Floats) -> bytes:
        return from_float(frame)


class Telephone:
    """A band, at 8 kHz, as mu-law (ITU-T G.711)."""

    def __init__(self, low_hz: float = 300, high_hz: float = 3400) -> None:
        self._down, self._up = Downsampler(), Upsampler()
        self._filter = _band(low_hz, high_hz)
        self._past = np.zeros(_TAPS - 1, np.float32)
        self.delay_ms = Downsampler.delay_ms + Upsampler.delay_ms + (_TAPS // 2) / 8

    def push(self, frame: Floats) -> bytes:
        narrow = to_float(self._down.push(from_float(frame)))
        known = np.concatenate((self._past, narrow), dtype=np.float32)
        self._past = known[len(narrow) :]
        sent = ulaw_encode(from_float(np.convolve(known, self._filter, "valid").astype(np.float32)))
        return self._up.push(ulaw_decode(sent))


class Mobile:
    """A narrower band, and a level that wanders by some dB as the hand and the network do."""

    _STEP_DB, _MOST_DB = 0.35, 5.0

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._band = Telephone(200, 3000)
        self._level_db = float(rng.normal(0, 2))
        self.delay_ms = self._band.delay_ms

    def push(self, frame: Floats) -> bytes:
        before = self._level_db
        moved = 0.995 * before + float(self._rng.normal(0, self._STEP_DB))
        self._level_db = float(np.clip(moved, -self._MOST_DB, self._MOST_DB))
        gains = 10 ** (np.linspace(before, self._level_db, len(frame), dtype=np.float32) / 20)
        return self._band.push(np.asarray(frame * gains, np.float32))


class Lossy:
    """Packets of 20 ms that are lost in bursts (Gilbert 1960), and replaced by what was heard last."""

    def __init__(self, line: Line, share: float, rng: np.random.Generator) -> None:
        """`share`: of packets that are lost, 0..0.5."""
        self._line, self._rng = line, rng
        self._ends = 1 / BURST
        self._begins = share * self._ends / (1 - share)
        self._lost = 0
        """Packets so far of this burst; 0: none is lost."""
        self._last = bytes(2 * FRAME)
        self.delay_ms = line.delay_ms

    def push(self, frame: Floats) -> bytes:
        sent = self._line.push(frame)
        drawn = float(self._rng.random())
        lost = drawn >= self._ends if self._lost else drawn < self._begins
        self._lost = self._lost + 1 if lost else 0
        if not self._lost:
            self._last = sent
            return sent
        fade = _FADE[self._lost - 1] if self._lost <= len(_FADE) else 0.0
        return from_float(to_float(self._last) * np.float32(fade))


LINES: dict[str, Callable[[np.random.Generator], Line]] = {
    "wideband": lambda _: Wideband(),
    "telephone": lambda _: Telephone(),
    "mobile": Mobile,
}
"""Name in a persona's `line` -> a new one."""


def line(kind: str, loss: float, rng: np.random.Generator) -> Line:
    """`loss`: share of packets, 0..0.5.

    Raises:
        VivaError: there is no such line, or no such share.
    """
    if kind not in LINES:
        raise VivaError(f"no line is called {kind!r}", hint=f"known: {', '.join(LINES)}")
    if not 0 <= loss <= 0.5:
        raise VivaError(f"a share of lost packets from 0 to 0.5 was expected, not {loss}")
    made = LINES[kind](rng)
    return Lossy(made, loss, rng) if loss else made


def _band(low_hz: float, high_hz: float) -> Floats:
    """A linear-phase band-pass at 8 kHz, float32 [_TAPS]: a difference of two windowed low-passes."""
    n = np.arange(_TAPS) - _TAPS // 2
    edges = [2 * hz / 8000 for hz in (low_hz, high_hz)]
    low, high = (edge * np.sinc(edge * n) for edge in edges)
    return np.asarray((high - low) * np.hamming(_TAPS), np.float32)
