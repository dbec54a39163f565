"""A recording is readable after every flush, and what lies behind a header that lags is read too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from viva.audio.pcm import bytes_of
from viva.audio.recording import HEADER_BYTES, open_recording, peaks, read_recording

CALLER = np.arange(320, dtype=np.int16)
BOT = -CALLER


def test_any_wav_reader_reads_it(tmp_path: Path) -> None:
    recording = open_recording(tmp_path / "call.wav")
    for _ in range(3):
        recording.write(bytes_of(CALLER), bytes_of(BOT))
    recording.close()
    recording.close()
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, 16000, 2)
        assert file.getnframes() == 960
    samples = read_recording(tmp_path / "call.wav")
    assert np.array_equal(samples[:320, 0], CALLER) and np.array_equal(samples[640:, 1], BOT)


def test_a_header_that_lags_hides_nothing(tmp_path: Path) -> None:
    recording = open_recording(tmp_path / "call.wav")
    recording.write(bytes_of(CALLER), bytes_of(BOT))
    recording.flush()
    recording.write(bytes_of(CALLER), bytes_of(BOT))
    assert len(read_recording(tmp_path / "call.wav")) == 640
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert file.getnframes() == 320
    with (tmp_path / "call.wav").open("ab") as file:
        file.write(b"\1\2\3")  # half a frame, as a full disk leaves it
    assert len(read_recording(tmp_path / "call.wav")) == 640
    recording.close()


def test_all_that_was_flushed_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    program = (
        "import sys, time, pathlib; from viva.audio.recording import open_recording\n"
        f"r = open_recording(pathlib.Path({str(path)!r}))\n"
        "for _ in range(50): r.write(bytes(640), bytes(640))\n"
        "r.flush(); print('flushed', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as process:  # fmt: skip
        assert process.stdout is not None and process.stdout.readline() == b"flushed\n"
        os.kill(process.pid, signal.SIGKILL)
    with wave.open(str(path)) as file:
        assert file.getnframes() == 16000


def test_the_waveform_has_the_extremes_of_each_column(tmp_path: Path) -> None:
    recording = open_recording(tmp_path / "call.wav")
    caller = np.zeros(1600, np.int16)
    caller[100], caller[1500] = 16384, -32768
    recording.write(bytes_of(caller), bytes(3200))
    recording.close()
    found = peaks(tmp_path / "call.wav", 4)
    assert found["duration_ms"] == 100
    assert found["caller"] == [[0.0, 0.5], [0.0, 0.0], [0.0, 0.0], [-1.0, 0.0]]
    assert found["bot"] == [[0.0, 0.0]] * 4


def test_nothing_recorded_is_an_empty_waveform(tmp_path: Path) -> None:
    open_recording(tmp_path / "call.wav").close()
    assert (tmp_path / "call.wav").stat().st_size == HEADER_BYTES
    assert len(read_recording(tmp_path / "call.wav")) == 0
    assert peaks(tmp_path / "call.wav", 10)["duration_ms"] == 0


def test_more_columns_than_samples(tmp_path: Path) -> None:
    recording = open_recording(tmp_path / "call.wav")
    recording.write(b"\1\0", b"\2\0")
    recording.close()
    assert len(peaks(tmp_path / "call.wav", 100)["caller"]) == 1


def test_wrong_use_is_refused(tmp_path: Path) -> None:
    recording = open_recording(tmp_path / "call.wav")
    with pytest.raises(ValueError, match="got 640 bytes of the caller and 2 of the bot"):
        recording.write(bytes(640), bytes(2))
    recording.close()
    (tmp_path / "no.wav").write_bytes(b"RIFF")
    with pytest.raises(ValueError, match="not a two-channel WAV recording"):
        read_recording(tmp_path / "no.wav")
