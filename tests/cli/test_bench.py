"""`viva bench entities`: what it prints, and what it says of a suite that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from viva.cli.app import viva
from viva.lab.evaluate.entities_report import evaluate_entities
from viva.lab.evaluate.rows import Source

SUITE = """
- kind: number
  cases: {seven: 7, eight: 9}
- kind: money
  currency: GBP
  cases: {twelve fifty: 12.50 GBP}
"""


def bench(folder: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(viva, ["bench", "entities", str(folder), *options])
    return result.exit_code, result.output


def test_counts_by_kind_and_failures(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(SUITE)
    code, said = bench(tmp_path, "--failures")
    rows = [line.split()[:3] for line in said.splitlines()]
    assert (
        code == 0
        and ["number", "1", "2"] in rows
        and ["money", "1", "1"] in rows
        and ["all", "2", "3"] in rows
    )
    assert "some.yaml: 'eight': expected 9, got 8" in said
    assert "number" not in bench(tmp_path, "--kind", "money")[1]


def test_viva_eval_says_the_same_of_the_rows(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(SUITE)
    rows = tmp_path / "out" / "rows.jsonl"
    assert bench(tmp_path, "--rows", str(rows))[0] == 0
    figures = {one.name: one.value for one in evaluate_entities(Source(rows)).figures}
    assert figures["rows wholly right"] == pytest.approx(2 / 3)
    (tmp_path / "file").touch()
    code, said = bench(tmp_path, "--rows", str(tmp_path / "file" / "rows.jsonl"))
    assert code != 0 and "the rows cannot be written" in said


def test_a_suite_that_is_none(tmp_path: Path) -> None:
    assert "has no phrases" in bench(tmp_path)[1]
    (tmp_path / "some.yaml").write_text("- kind: colour\n  cases: {red: red}\n")
    assert "there is no kind of value 'colour'" in bench(tmp_path)[1]
    (tmp_path / "some.yaml").write_text(SUITE)
    code, said = bench(tmp_path, "--kind", "date")
    assert code != 0 and "no phrases of the kind 'date'" in said
