"""Audio files of any common kind as the 16 kHz mono PCM16 that VIVA works on."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from viva.audio.resample import resample
from viva.errors import VivaError

RATE = 16_000


class AudioFileError(VivaError):
    """A file that is not there or holds no audio that can be read."""


def read_audio(path: Path) -> bytes:
    """WAV, FLAC, OGG, MP3 at any rate, channels mixed: PCM16LE, mono, 16 kHz.

    Raises:
        AudioFileError: names the file, what is wrong and what is expected.
    """
    import soundfile  # 30 ms to import, and only files need it

    if not path.is_file():
        raise AudioFileError(f"{path}: no such audio file", hint="expected a WAV, FLAC, OGG or MP3 file")
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as e:
        raise AudioFileError(
            f"{path}: not audio that can be read: {e.error_string}",
            hint="expected a WAV, FLAC, OGG or MP3 file",
        ) from e
    mono = resample(samples.mean(axis=1), int(rate), RATE)
    return (np.clip(mono, -1, 32767 / 32768) * 32768).astype("<i2").tobytes()
