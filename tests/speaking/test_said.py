"""The suite of values and written texts, which was written without sight of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva.lab.measure.speaking.said import failures, measure, read_suite

SUITE = Path(__file__).parent / "said"


@pytest.mark.parametrize("language", ["en", "hi"])
def test_values_are_said_as_people_say_them(language: str) -> None:
    outcomes = [one for one in measure(read_suite(SUITE)) if one.case.where.startswith(f"{language}.jsonl")]
    right = sum(one.right for one in outcomes)
    assert right >= 0.99 * len(outcomes), failures(outcomes)
