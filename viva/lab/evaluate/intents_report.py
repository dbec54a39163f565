"""The report of `viva eval intents`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from viva.lab.evaluate.calibration import BINS, bins_from, bins_of, from_sums
from viva.lab.evaluate.cases import cases
from viva.lab.evaluate.intents import (
    AVERAGES,
    LAYOUT,
    MISSING,
    Grouping,
    Guess,
    Judged,
    averages,
    judge,
    per_class,
    read_grouping,
)
from viva.lab.evaluate.measures import Ratio, bootstrap_of, by_group, differences, family, figures, grouped
from viva.lab.evaluate.measures import paired as paired_differences
from viva.lab.evaluate.rows import Rows, Source, read_rows
from viva.lab.evaluate.settings import settings_of
from viva.lab.evaluate.verdicts import flips, mcnemar_row
from viva.lab.evaluate.watch import Watch, silent
from viva.lab.report.model import Cases, Cell, Differences, Figure, Matrix, Part, Reliability, Report, Table
from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.clusters import Floats

MOST_CLASSES = 30
"""In the picture of confusions."""
MOST_CONFUSED = 50


def evaluate_intents(
    source: Source, *, groups_file: Path | None = None, worst: int = 50, seed: int = 0, watch: Watch = silent
) -> Report:
    """groups_file: see `read_grouping`. Raises VivaError for files that cannot be used."""
    grouping = read_grouping(groups_file) if groups_file else Grouping()
    watch("reading rows")
    rows = read_rows(source, LAYOUT)
    theirs = {grouping.name(one.intent) for one in rows.against or [] if one is not None}
    judged = judge(rows.truth, rows.predicted, grouping, *theirs)
    watch("resampling")
    bootstrap, drawn = bootstrap_of(rows, seed=seed)
    totals = judged.totals(bootstrap.clusters)
    ratios = judged.ratios(grouping)
    count = [float(len(rows))] * len(AVERAGES)
    found = figures(bootstrap, ratios) + family(bootstrap, AVERAGES, totals, averages, count, "rows")
    parts: list[Part] = []
    if rows.against is not None:
        parts += _compared(rows, bootstrap, grouping, judged, totals)
    calibration = _calibration(rows, bootstrap, judged)
    if calibration:
        found.append(calibration[0])
        parts.append(calibration[1])
    for name, groups in grouped(rows):
        parts += by_group(bootstrap, f"By {name}", groups, ratios)
    if grouping.groups:
        parts.append(_groups(bootstrap, grouping, judged))
    parts += [_classes(bootstrap, judged, totals), *_confusions(judged), _worst(rows, judged, worst)]
    return Report(
        "Intents",
        f"{len(rows):,} rows, {len(judged.classes)} intents",
        {"out of scope": grouping.outside, **settings_of(rows, bootstrap, drawn)},
        found,
        rows.problems,
        parts,
    )


def _classes(bootstrap: Bootstrap, judged: Judged, totals: Floats) -> Table:
    size = len(judged.classes)

    def of(sums: Floats) -> Floats:
        return np.concatenate(per_class(*np.split(sums, 3, axis=-1)), axis=-1)

    right, predicted, true = np.split(totals.sum(axis=0), 3)
    counts = [*predicted, *true, *(predicted + true)]
    holding = (totals > 0).sum(axis=0)
    shown = family(
        bootstrap,
        ["precision"] * size + ["recall"] * size + ["F1"] * size,
        totals,
        of,
        counts,
        "rows",
        np.concatenate([holding[size:], holding[2 * size :]]),  # of F1: the clusters where the class is true,
    )
    rows: list[list[Cell]] = [
        [name, int(true[i]), int(predicted[i]), int(right[i]), shown[i], shown[size + i], shown[2 * size + i]]
        for i, name in enumerate(judged.classes)
    ]
    columns = ("intent", "true", "predicted", "right", "precision", "recall", "F1")
    return Table("By intent", columns, rows)


def _groups(bootstrap: Bootstrap, grouping: Grouping, judged: Judged) -> Table:
    rows: list[list[Cell]] = []
    for name, intents in grouping.groups.items():
        inside = np.array([one in intents for one in [*judged.classes, MISSING]])
        was, said = inside[judged.truth], inside[judged.found]
        shown = figures(
            bootstrap,
            [
                Ratio("right intent", judged.right & was, was, "rows", False, proportion=True),
                Ratio("kept in the group", was & said, was, "rows", False, proportion=True),
                Ratio("precision of the group", was & said, said, "rows", False, proportion=True),
            ],
        )
        rows.append([name, int(was.sum()), *shown])
    return Table("By group of intents", ("group", "rows", "right intent", "recall", "precision"), rows)


def _confusions(judged: Judged) -> Iterator[Part]:
    """What was taken for what, the most frequent first, and a picture of the classes in it."""
    size = len(judged.classes)
    wrong = ~judged.right
    pairs = judged.truth[wrong] * (size + 1) + judged.found[wrong]
    different, times = np.unique(pairs, return_counts=True)
    order = np.argsort(-times, kind="stable")
    truth, found, times = different[order] // (size + 1), different[order] % (size + 1), times[order]
    rows: list[list[Cell]] = [
        [judged.name(int(truth[i])), judged.name(int(found[i])), int(times[i])]
        for i in range(min(len(order), MOST_CONFUSED))
    ]
    yield Table("Intents taken for others", ("intent", "taken for", "times"), rows)
    # All of a small set; of a large one those that are confused most.
    shown = list(range(size + 1))
    if size > MOST_CLASSES:
        errors = np.bincount(truth, times, size + 1) + np.bincount(found, times, size + 1)
        shown = sorted(np.argsort(-errors, kind="stable")[:MOST_CLASSES].tolist())
    elif not (judged.found == size).any():
        shown.pop()
    place = np.full(size + 1, -1)
    place[shown] = np.arange(len(shown))
    at, to = place[judged.truth], place[judged.found]
    inside = (at >= 0) & (to >= 0)
    counts = np.bincount(at[inside] * len(shown) + to[inside], minlength=len(shown) ** 2)
    note = f"The {len(shown)} intents of {size} that are confused most." if size > MOST_CLASSES else ""
    names = [judged.name(one) for one in shown]
    yield Matrix("Confusions", names, counts.reshape(len(shown), -1).tolist(), note)


def _calibration(
    rows: Rows[str, Guess], bootstrap: Bootstrap, judged: Judged
) -> tuple[Figure, Reliability] | None:
    """Of the rows that have a confidence; a missing prediction has none."""
    said = np.array([_sure(one) for one in rows.predicted])
    has = said >= 0
    if not has.any():
        return None
    bins = bins_of(np.maximum(said, 0))
    clusters = bootstrap.clusters
    at = clusters.of * BINS + bins
    shape = clusters.groups, BINS
    confidence = np.bincount(at, said * has, clusters.groups * BINS).reshape(shape)
    right = clusters.tally(bins, BINS, has & judged.right)
    count = clusters.tally(bins, BINS, has)
    totals = np.concatenate([confidence, right, count], axis=1)
    name = f"expected calibration error, {BINS} bins"
    (figure,) = family(bootstrap, [name], totals, from_sums, [float(has.sum())], "rows with a confidence")
    return figure, Reliability("Confidence against what is right", bins_from(totals.sum(axis=0)))


def _compared(
    rows: Rows[str, Guess], bootstrap: Bootstrap, grouping: Grouping, judged: Judged, totals: Floats
) -> list[Part]:
    assert rows.against is not None and rows.source.against is not None
    other = judge(rows.truth, rows.against, grouping, *judged.classes)
    found = differences(bootstrap, judged.ratios(grouping), other.ratios(grouping))
    both = np.concatenate([totals, other.totals(bootstrap.clusters)], axis=1)

    def less(sums: Floats) -> Floats:
        first, second = np.split(sums, 2, axis=-1)
        return averages(first) - averages(second)

    one = np.ones(len(rows))
    named = [Ratio(name, one, one, "rows", lower_is_better=False) for name in AVERAGES]
    found += paired_differences(bootstrap, both, averages, less, named)
    found.insert(1, mcnemar_row("accuracy", judged.right, other.right, "rows"))
    worse = other.right.astype(int) - judged.right
    changed = np.flatnonzero(judged.found != other.found)
    changed = changed[np.argsort(worse[changed] == 0, kind="stable")]

    def describe(at: int) -> tuple[tuple[tuple[str, str], ...], str]:
        lines = (
            ("truth", judged.name(int(judged.truth[at]))),
            ("this", judged.name(int(judged.found[at]))),
            ("other", other.name(int(other.found[at]))),
        )
        return (*_text(rows, at), *lines), ("better", "both wrong", "worse")[int(worse[at]) + 1]

    title = f"Against {rows.source.against.name}"
    return [Differences(title, found), flips(rows, worse, changed.tolist(), describe)]


def _worst(rows: Rows[str, Guess], judged: Judged, most: int) -> Cases:
    """Wrong with the greatest confidence first."""
    wrong = np.flatnonzero(~judged.right)
    sure = np.array([_sure(rows.predicted[at]) for at in wrong.tolist()])
    chosen: Sequence[int] = wrong[np.argsort(-sure, kind="stable")][:most].tolist()

    def describe(at: int) -> tuple[tuple[tuple[str, str], ...], str]:
        lines = (
            ("truth", judged.name(int(judged.truth[at]))),
            ("predicted", judged.name(int(judged.found[at]))),
        )
        one = rows.predicted[at]
        known = one is not None and one.confidence is not None
        return (*_text(rows, at), *lines), f"confidence {one.confidence:.3f}" if one and known else "wrong"

    return Cases("Wrong and most sure", cases(rows, chosen, describe), len(wrong))


def _sure(one: Guess | None) -> float:
    return -1.0 if one is None or one.confidence is None else one.confidence


def _text(rows: Rows[str, Guess], at: int) -> tuple[tuple[str, str], ...]:
    return (("text", rows.context["text"][at]),) if "text" in rows.context else ()
