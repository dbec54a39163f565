"""Recordings for tests: another voice of the synthesizer says the words, into files as from a studio."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import soundfile

from viva.audio.pcm import to_float
from viva.audio.resample import resample
from viva.speaking.engine import Voice
from viva.speaking.recordings import Clip, Recordings
from viva.speaking.registry import say


def studio(words: str, *, rate: int = 44_100, level_db: float = 0.0, silence_ms: int = 400) -> np.ndarray:
    """A take with silence around it, float32 at `rate`."""
    spoken = resample(to_float(say(words, Voice("en-us+f3")).pcm), 16_000, rate)
    around = np.zeros(rate * silence_ms // 1000, np.float32)
    return np.concatenate((around, spoken * np.float32(10 ** (level_db / 20)), around))


def put(folder: Path, file: str, samples: np.ndarray, rate: int = 44_100) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    soundfile.write(folder / file, samples, rate)


def clip(folder: Path, file: str, words: str) -> Clip:
    """What lies there already."""
    return Clip(file, words, folder / file, hashlib.sha256((folder / file).read_bytes()).hexdigest())


def recordings(folder: Path, words: dict[str, str], **take: float) -> Recordings:
    for file, said in words.items():
        put(folder, file, studio(said, **take))  # type: ignore[arg-type]
    return Recordings(tuple(clip(folder, file, said) for file, said in words.items()))
