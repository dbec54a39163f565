"""Rows that belong together: the calls or speakers that chance draws, not their single rows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST = 5_000
"""Clusters that are resampled. More are first put together at random: the variance between so many
groups is that between the clusters, to 1 % of it (1 / sqrt(2 * MOST))."""


class Clusters:
    """Which row is of which cluster."""

    def __init__(self, names: Sequence[Hashable] | None, rows: int, *, seed: int = 0) -> None:
        """names: of each row's cluster; None where each row is one of its own."""
        if names is None:
            number = np.arange(rows)
            self.count = rows
            """Clusters."""
        else:
            numbers: dict[Hashable, int] = {}
            number = np.fromiter((numbers.setdefault(name, len(numbers)) for name in names), np.int64, rows)
            self.count = len(numbers)
        self.rows = rows
        self.each_row = names is None
        """Whether rows are taken as independent."""
        self.groups = min(self.count, MOST)
        """What is resampled: the clusters, or random groups of them."""
        if self.count > MOST:
            shuffled = np.random.default_rng(seed).permutation(self.count) % MOST
            number = shuffled[number]
        self.of = number
        """Group of each row, 0..groups-1."""

    def sum(self, *columns: npt.NDArray[Any]) -> Floats:
        """Of each column (rows,) the sum in each group: (groups, columns)."""
        return np.stack([np.bincount(self.of, column, self.groups) for column in columns], axis=1)

    def tally(self, labels: npt.NDArray[np.int64], size: int, where: npt.NDArray[np.bool_]) -> Floats:
        """How often each label 0..size-1 stands in the rows `where` of each group: (groups, size)."""
        at = self.of[where] * size + labels[where]
        return np.bincount(at, minlength=self.groups * size).reshape(self.groups, size).astype(np.float64)
