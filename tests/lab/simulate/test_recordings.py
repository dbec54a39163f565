"""Callers who speak with recordings of people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viva.dialogue.load import load_bot
from viva.errors import VivaError
from viva.lab.simulate.cast import cast
from viva.lab.simulate.personas import checked_personas, read_personas
from viva.lab.simulate.recordings import read_recordings

BARISTA = Path(__file__).resolve().parents[3] / "bots" / "barista"
PERSONA = "personas: {people: {tells: all, sounds: {recordings: labels.json}}}"


def labelled(folder: Path, slots: dict[str, str]) -> Path:
    (folder / "clean").mkdir()
    (folder / "clean" / "one.flac").write_bytes(b"")
    labels = {"one.flac": {"intent": "orderDrink", "slots": slots}}
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    (folder / "people.yaml").write_text(PERSONA, encoding="utf-8")
    return folder / "people.yaml"


def test_the_goal_is_what_was_recorded(tmp_path: Path) -> None:
    file = labelled(tmp_path, {"coffeeDrink": "latte", "size": "large"})
    bot = load_bot(BARISTA)
    (goal,) = cast(read_personas(file, bot), bot, seed=1, number=1).goals
    assert goal.recording == tmp_path / "clean" / "one.flac"
    assert {slot: value for slot, value in goal.slots.items() if value} == {
        "coffeeDrink": "latte",
        "size": "large",
    }


def test_labels_that_the_bot_does_not_know(tmp_path: Path) -> None:
    file = labelled(tmp_path, {"coffeeDrink": "beer"})
    problems = checked_personas(file, load_bot(BARISTA))[1]
    assert "one.flac: `coffeeDrink` is `beer`, expected a value of `coffeeDrink`." in str(problems[0])


def test_what_is_wrong_with_labels(tmp_path: Path) -> None:
    labels = tmp_path / "labels.json"
    with pytest.raises(VivaError, match="cannot be read"):
        read_recordings(labels)
    labels.write_text("[1]", encoding="utf-8")
    with pytest.raises(VivaError, match="no labels of recordings"):
        read_recordings(labels)
    labels.write_text('{"a.wav": {"intent": "x", "slots": {}}}', encoding="utf-8")
    with pytest.raises(VivaError, match=r"1 recordings are not there, the first a.wav"):
        read_recordings(labels)


@pytest.mark.data
def test_recorded_orders_are_goals_of_the_barista(tmp_path: Path) -> None:
    data = Path(__file__).resolve().parents[4] / "shared" / "data" / "barista" / "labels.json"
    if not data.is_file():
        pytest.skip("recorded orders are not there")
    file = tmp_path / "people.yaml"
    file.write_text(PERSONA.replace("labels.json", str(data)), encoding="utf-8")
    bot = load_bot(BARISTA)
    personas, problems = checked_personas(file, bot)
    assert not problems
    assert len(personas[0].recordings) > 100
