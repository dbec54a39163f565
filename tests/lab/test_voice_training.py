"""`viva train voice`: from labelled recordings to a classifier that a call uses; bad rows are told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from tests.hearing.voice.pulses import voice
from viva.cli.app import viva
from viva.hearing.voice.baseline import Baseline
from viva.hearing.voice.classifier import VoiceClassifier, read_classifier
from viva.hearing.voice.evidence import Measure, Voice
from viva.lab.voice_training import heard


def recordings(folder: Path, speakers: int = 3, each: int = 4) -> list[str]:
    """Rows of a table: calm voices, and the same ones louder and higher."""
    rng = np.random.default_rng(5)
    rows = ["path,label,speaker"]
    for speaker in range(speakers):
        for label, up in (("calm", 1.0), ("excited", 1.35)):
            for n in range(each):
                pitch = (100 + 50 * speaker) * up * rng.uniform(0.97, 1.03)
                path = folder / f"{label}_{speaker}_{n}.wav"
                soundfile.write(path, voice(pitch, 0.4, 0.1 * up**3), 16_000)
                rows.append(f"{path.name},{label},{speaker}")
    return rows


def train(data: Path, out: Path) -> tuple[int, str]:
    result = CliRunner().invoke(viva, ["train", "voice", str(data), "--out", str(out)])
    return result.exit_code, result.output


def test_a_classifier_is_trained_and_judged_on_other_speakers(tmp_path: Path) -> None:
    table = tmp_path / "moods.csv"
    table.write_text("\n".join(recordings(tmp_path)))
    out = tmp_path / "moods.voice.json"
    code, said = train(table, out)
    assert code == 0, said
    assert "24 recordings, 3 speakers; judged on speakers left out" in said
    assert "calm: 12 of 12" in said and "speaker 2: 8 of 8" in said
    assert "accuracy 100.0% (24 of 24); the commonest label alone: 50.0%" in said
    classifier = read_classifier(out.read_text())
    usual = Baseline()
    for n in range(6):
        usual = usual.with_voice(heard(tmp_path / f"calm_0_{n % 4}.wav"))
    emotion = classifier.emotion(heard(tmp_path / "excited_0_0.wav"), usual)
    assert emotion is not None and emotion.label == "excited" and emotion.confidence > 0.6
    assert classifier.emotion(heard(tmp_path / "calm_0_0.wav"), Baseline()) is None


def test_folders_by_label_and_speaker(tmp_path: Path) -> None:
    for label, pitch in (("low", 100), ("high", 250)):
        for speaker in ("ann", "bob"):
            (tmp_path / label / speaker).mkdir(parents=True)
            soundfile.write(tmp_path / label / speaker / "1.wav", voice(pitch, 0.4), 16_000)
    code, said = train(tmp_path, tmp_path / "x.voice.json")
    assert code == 0 and "4 recordings, 2 speakers" in said


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("file,label\na,b\n", "moods.csv:1: no column path, got file, label"),
        ("path,label\n,calm\nnone.wav,calm\n", "moods.csv:2: the path is empty"),
        ("path,label\nnone.wav,calm\n", "moods.csv:2: there is no recording none.wav"),
        ("path,label\nmoods.csv,\n", "moods.csv:2: the label is empty"),
        ("path,label\nmoods.csv,calm\n", "1 recordings with the labels: calm"),
        ("path,label\nmoods.csv,calm\nmoods.csv,glad\n", "not audio that can be read"),
        ("", "no column label or path, got nothing"),
    ],
)
def test_bad_rows_are_told_with_their_line(tmp_path: Path, table: str, expected: str) -> None:
    (tmp_path / "moods.csv").write_text(table)
    code, said = train(tmp_path / "moods.csv", tmp_path / "x.voice.json")
    assert code == 1 and expected in said.replace("\n", " ").replace(str(tmp_path) + "/", "")


def test_a_recording_without_a_voice_is_told(tmp_path: Path) -> None:
    for label in ("a", "b"):
        (tmp_path / label).mkdir()
        soundfile.write(tmp_path / label / "1.wav", np.zeros(8000), 16_000)
    code, said = train(tmp_path, tmp_path / "x.voice.json")
    assert code == 1 and "no voice is heard in it" in said


def test_the_name_of_the_file(tmp_path: Path) -> None:
    code, said = train(tmp_path, tmp_path / "x.json")
    assert code == 1 and "expected a name like moods.voice.json" in said


def file(**weights: object) -> str:
    return json.dumps({"format": "viva-voice-1", "weights": weights, "accuracy": 1, "recordings": 2})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "is not JSON"),
        ("[]", "is no classifier"),
        (file(a=1), "no usable weights"),
        (file(a={}), "fewer than two"),
        (file(a={"smell": 1}, b={}), r"unknown measures \(smell\)"),
    ],
)
def test_a_file_that_is_no_classifier(text: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        read_classifier(text)


def test_a_classifier_goes_to_its_file_and_back() -> None:
    classifier = VoiceClassifier({"a": {"rate": 1.0, "bias": 0.5}, "b": {"rate": -1.0}}, 0.9, 10)
    assert read_classifier(classifier.to_json()) == classifier
    usual = Baseline().with_voice(Voice(900, rate=Measure(4.0, 1.0)))
    fast = classifier.emotion(Voice(900, rate=Measure(9.0, 1.0)), usual)
    assert fast is not None and fast.label == "a"
