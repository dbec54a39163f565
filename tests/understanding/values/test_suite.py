"""The suite of spoken values: at least 98 % exact, in all and of what was kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva.lab.measure.entities import Part, Phrase, failures, measure, read_suite

SUITE = Path(__file__).parent / "suite"
REGRESSION = Path(__file__).parent / "regression"


def test_it_is_large_enough() -> None:
    everything, apart = read_suite(SUITE), read_suite(SUITE, "held_out")
    assert len(everything) >= 600 and len(apart) >= len(everything) / 3
    assert len({(p.kind, p.said, p.now, p.prefer, p.currency) for p in everything}) == len(everything)


@pytest.mark.parametrize("part", ["seen", "all"])
def test_values_are_exact(part: Part) -> None:
    outcomes = measure(read_suite(SUITE, part))
    right = sum(one.right for one in outcomes)
    assert right / len(outcomes) >= 0.98, failures(outcomes)


def test_what_worked_still_does() -> None:
    outcomes = measure(read_suite(REGRESSION))
    assert all(one.right for one in outcomes), failures(outcomes)


def test_a_value_of_another_type_is_not_exact() -> None:
    one = Phrase("", "number", "one", 1)
    assert measure([one])[0].right
    assert not measure([Phrase("", "number", "one", True)])[0].right
