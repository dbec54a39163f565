"""McNemar's test: whether two systems are right equally often on the same rows.

Q. McNemar, Note on the sampling error of the difference between correlated proportions, Psychometrika 12,
1947; exact, from the binomial distribution of the rows on which just one of the two is right.
"""

from __future__ import annotations

from math import exp, lgamma, log


def mcnemar(only_first: int, only_second: int) -> float:
    """Two-sided p-value, 0..1; 1 where the systems never differ. Rows are taken as independent."""
    count, fewer = only_first + only_second, min(only_first, only_second)
    return min(1.0, 2 * binomial_tail(fewer, count))


def binomial_tail(most: int, count: int) -> float:
    """Chance of at most `most` heads in `count` throws of a fair coin, in time proportional to `most`."""
    whole = lgamma(count + 1) - count * log(2)
    # From the largest term down, until the rest adds nothing.
    total = 0.0
    for heads in range(most, -1, -1):
        term = exp(whole - lgamma(heads + 1) - lgamma(count - heads + 1))
        total += term
        if term < total * 1e-17:
            break
    return min(total, 1.0)
