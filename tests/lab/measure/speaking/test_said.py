"""The bench of values: what counts as the same words, and suites that are none."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from viva.cli.app import viva
from viva.lab.measure.speaking.said import Case, Outcome, read_suite, spoken, table

SUITE = Path(__file__).resolve().parents[4] / "tests/speaking/said"


def bench(folder: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(viva, ["bench", "speaking", "values", str(folder), *options])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Twenty-one", "twenty one"),
        ("four, thirty  p.m.", "four thirty p m"),
        ("six o'clock", "six o’clock"),
        ("पाँच हज़ार", "पांच हजार"),
        ("साढ़े", "साढ\u093cे"),
    ],
)
def test_the_same_words(one: str, other: str) -> None:
    assert spoken(one) == spoken(other)


@pytest.mark.parametrize(("one", "other"), [("fifty", "fifteen"), ("पचास", "पचासी"), ("a b", "ab")])
def test_other_words(one: str, other: str) -> None:
    assert spoken(one) != spoken(other)


def test_the_suites_are_large_and_even() -> None:
    """A hundred cases of one thing would say little about the others."""
    cases = read_suite(SUITE)
    by_file = Counter(case.where.partition(".")[0] for case in cases)
    assert by_file["en"] >= 400 and by_file["hi"] >= 150
    kinds = Counter(case.kind for case in cases if case.where.startswith("en"))
    assert all(kinds[kind] >= 14 for kind in ("number", "ordinal", "year", "date", "time", "moment"))
    assert all(kinds[kind] >= 14 for kind in ("interval", "duration", "money", "digits", "code", "address"))
    assert max(kinds.values()) < len(cases) // 5


def test_no_case_accepts_digits_or_a_form_twice() -> None:
    for case in read_suite(SUITE):
        assert not any(c.isdigit() for form in case.said for c in form), case.where
        assert len(case.said) == len(set(case.said)), case.where


def test_counts_by_language_and_kind() -> None:
    seven = Case("en.jsonl:1", "number", ("seven",), "en", "", 7)
    found = table([Outcome(seven, "Seven."), Outcome(seven, "eight")])
    assert ["en", "number", "1", "2", "50.0%"] in [line.split() for line in found.splitlines()]


def test_what_failed_is_listed(tmp_path: Path) -> None:
    case = {"value": True, "now": "2026-11-24T10:00:00", "language": "en", "said": ["never"]}
    (tmp_path / "en.jsonl").write_text(json.dumps(case))
    code, said = bench(tmp_path, "--failures")
    assert code == 0 and "en.jsonl:1: true: got 'yes', expected such as 'never'" in said


def test_a_suite_that_is_none(tmp_path: Path) -> None:
    assert "has no cases" in bench(tmp_path)[1]
    (tmp_path / "en.jsonl").write_text('{"value": 7}\n')
    code, said = bench(tmp_path)
    assert code != 0 and "en.jsonl:1: no case" in said
    (tmp_path / "en.jsonl").write_text('{"value": 7, "now": "", "said": ["seven"]}\n')
    code, said = bench(tmp_path, "--kind", "date")
    assert code != 0 and "no cases of the kind 'date'" in said
