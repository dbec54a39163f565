"""The figures of calls, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.calls.made import Made, keep, made, truth
from viva.errors import VivaError
from viva.lab.calls.folder import Selection, read_calls
from viva.lab.calls.truth import FILE, Said
from viva.lab.evaluate.calls_report import evaluate_calls
from viva.lab.report.model import Cases, Differences, Report, Table


def good() -> Made:
    """Two turns, the weather told after 400 ms; ended at "anything else?"."""
    call = made(action_ms=400)
    call.say(3000, 4000, "how is the weather", "weather")
    call.say(9000, 9500, "no", "no")
    call.run(15_000)
    return call


def lost() -> Made:
    """Three turns, one of them not understood; the caller hangs up when asked from where."""
    call = made()
    call.say(3000, 4000, "i want to travel", "travel")
    call.say(8000, 9000, "mumble")
    call.say(15_000, 16_000, "sorry", "repeat")
    call.hang_up(20_000)
    return call


def handed_over() -> Made:
    """No word at all: after three silences to a person."""
    call = made()
    call.run(60_000)
    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    keep(data, good(), "sim-1-0", truth(number=0, persona="calm"))
    keep(data, lost(), "sim-1-1", truth(number=1, success=False, persona="hasty"))
    keep(data, handed_over(), "sim-1-2", truth(number=2, success=False, persona="hasty"))
    return data


def values(report: Report) -> dict[str, float | None]:
    return {one.name: one.value for one in report.figures}


def table(report: Report, title: str) -> list[list[object]]:
    found = next(part for part in report.parts if isinstance(part, Table) and part.title == title)
    return [list(row) for row in found.rows]


def test_figures_by_hand(folder: Path) -> None:
    report = evaluate_calls(read_calls(folder))
    found = values(report)
    calls = read_calls(folder).facts
    seconds = sum(call.duration_ms for call in calls) / 1000
    assert [call.reason for call in calls] == ["bot_hung_up", "caller_hung_up", "transferred"]
    wanted = {
        "task success": 1 / 3,
        "success without a transfer": 1 / 3,
        "containment": 2 / 3,
        "transferred": 1 / 3,
        "dropped": 1 / 3,
        "turns a call": 5 / 3,
        "seconds a call": seconds / 3,
        "repair ratio": 5
        / 8,  # one not understood, one "sorry?", three silences; of five turns and three silences
        "not understood, a call": 1 / 3,
        "no input, a call": 3 / 3,
        "asked to repeat, a call": 1 / 3,
        "read-back refused, a call": 0,
        "corrections, a call": 0,
        "seconds of dead air, a call": 0,
        "actions failed, a call": 0,
    }
    assert {name: found[name] for name in wanted} == wanted
    assert table(report, "Drop by step")[0][:3] == ["travel.0 ask from_city", 1, 1]
    assert table(report, "Why calls failed") == [["it was not done", 2]]
    (action,) = table(report, "Actions")
    assert action[:4] == ["weather", 1, 0, 0] and action[4].value == 400  # type: ignore[attr-defined]
    by_persona = table(report, "By persona")
    assert [row[:2] for row in by_persona] == [["hasty", 2], ["calm", 1]]
    worst = next(
        part for part in report.parts if isinstance(part, Cases) and part.title == "Calls that failed"
    )
    assert [case.id for case in worst.cases] == ["sim-1-2", "sim-1-1"]


def test_latency_is_from_the_true_end_of_the_speech(tmp_path: Path) -> None:
    data = tmp_path / "data"
    keep(data, good(), "sim-1-0")
    detected = values(evaluate_calls(read_calls(data)))["reply after, ms, p95"]
    said = (Said(3000, 3900, "turn", "ask", "x"), Said(9000, 9500, "turn", "deny", "no"))
    keep(data, good(), "sim-1-1", truth(*said))
    both = values(evaluate_calls(read_calls(data)))["reply after, ms, p95"]
    assert detected is not None and both == detected + 100


def test_two_versions_are_compared_call_by_call(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    keep(other, lost(), "sim-1-0", truth(number=0, success=False, persona="calm"))
    keep(other, good(), "sim-1-2", truth(number=2, persona="hasty"))
    keep(other, good(), "sim-1-9", truth(number=9))
    calls = read_calls(folder)
    report = evaluate_calls(calls, against=read_calls(other))
    found = next(part for part in report.parts if isinstance(part, Differences))
    rows = {(row.name, row.test): row for row in found.rows}
    success = rows["task success", "paired bootstrap"]
    assert (success.first, success.second, success.count) == (1 / 2, 1 / 2, 2)
    assert rows["task success", "McNemar (1 to 1)"].p == 1
    turns = rows["turns a call", "paired bootstrap"]
    assert (turns.first, turns.second) == (1, 2.5)
    flips = next(part for part in report.parts if isinstance(part, Cases) and part.title == "Flips")
    assert [(case.id, case.score) for case in flips.cases] == [("sim-1-2", "worse"), ("sim-1-0", "better")]
    assert report.problems.count("call without its like in the other folder; not compared") == 1


def test_other_simulations_are_not_compared(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    keep(other, good(), "sim-2-0", truth(number=77))
    with pytest.raises(VivaError, match="none of its calls is one of"):
        evaluate_calls(read_calls(folder), against=read_calls(other))


def test_without_the_truth_success_is_not_made_up(tmp_path: Path) -> None:
    keep(tmp_path / "data", lost(), "20260105-100000-aaaaaa")
    report = evaluate_calls(read_calls(tmp_path / "data"))
    assert "task success" not in values(report) and values(report)["dropped"] == 1
    assert "inferred" in report.settings["truth"]


def test_what_cannot_be_read_is_told_and_the_rest_used(folder: Path) -> None:
    log = folder / "calls" / "sim-1-0" / "events.jsonl"
    log.write_bytes(log.read_bytes()[:-20])
    (folder / "calls" / "sim-1-1" / FILE).write_text("{")
    calls = read_calls(folder)
    assert [call.id for call in calls.facts] == ["sim-1-0", "sim-1-2"]
    kinds = {kind: found.named for kind, found in calls.problems.kinds.items()}
    assert any("sim-1-1" in one and FILE in one for one in kinds["call that cannot be read"])
    assert any("sim-1-0" in one for one in kinds["call whose log ends before the call did; used until there"])


def test_a_selection(folder: Path, tmp_path: Path) -> None:
    assert [c.id for c in read_calls(folder, Selection(most=2)).facts] == ["sim-1-1", "sim-1-2"]
    assert len(read_calls(folder, Selection(since="2026-01-05T10:00:01")).facts) == 2
    with pytest.raises(VivaError, match="no call of nobody") as found:
        read_calls(folder, Selection(bot="nobody"))
    assert "small" in found.value.hint
    with pytest.raises(VivaError, match="no calls here"):
        read_calls(tmp_path)
