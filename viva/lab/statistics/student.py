"""Student's t distribution, which few clusters need, without a statistics library.

The tail is the regularised incomplete beta function by its continued fraction (Abramowitz and Stegun,
Handbook of Mathematical Functions, 26.5.8 and 26.7.1), evaluated by Lentz's method.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log

_TINY = 1e-300
_ENOUGH = 1e-15
_MOST_TERMS = 500


def two_sided(t: float, freedom: float) -> float:
    """Chance of |T| >= |t|, 0..1, T with `freedom` > 0 degrees of freedom."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


@lru_cache(1024)
def quantile(share: float, freedom: float) -> float:
    """The t that a `share`, above 0.5 and below 1, of the distribution lies below; by bisection."""
    low, high = 0.0, 1.0
    while 1 - two_sided(high, freedom) / 2 < share:
        low, high = high, high * 2
    for _ in range(100):
        middle = (low + high) / 2
        if 1 - two_sided(middle, freedom) / 2 < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised: I_x(a, b), for a, b > 0 and x in 0..1."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    # The fraction is quick on this side of the mean only; the other is its mirror.
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    return front / _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    value, above, below = 1.0, 1.0, 0.0
    for term in range(1, _MOST_TERMS):
        m = term // 2
        if term % 2:
            step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        below = 1 / _away(1 + step * below)
        above = _away(1 + step / above)
        value *= above * below
        if abs(above * below - 1) < _ENOUGH:
            break
    return value


def _away(x: float) -> float:
    """From 0, which would be divided by."""
    return x if abs(x) > _TINY else _TINY
