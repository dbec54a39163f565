"""PCM16LE bytes and float32 samples, and how loud they are.

Bytes are what channels and recordings carry, int16 [n] and float32 [n] in -1..1 are what signal code
computes with. Full scale is 32768, so that the round trip of every int16 is exact.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

FULL_SCALE = 32768.0
SILENCE_DBFS = -100.0
"""The level that silence is given: below the -96 dB of 16 bits, and finite."""


def samples_of(pcm: bytes | bytearray | memoryview) -> NDArray[np.int16]:
    """PCM16LE -> int16 [n], without copying. `ValueError` for half a sample."""
    if len(pcm) % 2:
        raise ValueError(f"{len(pcm)} bytes are not whole 16-bit samples")
    return np.frombuffer(pcm, dtype="<i2")


def bytes_of(samples: NDArray[np.int16]) -> bytes:
    """int16 [n] -> PCM16LE."""
    return samples.astype("<i2", copy=False).tobytes()


def to_float(pcm: bytes | bytearray | memoryview) -> NDArray[np.float32]:
    """PCM16LE -> float32 [n], -1 <= x < 1."""
    return samples_of(pcm) * np.float32(1 / FULL_SCALE)


def to_int16(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    """float32 [n] -> int16 [n]: rounded, what lies beyond full scale is clipped."""
    return np.asarray(np.rint(np.clip(samples * FULL_SCALE, -32768, 32767)), np.int16)


def from_float(samples: NDArray[np.float32]) -> bytes:
    """float32 [n] -> PCM16LE: rounded, what lies beyond full scale is clipped."""
    return bytes_of(to_int16(samples))


def rms_dbfs(samples: NDArray[np.float32]) -> float:
    """Root mean square in dB: 0 is a square wave at full scale, a full sine is -3.01."""
    if not len(samples):
        return SILENCE_DBFS
    power = float(np.dot(samples, samples)) / len(samples)
    return max(SILENCE_DBFS, 10 * math.log10(power)) if power > 0 else SILENCE_DBFS


def peak_dbfs(samples: NDArray[np.float32]) -> float:
    """The largest absolute sample in dB: 0 is full scale."""
    peak = float(np.max(np.abs(samples))) if len(samples) else 0.0
    return max(SILENCE_DBFS, 20 * math.log10(peak)) if peak > 0 else SILENCE_DBFS
