"""A recording made ready to be played in a sentence: trimmed, at the house's loudness."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from viva.audio.files import read_audio
from viva.audio.pcm import to_float
from viva.errors import VivaError
from viva.speaking.levels import RATE, levelled, speech_span
from viva.speaking.recordings import Clip

EDGE_MS = 25
"""Kept before the first sound of a clip and behind its last."""
_FRAME = RATE // 100


@lru_cache(maxsize=256)
def recorded(clip: Clip) -> NDArray[np.float32]:
    """What is said in it, 16 kHz. Reads the file; some 256 are kept, at 64 kB for a second.

    Raises:
        VivaError: it cannot be read, holds no sound, or is not what it was when the bot was loaded.
    """
    try:
        same = hashlib.sha256(clip.path.read_bytes()).hexdigest() == clip.sha256
    except OSError as error:
        raise VivaError(f"{clip.path}: cannot be read: {error.strerror or error}") from error
    if not same:
        raise VivaError(f"{clip.path}: has changed since the bot was loaded", hint="start the server again")
    samples = to_float(read_audio(clip.path))
    start, end = speech_span(samples, lead_ms=EDGE_MS, tail_ms=EDGE_MS, floor_db=silence_below(samples))
    if end == start:
        raise VivaError(f"{clip.path}: there is no sound in it")
    return levelled(samples[start:end])


def silence_below(samples: NDArray[np.float32]) -> float:
    """How far below the loudest 10 ms a recording is silence: 50 dB, less where the room is not so still."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not len(frames):
        return 50.0
    power = 10 * np.log10(np.mean(np.square(frames), axis=1, dtype=np.float64) + 1e-12)
    return float(np.clip(power.max() - np.percentile(power, 10) - 8, 30, 50))
