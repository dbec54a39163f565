"""Audio files of any common kind as the 16 kHz mono PCM16 that VIVA works on."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from viva.audio.pcm import from_float
from viva.audio.resample import resample
from viva.errors import VivaError

RATE = 16_000
LONGEST_S = 4 * 3600
"""A caller's file is held in memory: 460 MB at this length."""
_EXPECTED = "expected a WAV, FLAC, OGG or MP3 file"


class AudioFileError(VivaError):
    """A file that is not there or holds no audio that can be read."""


def read_audio(path: Path) -> bytes:
    """WAV, FLAC, OGG, MP3 at any rate, channels mixed: PCM16LE, mono, 16 kHz.

    Raises:
        AudioFileError: names the file, what is wrong and what is expected.
    """
    import soundfile  # 30 ms to import, and only files need it

    if path.is_dir():
        raise AudioFileError(f"{path}: a folder, not an audio file", hint=_EXPECTED)
    if not path.is_file():
        raise AudioFileError(f"{path}: no such audio file", hint=_EXPECTED)
    try:
        with soundfile.SoundFile(path) as file:
            rate = int(file.samplerate)
            if file.frames > LONGEST_S * rate:
                raise AudioFileError(
                    f"{path}: {file.frames / rate / 3600:.1f} hours of audio, at most {LONGEST_S / 3600:.0f}",
                    hint="cut it into parts",
                )
            samples = file.read(dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as e:
        raise AudioFileError(f"{path}: not audio that can be read: {e.error_string}", hint=_EXPECTED) from e
    except OSError as e:
        raise AudioFileError(f"{path}: cannot be read: {e.strerror or e}", hint=_EXPECTED) from e
    if not len(samples):
        raise AudioFileError(f"{path}: an audio file without a single sample", hint=_EXPECTED)
    try:
        mono = resample(np.nan_to_num(samples.mean(axis=1), posinf=1, neginf=-1), rate, RATE)
    except ValueError as e:
        raise AudioFileError(f"{path}: {e}", hint="convert it to 8, 16, 44.1 or 48 kHz first") from e
    return from_float(mono)
