"""Measuring the slot tagger: the data as published, the counts, and the calibration error by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from viva.cli.app import viva
from viva.errors import VivaError
from viva.lab.measure.slots import Answer, SlotScores, measure_slots
from viva.lab.measure.snips import read_snips
from viva.understanding.marks import Span

ARTISTS = ("prince", "queen", "abba", "sade", "nina simone", "bob marley", "the beatles", "björk")


def utterance(before: str, value: str, after: str = "") -> dict[str, object]:
    pieces = [{"text": before}, {"text": value, "entity": "artist"}, {"text": after}]
    return {"data": [one for one in pieces if one["text"]]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two intents; one file in UTF-8, the other in Latin-1, as in the published data."""
    frames = (("play ", ""), ("I want to hear ", " now"), ("put on some ", " please"))
    train = [utterance(before, artist, after) for artist in ARTISTS for before, after in frames]
    test = [utterance("play ", "queen", "."), utterance("put on some ", "abba ", "please")]
    plain = [{"data": [{"text": text}]} for text in ("how is the weather", "will it rain", "is it cold")]
    for intent, encoding, parts in (
        ("PlayMusic", "latin-1", (train, test)),
        ("GetWeather", "utf-8", (plain * 4, plain)),
    ):
        (tmp_path / intent).mkdir()
        for name, part in zip((f"train_{intent}_full", f"validate_{intent}"), parts, strict=True):
            text = json.dumps({intent: part}, ensure_ascii=False)
            (tmp_path / intent / f"{name}.json").write_bytes(text.encode(encoding))
    return tmp_path


def test_the_data_is_read_in_either_encoding(folder: Path) -> None:
    read = read_snips(folder, "train")
    (one,) = [one for one in read if one.marked.text == "play björk"]
    assert one.intent == "PlayMusic" and one.marked.spans == (Span("artist", 5, 10),)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="no SNIPS utterances in"):
        read_snips(tmp_path / "nowhere", "test")


def test_values_are_told_by_exact_span_and_type(folder: Path) -> None:
    scores = measure_slots(folder, None, held_out=False, lower=False)
    assert (scores.trained_on, len(scores.answers)) == (36, 5)
    assert [one.intent for one in scores.answers] == ["GetWeather"] * 3 + ["PlayMusic"] * 2
    # A blank inside the published span is no part of the value.
    assert [set(one.true) for one in scores.answers[3:]] == [{("artist", 5, 10)}, {("artist", 12, 16)}]
    assert all(set(one.found) == one.true for one in scores.answers)


def test_calibration_by_hand() -> None:
    right, wrong, other = ("a", 0, 1), ("a", 2, 3), ("b", 0, 1)
    answer = Answer("i", "text", frozenset((right, other)), {right: 0.95, wrong: 0.95, other: 0.55})
    scores = SlotScores(0, 0.0, 0.0, 0.0, [answer])
    assert scores.calibration_error == pytest.approx((0.9 + 0.45) / 3)


def test_the_command_prints_what_viva_eval_says_of_its_rows(folder: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    result = CliRunner().invoke(
        viva, ["bench", "slots", "--data", str(folder), "--words-only", "--rows", str(rows)]
    )
    assert result.exit_code == 0, result.output
    assert "SNIPS, 36 training utterances, 5 test utterances" in result.output
    again = CliRunner().invoke(viva, ["eval", "slots", str(rows), "--group", "intent"])
    assert again.exit_code == 0, again.output
    for output in (result.output, again.output):
        (line,) = [line for line in output.splitlines() if line.strip().startswith("F1 of spans")]
        assert "100.00 %" in line


@pytest.mark.data
def test_the_published_data_has_its_published_size(recordings: Path) -> None:
    folder = recordings / "intents" / "snips"
    assert len(read_snips(folder, "train")) == 13_784 and len(read_snips(folder, "test")) == 700
