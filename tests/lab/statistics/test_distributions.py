"""Student's t, Wilson's interval and McNemar's test, as SciPy has them."""

from __future__ import annotations

import pytest

from tests.golden import golden
from viva.lab.statistics.mcnemar import mcnemar
from viva.lab.statistics.student import quantile, two_sided
from viva.lab.statistics.wilson import wilson

GOLDEN = golden("statistics")


@pytest.mark.parametrize(("t", "freedom", "p"), GOLDEN["t"])
def test_the_tail_of_t(t: float, freedom: float, p: float) -> None:
    assert two_sided(t, freedom) == pytest.approx(p, rel=1e-10)
    assert two_sided(-t, freedom) == two_sided(t, freedom)


@pytest.mark.parametrize(("share", "freedom", "t"), GOLDEN["quantile"])
def test_the_quantile_of_t(share: float, freedom: float, t: float) -> None:
    assert quantile(share, freedom) == pytest.approx(t, rel=1e-9)


@pytest.mark.parametrize(("hits", "count", "low", "high"), GOLDEN["wilson"])
def test_wilson(hits: int, count: int, low: float, high: float) -> None:
    assert wilson(hits, count) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize(("only_first", "only_second", "p"), GOLDEN["mcnemar"])
def test_mcnemar(only_first: int, only_second: int, p: float) -> None:
    assert mcnemar(only_first, only_second) == pytest.approx(p, rel=1e-8)
    assert mcnemar(only_second, only_first) == mcnemar(only_first, only_second)


def test_mcnemar_by_hand() -> None:
    # Five rows differ, four one way: 2 * (1 + 5) / 2 ** 5.
    assert mcnemar(4, 1) == pytest.approx(12 / 32)
