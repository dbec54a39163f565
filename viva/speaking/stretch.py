"""Time stretch and pitch shift of speech, for voices that do not follow a rate or a pitch by themselves.

Time by Sonic (Bill Cox, 2010, Apache-2.0), which repeats and leaves out single pitch periods (PICOLA, Morita
and Itakura 1986). It comes within eSpeak NG's library. On recorded speech a recognizer makes no more mistakes
than with a phase vocoder, for a fifth of its cost (benchmarks/README.md, Speaking). Pitch by resampling what
was stretched: Sonic's own change of pitch writes beyond its buffer in that library (1.52), and so crashes.
"""

from __future__ import annotations

import ctypes as c
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

from viva.audio.resample import Resampler
from viva.pronunciation.espeak_library import load

SLOWEST, FASTEST = 0.25, 4.0
"""Rates beyond are brought to these."""
_FINEST = 64
"""The largest denominator of a change of pitch: no more than 0.003 semitones from what is asked, and as many
filters of the resampler."""
_UNIT = 1_000
"""Hz, of the rates that the resampler is given: it takes none below."""


class Stretcher:
    """A stream of speech made slower, faster, higher or lower. For one thread."""

    def __init__(self, hz: int, *, rate: float = 1.0, pitch_st: float = 0.0) -> None:
        """`hz`: samples per second. `rate`: times as fast; `set_rate` changes it. `pitch_st`: semitones up;
        the formants move with it."""
        higher = Fraction(2 ** (pitch_st / 12)).limit_denominator(_FINEST)
        self._higher = float(higher)
        # So many samples a second are played as if they were `hz`: only the ratio counts.
        self._resampler = Resampler(higher.numerator * _UNIT, higher.denominator * _UNIT)
        self._sonic = _sonic()
        self._stream = c.c_void_p(self._sonic.sonicCreateStream(hz, 1))
        self.set_rate(rate)

    def set_rate(self, rate: float) -> None:
        """Of what is pushed from now on, give or take two pitch periods."""
        self._sonic.sonicSetSpeed(self._stream, min(max(rate, SLOWEST), FASTEST) / self._higher)

    def push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 [n] in -1..1 -> what is ready; up to 50 ms are held back."""
        samples = np.ascontiguousarray(samples, np.float32)
        if len(samples):
            self._sonic.sonicWriteFloatToStream(self._stream, samples.ctypes.data, len(samples))
        return self._resampler.push(self._read())

    def flush(self) -> NDArray[np.float32]:
        """What is held back; then the stream is fresh."""
        self._sonic.sonicFlushStream(self._stream)
        return np.concatenate((self._resampler.push(self._read()), self._resampler.flush()))

    def _read(self) -> NDArray[np.float32]:
        ready = np.empty(self._sonic.sonicSamplesAvailable(self._stream), np.float32)
        if len(ready):
            self._sonic.sonicReadFloatFromStream(self._stream, ready.ctypes.data, len(ready))
        return ready

    def __del__(self) -> None:
        if getattr(self, "_stream", None):
            self._sonic.sonicDestroyStream(self._stream)


def stretched(
    samples: NDArray[np.float32], hz: int, *, rate: float = 1.0, pitch_st: float = 0.0
) -> NDArray[np.float32]:
    """float32 [n] -> [n / rate], to the sample; what was at t is at t / rate, within 20 ms."""
    if rate == 1.0 and not pitch_st:
        return samples
    stretcher = Stretcher(hz, rate=rate, pitch_st=pitch_st)
    made = np.concatenate((stretcher.push(samples), stretcher.flush()))
    exact = np.zeros(round(len(samples) / min(max(rate, SLOWEST), FASTEST)), np.float32)
    kept = min(len(exact), len(made))
    exact[:kept] = made[:kept]
    return exact


@cache
def _sonic() -> c.CDLL:
    """Its functions keep all state in the stream, so that any thread may call them."""
    library = load()
    library.sonicCreateStream.restype = c.c_void_p
    for name, arguments in {
        "sonicCreateStream": (c.c_int, c.c_int),
        "sonicDestroyStream": (c.c_void_p,),
        "sonicSetSpeed": (c.c_void_p, c.c_float),
        "sonicWriteFloatToStream": (c.c_void_p, c.c_void_p, c.c_int),
        "sonicReadFloatFromStream": (c.c_void_p, c.c_void_p, c.c_int),
        "sonicSamplesAvailable": (c.c_void_p,),
        "sonicFlushStream": (c.c_void_p,),
    }.items():
        getattr(library, name).argtypes = arguments
    return library
