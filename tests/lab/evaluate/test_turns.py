"""The figures of turns, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.calls.made import Made, keep, made, truth
from viva.lab.calls.folder import read_calls
from viva.lab.calls.truth import Said
from viva.lab.evaluate.rows import Source
from viva.lab.evaluate.turn_curve import turn_curve
from viva.lab.evaluate.turns_report import evaluate_turn_rows, evaluate_turns
from viva.lab.report.model import Curve, Differences, Report, Table

ROWS = """id,call,end_ms,taken_ms,reply_ms,step
1,a,1000,1300,1400,size
2,a,5000,4800,,size
3,a,9000,8950,9500,phone
4,b,2000,2700,4900,phone
5,b,9000,,,size
"""


def values(report: Report) -> dict[str, float | None]:
    return {one.name: one.value for one in report.figures}


def table(report: Report, title: str) -> list[list[object]]:
    found = next(part for part in report.parts if isinstance(part, Table) and part.title == title)
    return [list(row) for row in found.rows]


def test_rows_by_hand(tmp_path: Path) -> None:
    data = tmp_path / "taken.csv"
    data.write_text(ROWS)
    report = evaluate_turn_rows(Source(data, groups=("step",)))
    assert values(report) == {
        "cut off": 1 / 4,  # the second; the third lies within the tolerance of 50 ms
        "not answered": 1 / 5,
        "replies after more than 2.5 s": 1 / 3,
        "taken after, ms, median": 300,  # of 0, 300, 700
        "taken after, ms, p90": 700,
        "taken after, ms, p95": 700,
        "reply after, ms, median": 500,  # of 400, 500, 2900
        "reply after, ms, p90": 2900,
        "reply after, ms, p95": 2900,
    }
    assert report.problems.count("no prediction") == 1
    by_step = table(report, "By step")
    assert [row[:2] for row in by_step] == [["size", 3], ["phone", 2]]
    assert by_step[0][2].value == 1 / 2  # type: ignore[attr-defined]


def test_rows_of_two_systems(tmp_path: Path) -> None:
    data, other = tmp_path / "taken.csv", tmp_path / "other.csv"
    data.write_text(ROWS)
    other.write_text(
        "id,taken_ms,reply_ms\n1,1500,1600\n2,5200,5300\n3,9200,9300\n4,2200,2300\n5,9300,9400\n"
    )
    report = evaluate_turn_rows(Source(data, against=other))
    (found,) = [part for part in report.parts if isinstance(part, Differences)]
    rows = {row.name: row for row in found.rows}
    assert (rows["cut off"].first, rows["cut off"].second) == (1 / 4, 0)
    assert (rows["taken after, ms, median"].first, rows["taken after, ms, median"].second) == (300, 200)


def paused() -> tuple[Made, tuple[Said, ...]]:
    """One turn is cut off in a pause of 700 ms, and the rest of it taken; another goes on undisturbed."""
    call = made()
    call.say(3000, 4000, "i want to travel", "travel")
    call.run(6000)
    call.say(8000, 9000, "paris", city="Paris")
    call.say(9700, 10_600, "paris france", city="Paris")
    call.hang_up(20_000)
    said = (
        Said(3000, 4000, "turn", "ask", "i want to travel", "travel"),
        Said(
            8000,
            10_600,
            "turn",
            "inform",
            "paris in france",
            values={"from_city": "Paris"},
            pauses=((9000, 9700),),
        ),
    )
    return call, said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    call, said = paused()
    goal = {"intent": "travel", "slots": {"from_city": "Paris", "day": "2026-11-27"}}
    keep(tmp_path / "data", call, "sim-1-0", truth(*said, goal=goal, success=False))
    return tmp_path / "data"


def test_stored_calls_by_hand(folder: Path) -> None:
    calls = read_calls(folder)
    turns = calls.facts[0].turns
    report = evaluate_turns(calls)
    found = values(report)
    assert found["cut off"] == 1 / 3
    # Taken 1000 ms after the first, and so many after the last, whose words leave it open.
    assert [turn.delay_ms for turn in turns if not turn.cut_off] == [1000, turns[2].taken_ms - 10_600]
    assert found["not answered"] == 0
    assert [row[:2] for row in table(report, "By step")] == [
        ["open", 1],
        ["travel.0 ask from_city", 1],
        ["travel.1 ask to_city", 1],
    ]


def test_waiting_longer_would_have_saved_the_turn(folder: Path) -> None:
    calls = read_calls(folder)
    curve = turn_curve(calls.facts)
    assert isinstance(curve, Curve)
    sooner, later = curve.lines
    cut = calls.facts[0].turns[1]
    missing = (cut.resumed_ms or 0) - cut.taken_ms
    assert 400 < missing <= 600
    assert sooner.points[0].y == later.points[0].y == pytest.approx(100 / 3)
    assert [point.y for point in later.points] == pytest.approx([100 / 3] * 5 + [0] * 3)
    assert later.points[5].x == later.points[0].x + 600
    assert [point.x for point in sooner.points] == sorted((p.x for p in sooner.points), reverse=True)


def test_without_the_truth_cut_offs_are_inferred_and_said_to_be(tmp_path: Path) -> None:
    keep(tmp_path / "data", paused()[0], "20260105-100000-aaaaaa")
    report = evaluate_turns(read_calls(tmp_path / "data"))
    assert values(report)["cut off"] == 1 / 3
    assert "inferred in 1 calls" in report.settings["cut off"]


def test_two_versions_turn_by_turn_of_the_same_calls(folder: Path, tmp_path: Path) -> None:
    other = made()
    other.say(3000, 4000, "i want to travel", "travel")
    other.hang_up(20_000)
    goal = read_calls(folder).facts[0].truth
    assert goal is not None
    keep(tmp_path / "other", other, "sim-1-0", truth(paused()[1][0], goal=goal.goal))
    report = evaluate_turns(read_calls(folder), against=read_calls(tmp_path / "other"))
    (found,) = [part for part in report.parts if isinstance(part, Differences)]
    rows = {row.name: row for row in found.rows}
    assert (rows["cut off"].first, rows["cut off"].second) == (1 / 3, 0)
    assert report.settings["against"].startswith("1 of the same calls")
