"""The calls of a data folder as rows of the evaluations of recognition, intents, entities and slots."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from tests.lab.calls.made import keep, made, truth
from viva.errors import VivaError
from viva.lab.calls.truth import Said
from viva.lab.evaluate.asr_report import evaluate_asr
from viva.lab.evaluate.entities_report import evaluate_entities
from viva.lab.evaluate.intents_report import evaluate_intents
from viva.lab.evaluate.rows import Source
from viva.lab.evaluate.slots_report import evaluate_slots
from viva.lab.report.as_html import as_html
from viva.lab.report.model import Cases, Report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One answer is cut in two, one is misheard, one gets no answer."""
    call = made()
    call.say(3000, 4000, "i want to travel", "travel")
    call.say(8000, 9000, "paris", city="Paris")
    call.say(9700, 10_600, "france", city="Paris")
    call.say(16_000, 17_000, "roman", city="Oslo")
    call.hang_up(21_000)
    said = (
        Said(3000, 4000, "turn", "ask", "I want to travel.", "travel"),
        Said(
            8000,
            10_600,
            "turn",
            "inform",
            "Paris, France",
            values={"from_city": "Paris"},
            pauses=((9000, 9700),),
        ),
        Said(16_000, 17_000, "turn", "inform", "Rome", values={"to_city": "Rome"}),
        Said(19_000, 20_000, "turn", "ask", "help me", "help"),
    )
    goal = {"intent": "travel", "slots": {"from_city": "Paris", "to_city": "Rome", "day": "2026-11-27"}}
    keep(tmp_path / "data", call, "sim-1-0", truth(*said, goal=goal, success=False))
    return tmp_path / "data"


def values(report: Report) -> dict[str, float | None]:
    return {one.name: one.value for one in report.figures}


def test_recognition(folder: Path) -> None:
    report = evaluate_asr(Source(folder))
    found = values(report)
    # "rome" heard as "roman"; of the two words without an answer both are lost.
    assert found["word error rate"] == 3 / 9
    assert found["sentence error rate"] == 2 / 4
    assert found["speech lost"] == 1 / 4
    assert report.problems.count("no prediction") == 1
    assert report.problems.count("recording not found") == 0, "only some recordings are kept"


def test_a_wrong_turn_is_cut_out_of_the_recording(folder: Path) -> None:
    with wave.open(str(folder / "calls" / "sim-1-0" / "audio.wav"), "wb") as out:
        out.setparams((2, 2, 16_000, 0, "NONE", "not compressed"))
        out.writeframes(bytes(4 * 16_000 * 21))
    report = evaluate_asr(Source(folder))
    worst = next(part for part in report.parts if isinstance(part, Cases))
    clips = {case.id: case.audio for case in worst.cases}
    clip = clips["sim-1-0:2"]
    assert clip is not None and (clip.start_s, clip.end_s) == (15.8, 17.2)
    page = as_html(report)
    assert page.count("data:audio/") == 2
    # 1.4 s of both sides, in base64.
    assert 2 * 1.4 * 64_000 * 4 / 3 < len(page) < 2 * 1.4 * 64_000 * 4 / 3 + 60_000


def test_intents(folder: Path) -> None:
    report = evaluate_intents(Source(folder))
    assert values(report)["accuracy"] == 1 / 2
    assert report.what.startswith("2 rows")


def test_entities(folder: Path) -> None:
    """Both slots take a city, as the kept bot says. Paris is right, heard twice; Rome became Oslo."""
    report = evaluate_entities(Source(folder))
    assert report.what == "4 rows, 2 entities of 1 types"
    found = values(report)
    assert (found["recall"], found["precision"], found["mismatch rate"]) == (1 / 2, 1 / 3, 1 / 2)


def test_slots(folder: Path) -> None:
    found = values(evaluate_slots(Source(folder)))
    assert found["capture rate"] == 1 / 3
    assert found["captured wrongly"] == 1 / 3
    assert found["not captured"] == 1 / 3


def test_without_labels_it_is_said_what_needs_them(tmp_path: Path) -> None:
    call = made()
    call.hang_up(3000)
    keep(tmp_path / "data", call, "20260105-100000-aaaaaa")
    with pytest.raises(VivaError, match="0 of its 1 calls have labels") as found:
        evaluate_asr(Source(tmp_path / "data"))
    assert "need none" in found.value.hint
