"""The report of `viva eval slots`: of tagged spans, or of what calls captured."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from viva.errors import VivaError
from viva.lab.evaluate.cases import cases
from viva.lab.evaluate.intents import AVERAGES, averages, per_class
from viva.lab.evaluate.measures import (
    Column,
    Ratio,
    bootstrap_of,
    by_group,
    differences,
    family,
    figures,
    grouped,
)
from viva.lab.evaluate.rows import Rows, Source, read_rows
from viva.lab.evaluate.settings import settings_of
from viva.lab.evaluate.slots import (
    CALL_COUNTS,
    COUNTS,
    LAYOUT,
    Captured,
    Filled,
    capture,
    span_ratios,
    tally_spans,
)
from viva.lab.evaluate.tallies import Tally
from viva.lab.evaluate.verdicts import flips, mcnemar_row
from viva.lab.evaluate.watch import Watch, silent
from viva.lab.report.model import Cases, Cell, Differences, Figure, Part, Report, Table
from viva.lab.statistics.bootstrap import Bootstrap, divided
from viva.lab.statistics.clusters import Floats

Slots = Rows[Filled, Filled]


def evaluate_slots(source: Source, *, worst: int = 50, seed: int = 0, watch: Watch = silent) -> Report:
    """Raises VivaError for files that cannot be used, or mix spans and values."""
    watch("reading rows")
    rows = read_rows(source, LAYOUT)
    kinds = {one.spans is None for one in [*rows.truth, *rows.predicted, *(rows.against or [])] if one}
    if len(kinds) > 1:
        raise VivaError(
            f"{source.data}: some rows hold spans or tags, others values of slots",
            hint="evaluate tagged utterances and captured slots apart",
        )
    bootstrap, drawn = bootstrap_of(rows, seed=seed)
    watch("resampling")
    figured, parts, what = (_values if kinds == {True} else _spans)(rows, bootstrap, worst)
    return Report(
        "Slots",
        f"{len(rows):,} rows, {what}",
        settings_of(rows, bootstrap, drawn),
        figured,
        rows.problems,
        parts,
    )


Evaluated = tuple[list[Figure], list[Part], str]


def _spans(rows: Slots, bootstrap: Bootstrap, worst: int) -> Evaluated:
    for at, (one, other) in enumerate(zip(rows.truth, rows.predicted, strict=True)):
        if other and one.tokens is not None and other.tokens not in (None, one.tokens):
            what = f"{other.tokens} tags, the truth has {one.tokens}"
            rows.problems.add("tags for another number of tokens", rows.source.data, rows.numbers[at], what)
    tally = tally_spans(rows.truth, rows.predicted)
    ratios = span_ratios(tally, rows.predicted)
    counted = tally.by_kind(bootstrap.clusters)
    totals = np.concatenate([counted[name] for name in COUNTS], axis=1)
    every = float(tally.column("true").sum())
    found = figures(bootstrap, ratios)
    found += [
        one
        for one in family(bootstrap, AVERAGES, totals, averages, [every] * len(AVERAGES), "true spans")
        if "micro" not in one.name
    ]
    parts: list[Part] = []
    if rows.against is not None:
        others = tally_spans(rows.truth, rows.against)
        theirs = span_ratios(others, rows.against)
        # The last of the ratios is that of rows which are wholly right.
        whole = ratios[-1].top, theirs[-1].top
        parts += _compared(rows, bootstrap, ratios, theirs, _span_wrong(tally), _span_wrong(others), whole)
    parts.append(_by_slot(bootstrap, tally, totals))
    for name, groups in grouped(rows):
        parts += by_group(bootstrap, f"By {name}", groups, ratios)
    parts.append(_worst(rows, _span_wrong(tally), worst))
    return found, parts, f"{every:,.0f} spans of {len(tally.kinds)} slots"


def _span_wrong(tally: Tally) -> Floats:
    right, found, true = (tally.column(name) for name in COUNTS)
    return found + true - 2 * right


def _by_slot(bootstrap: Bootstrap, tally: Tally, totals: Floats) -> Table:
    def of(sums: Floats) -> Floats:
        return np.concatenate(per_class(*np.split(sums, 3, axis=-1)), axis=-1)

    size = len(tally.kinds)
    right, found, true = np.split(totals.sum(axis=0), 3)
    holding = np.tile(np.maximum(*np.split((totals > 0).sum(axis=0), 3)[1:]), 3)
    counts = np.concatenate([found, true, found + true]).tolist()
    names = [name for name in ("precision", "recall", "F1") for _ in tally.kinds]
    shown = family(bootstrap, names, totals, of, counts, "spans", holding)
    rows: list[list[Cell]] = [
        [slot, int(true[i]), int(found[i]), int(right[i]), shown[i], shown[size + i], shown[2 * size + i]]
        for i, slot in enumerate(tally.kinds)
    ]
    return Table("By slot", ("slot", "true", "found", "right", "precision", "recall", "F1"), rows)


def _values(rows: Slots, bootstrap: Bootstrap, worst: int) -> Evaluated:
    calls = rows.context.get("call")

    def call_of(row: int) -> str:
        return (calls[row] if calls else "") or f"row {row}"

    captured = capture(rows.truth, rows.predicted, call_of)
    ratios = captured.ratios()
    parts: list[Part] = []
    if rows.against is not None:
        other = capture(rows.truth, rows.against, call_of)
        wrong = _call_wrong(captured), _call_wrong(other)
        whole = wrong[0][captured.calls] == 0, wrong[1][captured.calls] == 0
        parts += _compared(rows, bootstrap, ratios, other.ratios(), *wrong, whole, captured, other)
    parts.append(_captured_by_slot(bootstrap, captured))
    for name, groups in grouped(rows):
        parts += by_group(bootstrap, f"By {name}", groups, ratios)
    parts.append(_worst(rows, _call_wrong(captured), worst, captured))
    return figures(bootstrap, ratios), parts, f"{len(captured.calls):,} calls"


def _call_wrong(captured: Captured) -> Floats:
    column = captured.tally.column
    return column("wrong") + column("missed") + column("invented")


def _captured_by_slot(bootstrap: Bootstrap, captured: Captured) -> Table:
    counted = captured.tally.by_kind(bootstrap.clusters)
    tops = [counted[name] for name in ("captured", "wrong", "missed", "retries", "at_once")]
    bottoms = [*[counted["true"]] * 3, *[counted["asked"]] * 2]
    totals = np.concatenate([*tops, *bottoms], axis=1)
    kinds, half = captured.tally.kinds, totals.shape[1] // 2

    def of(sums: Floats) -> Floats:
        return divided(sums[..., :half], sums[..., half:])

    bottom = totals[:, half:]
    shown = family(
        bootstrap, [""] * half, totals, of, bottom.sum(axis=0).tolist(), "calls", (bottom > 0).sum(axis=0)
    )
    sums = {name: counted[name].sum(axis=0) for name in CALL_COUNTS}
    rows: list[list[Cell]] = []
    for i, slot in enumerate(kinds):
        rates = [shown[j * len(kinds) + i] for j in range(5)]
        retries = rates[3]
        rates[3] = Figure("retries", retries.value, retries.count, "slots", retries.low, retries.high, False)
        rows.append([slot, int(sums["true"][i]), int(sums["asked"][i]), int(sums["invented"][i]), *rates])
    columns = ("slot", "calls", "asked", "invented", "captured", "wrong", "missed", "retries", "at once")
    return Table("By slot", columns, rows)


def _compared(
    rows: Slots,
    bootstrap: Bootstrap,
    ours: list[Ratio],
    theirs: list[Ratio],
    wrong: Floats,
    their_wrong: Floats,
    whole: tuple[Column, Column],
    captured: Captured | None = None,
    other: Captured | None = None,
) -> list[Part]:
    """whole: what each system has wholly right. captured, other: of calls, counted in their first rows."""
    assert rows.source.against is not None
    found = differences(bootstrap, ours, theirs)
    unit = "calls" if captured else "rows"
    found.append(mcnemar_row(f"{unit} wholly right", *whole, unit))
    worse = wrong - their_wrong
    changed = [at for at in np.argsort(-np.abs(worse), kind="stable").tolist() if worse[at]]
    describe = _describe(
        rows, captured, lambda at: f"wrong {wrong[at]:.0f}, other {their_wrong[at]:.0f}", other
    )
    title = f"Against {rows.source.against.name}"
    return [Differences(title, found), flips(rows, worse, changed, describe)]


def _worst(rows: Slots, wrong: Floats, most: int, captured: Captured | None = None) -> Cases:
    chosen = [at for at in np.argsort(-wrong, kind="stable")[:most].tolist() if wrong[at] > 0]
    describe = _describe(rows, captured, lambda at: f"{wrong[at]:.0f} wrong")
    title = "Worst calls" if captured else "Worst rows"
    return Cases(title, cases(rows, chosen, describe), int((wrong > 0).sum()))


def _describe(
    rows: Slots,
    captured: Captured | None,
    score: Callable[[int], str],
    other: Captured | None = None,
) -> Callable[[int], tuple[tuple[tuple[str, str], ...], str]]:
    def describe(at: int) -> tuple[tuple[tuple[str, str], ...], str]:
        if captured:
            true, found = (_shown(Filled(None, values, None)) for values in captured.last[at])
        else:
            true, found = _shown(rows.truth[at]), _shown(rows.predicted[at])
        text = (("text", rows.context["text"][at]),) if "text" in rows.context else ()
        lines = (*text, ("truth", true), ("found", found))
        if other:
            lines = (*lines, ("other", _shown(Filled(None, other.last[at][1], None))))
        elif rows.against is not None and not captured:
            lines = (*lines, ("other", _shown(rows.against[at])))
        return lines, score(at)

    return describe


def _shown(one: Filled | None) -> str:
    if one is None:
        return "(no prediction)"
    if one.values is not None:
        return ", ".join(f"{slot}={value}" for slot, value in sorted(one.values.items())) or "(none)"
    return ", ".join(f"{slot} [{start}:{end}]" for slot, start, end in sorted(one.spans or ())) or "(none)"
