"""The report of `viva eval entities`."""

from __future__ import annotations

import numpy as np

from viva.lab.evaluate.cases import cases
from viva.lab.evaluate.entities import COUNTS, Compared, Entity, Match, compare, layout
from viva.lab.evaluate.measures import bootstrap_of, by_group, differences, family, figures, grouped
from viva.lab.evaluate.rows import Rows, Source, read_rows
from viva.lab.evaluate.settings import settings_of
from viva.lab.evaluate.verdicts import flips, mcnemar_row
from viva.lab.evaluate.watch import Watch, silent
from viva.lab.report.model import Cases, Cell, Differences, Part, Report, Table
from viva.lab.statistics.bootstrap import Bootstrap, divided
from viva.lab.statistics.clusters import Floats

Found = tuple[Entity, ...]
RATES = ("false positive rate", "false negative rate", "mismatch rate", "precision", "recall", "F1")


def evaluate_entities(
    source: Source, *, match: Match = "value", worst: int = 50, seed: int = 0, watch: Watch = silent
) -> Report:
    """match: what must be alike. Raises VivaError for files that cannot be used."""
    watch("reading rows")
    rows = read_rows(source, layout(match))
    compared = compare(rows.truth, rows.predicted, match)
    watch("resampling")
    bootstrap, drawn = bootstrap_of(rows, seed=seed)
    ratios = compared.ratios()
    parts: list[Part] = []
    if rows.against is not None:
        parts += _compared(rows, bootstrap, compared, compare(rows.truth, rows.against, match))
    parts.append(_types(bootstrap, compared))
    if dates := compared.parts():
        table: list[list[Cell]] = [[one.name, one] for one in figures(bootstrap, dates)]
        counts = [int(one.bottom.sum()) for one in dates]
        shown = [[row[0], count, row[1]] for row, count in zip(table, counts, strict=True)]
        note = "Of entities told as of their type, whose true value is a date or time."
        parts.append(Table("Dates and times by part", ("part", "pairs", "right"), shown, note))
    for name, groups in grouped(rows):
        parts += by_group(bootstrap, f"By {name}", groups, ratios)
    parts.append(_worst(rows, compared, worst))
    return Report(
        "Entities",
        f"{len(rows):,} rows, {sum(map(len, rows.truth)):,} entities of {len(compared.tally.kinds)} types",
        {"match": match, **settings_of(rows, bootstrap, drawn)},
        figures(bootstrap, ratios),
        rows.problems,
        parts,
    )


def rates(sums: Floats) -> Floats:
    """`RATES` of each type, one rate after the other, from sums (..., 5 * types): tp, mm, fp, fn, absent."""
    tp, mm, fp, fn, absent = np.split(sums, 5, axis=-1)
    return np.concatenate(
        [
            divided(fp, fp + absent),
            divided(fn, tp + mm + fn),
            divided(mm, tp + mm),
            divided(tp, tp + mm + fp),
            divided(tp, tp + mm + fn),
            divided(2 * tp, 2 * tp + 2 * mm + fp + fn),
        ],
        axis=-1,
    )


def _types(bootstrap: Bootstrap, compared: Compared) -> Table:
    kinds = compared.tally.kinds
    counted = compared.tally.by_kind(bootstrap.clusters)
    absent = bootstrap.clusters.sum(np.ones(compared.rows)) - counted["rows"]
    totals = np.concatenate([*(counted[name] for name in COUNTS), absent], axis=1)
    tp, mm, fp, fn, tn = np.split(totals.sum(axis=0), 5)
    bottoms = (fp + tn, tp + mm + fn, tp + mm, tp + mm + fp, tp + mm + fn, 2 * tp + 2 * mm + fp + fn)
    names = [name for name in RATES for _ in kinds]
    # A type says something in the clusters where it is; its absence in all.
    here = (counted["rows"] > 0).sum(axis=0)
    holding = np.concatenate([np.full(len(kinds), len(totals)), np.tile(here, len(RATES) - 1)])
    found = family(bootstrap, names, totals, rates, np.concatenate(bottoms).tolist(), "", holding)
    rows: list[list[Cell]] = [
        [kind, *(int(one[i]) for one in (tp, mm, fp, fn)), *(found[j * len(kinds) + i] for j in range(6))]
        for i, kind in enumerate(kinds)
    ]
    return Table("By type", ("type", *COUNTS, *RATES), rows, "tp right, mm otherwise, fp invented, fn missed")


def _compared(rows: Rows[Found, Found], bootstrap: Bootstrap, ours: Compared, theirs: Compared) -> list[Part]:
    assert rows.source.against is not None
    first = ours.ratios()
    others = {one.name: one for one in theirs.ratios()}
    first = [one for one in first if one.name in others]
    found = differences(bootstrap, first, [others[one.name] for one in first])
    wrong, their_wrong = _wrong(ours), _wrong(theirs)
    found.append(mcnemar_row("rows wholly right", ours.whole, theirs.whole, "rows"))
    worse = wrong - their_wrong
    changed = np.flatnonzero(worse)
    changed = changed[np.argsort(-np.abs(worse[changed]), kind="stable")]
    against = rows.against or []

    def describe(at: int) -> tuple[tuple[tuple[str, str], ...], str]:
        lines = [("truth", rows.truth[at]), ("this", rows.predicted[at]), ("other", against[at])]
        texts = tuple((name, shown(one)) for name, one in lines)
        return texts, f"wrong {wrong[at]:.0f}, other {their_wrong[at]:.0f}"

    title = f"Against {rows.source.against.name}"
    return [Differences(title, found), flips(rows, worse, changed.tolist(), describe)]


def _wrong(compared: Compared) -> Floats:
    return compared.tally.column("mm") + compared.tally.column("fp") + compared.tally.column("fn")


def _worst(rows: Rows[Found, Found], compared: Compared, most: int) -> Cases:
    wrong = _wrong(compared)
    order = np.argsort(-wrong, kind="stable")[:most]

    def describe(at: int) -> tuple[tuple[tuple[str, str], ...], str]:
        text = (("text", rows.context["text"][at]),) if "text" in rows.context else ()
        return (
            *text,
            ("truth", shown(rows.truth[at])),
            ("found", shown(rows.predicted[at])),
        ), f"{wrong[at]:.0f} wrong"

    chosen = [at for at in order.tolist() if wrong[at] > 0]
    return Cases("Worst rows", cases(rows, chosen, describe), int((wrong > 0).sum()))


def shown(found: Found | None) -> str:
    if found is None:
        return "(no prediction)"
    return ", ".join(_shown(one) for one in found) or "(none)"


def _shown(one: Entity) -> str:
    where = f" [{one.span[0]}:{one.span[1]}]" if one.span else ""
    return f"{one.type}={one.value or '?'}{where}"
