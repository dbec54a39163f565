"""From counted rows to figures with intervals, in groups, and to differences of two systems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from viva.lab.evaluate.rows import Rows
from viva.lab.report.model import PAIRED, Cell, Difference, Figure, Ranges, Table
from viva.lab.statistics import studentised
from viva.lab.statistics.bootstrap import Bootstrap, Estimates, Statistic, divided
from viva.lab.statistics.clusters import Clusters, Floats
from viva.lab.statistics.signs import bounded
from viva.lab.statistics.wilson import wilson

Column = npt.NDArray[Any]
"""(rows,): numbers or truth values."""

MOST_GROUPS = 30
OTHERS = "(others)"
NOTHING = "(none)"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure that is one sum over rows, divided by another."""

    name: str
    top: Column
    bottom: Column
    unit: str
    """What the bottom counts."""
    lower_is_better: bool = True
    share: bool = True
    """Shown in percent."""
    proportion: bool = False
    """Each row is in it or not, and counts or not: where rows are independent, Wilson's interval fits."""


def bootstrap_of(rows: Rows[Any, Any], *, seed: int) -> tuple[Bootstrap, str]:
    """What is drawn, and its name: the column that the source names, else speaker, call, or rows."""
    name = rows.source.cluster or next((role for role in ("speaker", "call") if role in rows.context), "rows")
    if name == "rows":
        return Bootstrap(Clusters(None, len(rows), seed=seed), seed=seed), "rows"
    # A row without a speaker or call is taken as one of its own.
    names = [one or (at,) for at, one in enumerate(rows.context[name])]
    return Bootstrap(Clusters(names, len(rows), seed=seed), seed=seed), name


def figures(bootstrap: Bootstrap, ratios: Sequence[Ratio], where: Column | None = None) -> list[Figure]:
    """Of the rows `where`, all unless given."""
    if not ratios:
        return []
    tops, bottoms = _columns(ratios)
    if where is not None:
        tops, bottoms = [one * where for one in tops], [one * where for one in bottoms]
    top, bottom = bootstrap.clusters.sum(*tops), bootstrap.clusters.sum(*bottoms)
    found = studentised.ratios(bootstrap, top, bottom)
    out = []
    for i, one in enumerate(ratios):
        hits, count = float(top[:, i].sum()), float(bottom[:, i].sum())
        if one.proportion and bootstrap.clusters.each_row and count > 0:
            found.low[i], found.high[i] = wilson(hits, count, bootstrap.level)
        if not one.share and found.low[i] == 0 == found.value[i]:
            # Wilson's interval is one of shares; a count that never was above 0 has none.
            found.low[i] = found.high[i] = np.nan
        out.append(figure(one.name, found, i, count, one.unit, share=one.share))
    return out


def family(
    bootstrap: Bootstrap,
    names: Sequence[str],
    totals: Floats,
    of: Statistic,
    counts: Sequence[float],
    unit: str,
    holding: npt.NDArray[np.int64] | None = None,
) -> list[Figure]:
    """Figures that follow from sums in a way of their own; totals: (groups, m). holding: see `Bootstrap`."""
    found = bootstrap.shares(totals, of, holding)
    return [figure(name, found, i, counts[i], unit) for i, name in enumerate(names)]


def figure(name: str, found: Estimates, i: int, count: float, unit: str, *, share: bool = True) -> Figure:
    return Figure(name, known(found.value[i]), count, unit, known(found.low[i]), known(found.high[i]), share)


def known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def differences(bootstrap: Bootstrap, first: Sequence[Ratio], second: Sequence[Ratio]) -> list[Difference]:
    """Paired: both systems meet the same draws of clusters."""
    if not first:
        return []
    sums = [bootstrap.clusters.sum(*column) for one in (first, second) for column in _columns(one)]
    found = studentised.differences(bootstrap, *sums)
    whole = [one.sum(axis=0) for one in sums]
    return _named(found, divided(whole[0], whole[1]), divided(whole[2], whole[3]), first)


def _columns(ratios: Sequence[Ratio]) -> tuple[list[Column], list[Column]]:
    return [r.top for r in ratios], [r.bottom for r in ratios]


def paired(
    bootstrap: Bootstrap,
    totals: Floats,
    of: Statistic,
    less: Statistic,
    named: Sequence[Ratio],
) -> list[Difference]:
    """totals: (groups, 2 m), the second system's sums behind the first's. of: from m sums; less: from 2 m."""
    found = bootstrap.estimate(totals, less)
    sums, m = totals.sum(axis=0), totals.shape[1] // 2
    differing = np.full(len(found.p), (totals[:, :m] != totals[:, m:]).any(axis=1).sum())
    found = bounded(found, differing, bootstrap.level)
    first, second = of(sums[:m]), of(sums[m:])
    return _named(found, first, second, named)


def _named(found: Estimates, first: Floats, second: Floats, named: Sequence[Ratio]) -> list[Difference]:
    out = []
    for i, one in enumerate(named):
        same = found.value[i] == 0 and found.low[i] == found.high[i]
        out.append(
            Difference(
                one.name,
                known(first[i]),
                known(second[i]),
                known(found.low[i]),
                known(found.high[i]),
                1.0 if same else known(found.p[i]),
                PAIRED,
                float(one.bottom.sum()),
                one.unit,
                one.lower_is_better,
                one.share,
            )
        )
    return out


def grouped(rows: Rows[Any, Any]) -> Iterator[tuple[str, list[tuple[str, Column]]]]:
    """Each column that figures are told apart by, with its values and their rows, the most frequent first."""
    for name in dict.fromkeys([*(["noise"] if "noise" in rows.context else []), *rows.source.groups]):
        yield name, by_value(rows.context[name])


def by_value(labels: Sequence[str]) -> list[tuple[str, Column]]:
    """At most `MOST_GROUPS`; what is rarer is put together."""
    counted = [label for label, _ in Counter(labels).most_common()]
    kept = counted if len(counted) <= MOST_GROUPS else counted[: MOST_GROUPS - 1]
    place = {label: i for i, label in enumerate(kept)}
    at = np.fromiter((place.get(label, len(kept)) for label in labels), np.int64, len(labels))
    groups = [(label or NOTHING, at == i) for i, label in enumerate(kept)]
    return groups if len(kept) == len(counted) else [*groups, (OTHERS, at == len(kept))]


def by_group(
    bootstrap: Bootstrap,
    title: str,
    groups: Iterable[tuple[str, Column]],
    ratios: Sequence[Ratio],
    *,
    rows_are: str = "rows",
) -> list[Table | Ranges]:
    """A table of the ratios for each group, and a picture of the first. title: ends with "by NAME"."""
    rows: list[list[Cell]] = []
    first = []
    for label, where in groups:
        found = figures(bootstrap, ratios, where)
        rows.append([label, int(where.sum()), *found])
        one = found[0]
        first.append(Figure(label, one.value, one.count, one.unit, one.low, one.high, one.share))
    what, _, name = title.lower().rpartition("by ")
    table = Table(title, (name, rows_are, *(r.name for r in ratios)), rows)
    return [table, Ranges(f"{ratios[0].name} {title[len(what)].lower()}{title[len(what) + 1 :]}", first)]
