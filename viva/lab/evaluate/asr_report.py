"""The report of `viva eval asr`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from viva.lab.evaluate.asr import LAYOUT, Heard, Scored, Spoken, score
from viva.lab.evaluate.cases import cases
from viva.lab.evaluate.measures import Ratio, bootstrap_of, by_group, differences, figures, grouped
from viva.lab.evaluate.normalise import NORMALISATIONS
from viva.lab.evaluate.rows import Rows, Source, read_rows
from viva.lab.evaluate.settings import settings_of
from viva.lab.evaluate.verdicts import flips, mcnemar_row
from viva.lab.evaluate.watch import Watch, silent
from viva.lab.report.model import Cases, Difference, Differences, Histogram, Part, Report, Table
from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.matched_pairs import ENOUGH, matched_pairs

MOST_CONFUSED = 30
_LENGTHS = (
    (0, 0, "no speech"),
    (1, 2, "1-2 words"),
    (3, 5, "3-5"),
    (6, 10, "6-10"),
    (11, 10**9, "11 or more"),
)
_RATES = ((0.0, "0"), (0.1, "to 10 %"), (0.25, "to 25 %"), (0.5, "to 50 %"), (1.0, "to 100 %"))


def evaluate_asr(
    source: Source, *, normalise: str = "basic", worst: int = 50, seed: int = 0, watch: Watch = silent
) -> Report:
    """normalise: a name of `NORMALISATIONS`. Raises VivaError for files that cannot be used."""
    watch("reading rows")
    rows = read_rows(source, LAYOUT)
    watch(f"aligning {len(rows):,} utterances")
    scored = score(rows.truth, rows.predicted, NORMALISATIONS[normalise])
    other = None if rows.against is None else score(rows.truth, rows.against, NORMALISATIONS[normalise])
    watch("resampling")
    bootstrap, drawn = bootstrap_of(rows, seed=seed)
    ratios = scored.ratios()
    parts: list[Part] = []
    if other is not None:
        parts += _compared(rows, bootstrap, ratios, scored, other, drawn)
    lengths = [(name, (scored.words >= low) & (scored.words <= high)) for low, high, name in _LENGTHS]
    some = [ratio for ratio in ratios if ratio.name in _BY_GROUP]
    for name, groups in [*grouped(rows), ("words in the truth", [one for one in lengths if one[1].any()])]:
        watch(f"by {name}")
        parts += by_group(bootstrap, f"By {name}", groups, some)
    parts += [*_words(scored), _histogram(scored), _worst(rows, scored, worst)]
    return Report(
        "Recognition",
        f"{len(rows):,} utterances, {int(scored.words.sum()):,} words",
        {"normalisation": normalise, **settings_of(rows, bootstrap, drawn)},
        figures(bootstrap, ratios),
        rows.problems,
        parts,
    )


_BY_GROUP = (
    "word error rate",
    "sentence error rate",
    "speech invented",
    "speech lost",
    "word error rate, best of N",
)


def _compared(
    rows: Rows[Spoken, Heard],
    bootstrap: Bootstrap,
    ratios: Sequence[Ratio],
    scored: Scored,
    other: Scored,
    drawn: str,
) -> list[Part]:
    """Of figures that both systems have."""
    theirs = {ratio.name: ratio for ratio in other.ratios()}
    ours = [ratio for ratio in ratios if ratio.name in theirs]
    found = differences(bootstrap, ours, [theirs[ratio.name] for ratio in ours])
    # Sums of each speaker or call: its utterances are not independent of each other.
    errors = bootstrap.clusters.sum(scored.errors, other.errors)
    test = matched_pairs(errors[:, 0], errors[:, 1])
    few = "" if test.segments >= ENOUGH else f"; fewer than {ENOUGH} segments, so Student's t is used"
    first = found[0]
    found.insert(
        1,
        Difference(
            first.name, first.first, first.second, first.low, first.high, test.p, "matched pairs",
            first.count, first.unit, True,
        ),
    )  # fmt: skip
    right, their_right = ~scored.wrong, ~other.wrong
    found.append(mcnemar_row("utterances wholly right", right, their_right, "utterances"))
    unit = "utterances" if bootstrap.clusters.each_row else f"{drawn}s"
    note = f"Matched pairs: {test.segments:,} segments ({unit}), z = {-test.statistic:.3f}{few}."
    order = np.argsort(-np.abs(scored.errors - other.errors), kind="stable")
    changed = [int(at) for at in order if scored.heard[at] != other.heard[at]]
    changed = [at for at in changed if scored.errors[at] != other.errors[at]]

    def describe(at: int) -> tuple[tuple[tuple[str, str], ...], str]:
        lines = (("truth", scored.truth[at]), ("this", scored.heard[at]), ("other", other.heard[at]))
        return lines, f"errors {int(scored.errors[at])}, other {int(other.errors[at])}"

    return [
        Differences(f"Against {_name(rows)}", found, note),
        flips(rows, scored.errors - other.errors, changed, describe),
    ]


def _name(rows: Rows[Spoken, Heard]) -> str:
    return rows.source.against.name if rows.source.against else ""


def _words(scored: Scored) -> list[Part]:
    def table(title: str, columns: tuple[str, ...], found: Counter[tuple[str, str]] | Counter[str]) -> Table:
        listed = [
            [*(one if isinstance(one, tuple) else (one,)), count]
            for one, count in found.most_common(MOST_CONFUSED)
        ]
        note = f"{len(found):,} different, {sum(found.values()):,} in all" if len(found) > len(listed) else ""
        return Table(title, (*columns, "times"), listed, note)

    return [
        table("Words taken for others", ("said", "heard"), scored.edits.confused),
        table("Words lost", ("said",), scored.edits.deleted),
        table("Words invented", ("heard",), scored.edits.inserted),
    ]


def _histogram(scored: Scored) -> Histogram:
    rates = scored.rates[scored.words > 0]
    bars, below = [], -1.0
    for upto, name in _RATES:
        bars.append((name, int(((rates > below) & (rates <= upto)).sum())))
        below = upto
    bars.append(("above", int((rates > below).sum())))
    return Histogram("Utterances by their word error rate", "word error rate", bars)


def _worst(rows: Rows[Spoken, Heard], scored: Scored, most: int) -> Cases:
    wrong = np.flatnonzero(scored.errors)
    chosen = wrong[np.argsort(-scored.errors[wrong], kind="stable")][:most]

    def describe(at: int) -> tuple[tuple[tuple[str, str], ...], str]:
        heard = scored.heard[at] if rows.predicted[at] is not None else "(no prediction)"
        return (("truth", scored.truth[at]), ("heard", heard)), f"{int(scored.errors[at])} errors"

    return Cases("Worst utterances", cases(rows, map(int, chosen), describe), len(wrong))
