"""Audio files of many kinds become 16 kHz mono; what is no audio is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from viva.audio.files import AudioFileError, read_audio
from viva.audio.pcm import SILENCE_DBFS, from_float, peak_dbfs, rms_dbfs, to_float

SECOND = np.sin(2 * np.pi * 440 * np.arange(48000) / 48000).astype(np.float32) * np.float32(0.5)


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 44100, 48000])
@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.ogg"])
def test_any_kind_and_rate_becomes_16_khz_mono(tmp_path: Path, rate: int, name: str) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    soundfile.write(tmp_path / name, np.stack((tone, tone), axis=1), rate)
    samples = to_float(read_audio(tmp_path / name))
    assert len(samples) == 16000
    assert abs(rms_dbfs(samples) - -9.03) < 0.3
    assert abs(peak_dbfs(samples) - -6.02) < 0.5


def test_not_a_number_and_beyond_full_scale_do_no_harm(tmp_path: Path) -> None:
    wild = np.array([np.nan, np.inf, -np.inf, 7.0, -7.0, 0.0], np.float32)
    soundfile.write(tmp_path / "a.wav", wild, 16000, subtype="FLOAT")
    assert list(np.frombuffer(read_audio(tmp_path / "a.wav"), "<i2")) == [0, 32767, -32768, 32767, -32768, 0]


def test_wrong_files_are_named_with_what_was_expected(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("this is not audio")
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 16000)
    for name, wrong in [
        ("missing.wav", "no such audio file"),
        ("text.wav", "not audio that can be read"),
        ("empty.wav", "an audio file without a single sample"),
        ("", "a folder, not an audio file"),
    ]:
        with pytest.raises(AudioFileError) as caught:
            read_audio(tmp_path / name)
        assert caught.value.message.startswith(f"{tmp_path / name}: {wrong}")
        assert caught.value.hint == "expected a WAV, FLAC, OGG or MP3 file"


def test_levels() -> None:
    assert abs(rms_dbfs(SECOND) - -9.03) < 0.01
    assert abs(peak_dbfs(SECOND) - -6.02) < 0.01
    assert rms_dbfs(np.zeros(5, np.float32)) == peak_dbfs(np.zeros(0, np.float32)) == SILENCE_DBFS


def test_every_16_bit_sample_survives_as_float() -> None:
    every = np.arange(-32768, 32768).astype("<i2").tobytes()
    assert from_float(to_float(every)) == every
