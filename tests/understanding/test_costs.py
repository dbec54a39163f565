"""The threshold is where acting and asking again cost the same."""

from __future__ import annotations

import pytest

from viva.understanding.costs import Costs


@pytest.mark.parametrize(("wrong", "reject", "threshold"), [(2, 1, 0.5), (10, 1, 0.9), (1, 1, 0), (1, 4, 0)])
def test_the_threshold_follows_from_the_costs(wrong: float, reject: float, threshold: float) -> None:
    costs = Costs(wrong, reject)
    assert costs.threshold("any") == pytest.approx(threshold)
    p = costs.threshold("any")
    if p > 0:
        assert (1 - p) * wrong == pytest.approx(reject)


def test_an_intent_may_have_its_own() -> None:
    costs = Costs(2, 1, {"pay": 20})
    assert costs.threshold("pay") == pytest.approx(0.95) and costs.threshold("hours") == 0.5
