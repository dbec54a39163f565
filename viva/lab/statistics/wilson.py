"""Wilson's score interval for a proportion of independent rows.

E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist


def wilson(hits: float, count: float, level: float = 0.95) -> tuple[float, float]:
    """Low and high end, 0..1, of the interval for `hits` of `count` > 0; not empty at 0 and 1 either."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = hits / count
    middle = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    below = 1 + z * z / count
    # At the ends exactly, whatever rounding makes of it.
    low = (middle - spread) / below if hits > 0 else 0.0
    return low, (middle + spread) / below if hits < count else 1.0
