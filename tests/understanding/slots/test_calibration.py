"""Probabilities from few examples are drawn back, those from many are kept."""

from __future__ import annotations

import pytest

from viva.understanding.slots.calibration import calibrated


def test_few_examples_are_believed_less() -> None:
    by_count = [calibrated(0.95, count) for count in (3, 30, 300, 3_000)]
    assert by_count == sorted(by_count) and by_count[1] < 0.8


def test_of_very_many_examples_it_is_the_models_own() -> None:
    assert calibrated(0.7, 10**9) == pytest.approx(0.7, abs=0.01)


@pytest.mark.parametrize("count", [0, 1, 30, 10_000])
def test_order_is_kept_and_the_ends_are_no_error(count: int) -> None:
    found = [calibrated(one, count) for one in (0.0, 0.2, 0.5, 0.9, 1.0)]
    assert found == sorted(found) and 0 <= found[0] <= found[-1] <= 1
