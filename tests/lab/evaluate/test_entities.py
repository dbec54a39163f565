"""Entities, against the example of the documentation, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viva.lab.evaluate.entities import Entity, compare, parts_of
from viva.lab.evaluate.entities_report import evaluate_entities
from viva.lab.evaluate.rows import Source
from viva.lab.report.model import Figure, Table


def entity(kind: str, value: str, *span: int) -> dict[str, object]:
    return {"type": kind, "value": value, **(dict(zip(("start", "end"), span, strict=True)) if span else {})}


ROWS = [
    ([entity("size", "large")], [entity("size", "large")]),
    ([entity("size", "small")], [entity("size", "large")]),
    ([entity("size", "small")], []),
    ([], [entity("size", "large")]),
    ([], []),
    ([entity("when", "2026-11-24T09:30")], [entity("when", "2026-11-25T09:30")]),
]


def test_worked_by_hand(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    lines = ({"truth": truth, "hypothesis": found} for truth, found in ROWS)
    data.write_text("".join(json.dumps(row) + "\n" for row in lines))
    report = evaluate_entities(Source(data))
    by_type = next(part for part in report.parts if isinstance(part, Table) and part.title == "By type")
    size = by_type.rows[0]
    assert size[:5] == ["size", 1, 1, 1, 1]
    rates = [one.value for one in size[5:] if isinstance(one, Figure)]
    # fp 1 of 1 + 2 rows without a size, fn 1 of 3, mm 1 of 2; precision 1 of 3, recall 1 of 3, F1 2 of 6.
    assert rates == [1 / 3, 1 / 3, 1 / 2, 1 / 3, 1 / 3, 2 / 6]
    dates = next(part for part in report.parts if isinstance(part, Table) and "by part" in part.title)
    right = {row[0]: row[2].value for row in dates.rows if isinstance(row[2], Figure)}
    assert right == {"year": 1, "month": 1, "day": 0, "hour": 1, "minute": 1}
    assert {one.name: one.value for one in report.figures}["mismatch rate"] == 2 / 3


def test_a_missing_prediction_misses_everything() -> None:
    found = compare([(Entity("a", "x", None), Entity("a", "y", None))], [None], "value")
    assert found.tally.column("fn").tolist() == [2]
    assert compare([(), ()], [None, ()], "value").whole.tolist() == [False, True]


def test_what_is_the_same_is_paired_first_then_by_overlap() -> None:
    truth = (Entity("a", "x", (0, 3)), Entity("a", "y", (5, 8)))
    got = (Entity("a", "y", (0, 3)), Entity("a", "z", (6, 8)))
    by_value, by_span, both = (compare([truth], [got], match) for match in ("value", "span", "both"))  # type: ignore[arg-type]
    assert [c.tally.column("tp")[0] for c in (by_value, by_span, both)] == [1, 1, 0]
    assert [(one.value, other.value) for _, one, other in both.pairs] == [("x", "y"), ("y", "z")]


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("2026-11-24", {"year": "2026", "month": "11", "day": "24"}),
        ("09:30", {"hour": "09", "minute": "30"}),
        ("XXXX-11-24T09:30:00", {"month": "11", "day": "24", "hour": "09", "minute": "30"}),
        ("12.50 GBP", {}),
        ("", {}),
    ],
)
def test_parts_of_dates_and_times(value: str, parts: dict[str, str]) -> None:
    assert parts_of(value) == parts
