"""Slots, against seqeval and against examples worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden import golden
from viva.errors import VivaError
from viva.lab.evaluate.rows import Source
from viva.lab.evaluate.slots_report import evaluate_slots
from viva.lab.evaluate.spans import spans_of
from viva.lab.report.model import Cases, Table

GOLDEN = golden("tags")


def write(path: Path, rows: list[dict[str, object]]) -> Source:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Source(path)


@pytest.mark.parametrize("row", range(0, 200, 10))
def test_spans_as_seqeval(row: int) -> None:
    assert list(map(list, spans_of(GOLDEN["truth"][row]))) == GOLDEN["spans"][row]


def test_averages_as_seqeval(tmp_path: Path) -> None:
    pairs = zip(GOLDEN["truth"], GOLDEN["found"], strict=True)
    source = write(tmp_path / "rows.jsonl", [{"truth": t, "hypothesis": " ".join(h)} for t, h in pairs])
    found = {one.name: one.value for one in evaluate_slots(source).figures}
    wanted = GOLDEN["averages"]
    assert [found[name] for name in ("precision", "recall", "F1 of spans")] == pytest.approx(wanted["micro"])
    macro = [found[f"{name}, macro"] for name in ("precision", "recall", "F1")]
    assert macro == pytest.approx(wanted["macro"], abs=1e-15)
    assert found["F1, weighted"] == pytest.approx(wanted["weighted"][2], abs=1e-15)


CALLS: list[dict[str, object]] = [
    {"call": "a", "truth": {"name": "Ada"}, "hypothesis": {"name": "Eda"}, "asked": "name"},
    {"call": "a", "truth": {"name": "Ada"}, "hypothesis": {"name": "Ada"}, "asked": "name"},
    {"call": "a", "truth": {"day": "Monday"}, "hypothesis": {"day": "Monday"}, "asked": "day"},
    {"call": "b", "truth": {"name": "Bo"}, "hypothesis": None, "asked": '["name"]'},
    {"call": "b", "truth": {"day": "Friday"}, "hypothesis": {"day": "Monday", "time": "9"}, "asked": "day"},
]


def test_calls_by_hand(tmp_path: Path) -> None:
    source = write(tmp_path / "calls.jsonl", CALLS)
    report = evaluate_slots(source)
    found = {one.name: one.value for one in report.figures}
    assert found == {
        "capture rate": 2 / 4,
        "calls with every slot captured": 1 / 2,
        "captured wrongly": 1 / 4,
        "not captured": 1 / 4,
        "invented slots a call": 1 / 2,
        "retries a slot": 1 / 4,
        "captured at the first asking": 1 / 4,
    }
    assert "2 calls" in report.what and report.problems.count("no prediction") == 1
    by_slot = next(part for part in report.parts if isinstance(part, Table) and part.title == "By slot")
    assert [row[:4] for row in by_slot.rows] == [["day", 2, 2, 0], ["name", 2, 2, 0], ["time", 0, 0, 1]]


def test_calls_of_two_systems(tmp_path: Path) -> None:
    numbered = [{**row, "id": i} for i, row in enumerate(CALLS)]
    write(tmp_path / "other.jsonl", [{**row, "hypothesis": row["truth"]} for row in numbered])
    source = write(tmp_path / "calls.jsonl", numbered)
    report = evaluate_slots(Source(source.data, against=tmp_path / "other.jsonl"))
    flips = next(part for part in report.parts if isinstance(part, Cases) and part.title == "Flips")
    (case,) = flips.cases
    assert case.score == "wrong 3, other 0"
    assert dict(case.lines)["other"] == "day=Friday, name=Bo"


def test_spans_and_values_are_not_mixed(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"truth": "O B-a", "hypothesis": {"a": "x"}}]
    with pytest.raises(VivaError, match="others values"):
        evaluate_slots(write(tmp_path / "rows.jsonl", rows))


def test_tags_of_another_length_are_told(tmp_path: Path) -> None:
    report = evaluate_slots(write(tmp_path / "rows.jsonl", [{"truth": "O B-a", "hypothesis": "O"}]))
    assert report.problems.count("tags for another number of tokens") == 1
