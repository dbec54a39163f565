"""Counts by row and kind (a type of entity, a slot), most of which are zero."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from viva.lab.statistics.clusters import Clusters, Floats


class Tally:
    """What was counted, under names of its own: e.g. `right`, `missed`."""

    def __init__(self, rows: int, *names: str) -> None:
        self.rows, self.names = rows, names
        self._kinds: dict[str, int] = {}
        self._row: list[int] = []
        self._kind: list[int] = []
        self._counts: list[tuple[int, ...]] = []

    @property
    def kinds(self) -> list[str]:
        """In order of their names."""
        return sorted(self._kinds)

    def add(self, row: int, kind: str, *counts: int) -> None:
        """One count for each name."""
        self._row.append(row)
        self._kind.append(self._kinds.setdefault(kind, len(self._kinds)))
        self._counts.append(counts)

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """(rows,), over all kinds."""
        return np.bincount(self.at, self._of(name), self.rows).astype(np.float64)

    def by_kind(self, clusters: Clusters) -> dict[str, Floats]:
        """Name -> sums (groups, kinds), the kinds as in `kinds`; under `rows` those where anything was."""
        size = len(self._kinds)
        order = [self._kinds[kind] for kind in self.kinds]
        at = clusters.of[self.at] * size + np.array(self._kind, np.int64)

        def sums(weights: npt.NDArray[np.float64] | None) -> Floats:
            found = np.bincount(at, weights, clusters.groups * size).reshape(clusters.groups, size)
            return found[:, order].astype(np.float64)

        return {name: sums(self._of(name)) for name in self.names} | {"rows": sums(None)}

    @property
    def at(self) -> npt.NDArray[np.int64]:
        """The row of each entry: one for each kind that a row has anything of."""
        return np.array(self._row, np.int64)

    def _of(self, name: str) -> npt.NDArray[np.float64]:
        i = self.names.index(name)
        return np.array([counts[i] for counts in self._counts], np.float64)
