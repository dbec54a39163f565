"""Values and written texts are said as people say them: at least 99 % of the suites."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva.lab.measure.speaking.said import failures, measure, read_suite

SUITE = Path(__file__).parent / "said"


@pytest.mark.parametrize("language", ["en", "hi"])
def test_of_a_hundred_at_most_one_is_said_otherwise(language: str) -> None:
    outcomes = measure([case for case in read_suite(SUITE) if case.where.startswith(language)])
    right = sum(one.right for one in outcomes)
    assert right >= 0.99 * len(outcomes), failures(outcomes)
