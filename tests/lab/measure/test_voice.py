"""Pitch against Praat on recordings of people, and how errors are counted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from viva.audio.files import read_audio
from viva.cli.app import viva
from viva.lab.measure.voice import PitchScore, pitch_score
from viva.lab.sounds.noise import through_a_telephone

NAN = float("nan")


def test_errors_are_counted_by_kind() -> None:
    truth = np.array([NAN, 100, 100, 100, 100, NAN, 100, NAN], np.float32)
    found = np.array([NAN, 101, 200, 50, 130, 100, NAN, 100], np.float32)
    score = PitchScore()
    score.add(truth, found)
    assert (score.frames, score.inside, score.both) == (8, 6, 4)
    assert (score.gross, score.octave) == (3, 2)
    assert (score.missed, score.false, score.wrong_inside) == (1, 2, 2)
    assert score.voicing_error == 3 / 8


@pytest.mark.data
@pytest.mark.parametrize("telephone", [False, True])
@pytest.mark.parametrize(("folder", "every"), [("barista/clean", 12), ("digits", 20)])
def test_pitch_is_near_praats(recordings: Path, folder: str, every: int, telephone: bool) -> None:
    parselmouth = pytest.importorskip("parselmouth")
    heard = [read_audio(path) for path in sorted((recordings / folder).glob("*.flac"))[::every]]
    score = pitch_score(parselmouth, heard, through_a_telephone if telephone else lambda pcm: pcm)
    assert score.both > 500
    assert score.gross_error <= 0.03, score.row()
    assert score.voicing_error <= 0.10, score.row()
    assert score.octave_error < 0.02, score.row()  # on all recordings below 1 %: benchmarks/README.md


def test_without_recordings_the_bench_says_so(tmp_path: Path) -> None:
    pytest.importorskip("parselmouth")
    result = CliRunner().invoke(viva, ["bench", "voice", "--data", str(tmp_path)])
    assert result.exit_code == 0 and result.output.startswith("skipped: no recordings")
