"""The report of `viva eval turns`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from viva.lab.calls.facts import CallFacts, TurnFacts
from viva.lab.calls.folder import Calls
from viva.lab.evaluate.calls_compared import paired_calls
from viva.lab.evaluate.callsets import (
    CONDITIONS,
    bootstrap_over,
    check_groups,
    grouped_calls,
    quantile_name,
    settings_of_calls,
)
from viva.lab.evaluate.measures import (
    Column,
    Ratio,
    by_group,
    by_value,
    differences,
    figure,
    figures,
    known,
)
from viva.lab.evaluate.overlaps import overlap_figures, overlap_ratios, overlap_table, time_to_silence
from viva.lab.evaluate.rows import Rows, Source, read_rows
from viva.lab.evaluate.settings import settings_of
from viva.lab.evaluate.turn_curve import turn_curve
from viva.lab.evaluate.turns import LAYOUT, Taken, Turns, turns_of_calls, turns_of_rows
from viva.lab.evaluate.watch import Watch, silent
from viva.lab.report.model import (
    PAIRED,
    Case,
    Cases,
    Cell,
    Clip,
    Difference,
    Differences,
    Figure,
    Histogram,
    Part,
    Report,
    Table,
)
from viva.lab.statistics import quantiles
from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.clusters import Clusters

SHARES = (0.5, 0.9, 0.95)
_BARS = (0, 200, 400, 600, 800, 1000, 1500, 2000, 3000)
_TIMES = (("taken after, ms", "delay"), ("reply after, ms", "reply"))


def evaluate_turns(
    calls: Calls,
    *,
    against: Calls | None = None,
    groups: Sequence[str] = (),
    worst: int = 50,
    seed: int = 0,
    watch: Watch = silent,
) -> Report:
    """Of stored calls. against: the same calls with another version, which are compared call by call."""
    facts = calls.facts
    check_groups(facts, groups, "step")
    turns = turns_of_calls(facts, groups)
    bootstrap = _bootstrap(turns, seed=seed)
    watch("resampling calls")
    found = [*_figures(turns, bootstrap), *overlap_figures(facts, seed=seed)]
    parts: list[Part] = []
    paired = None
    if against is not None:
        pairs = paired_calls(calls, against)
        paired = len(pairs)
        parts.append(_compared(pairs, groups, against.folder, seed=seed))
    curve = turn_curve(facts)
    parts += [curve] if curve else []
    parts += [_histogram(turns), overlap_table(facts)]
    parts += _groups(turns, bootstrap, (*CONDITIONS, "step", *groups), always=groups)
    if sounds := overlap_ratios(facts):
        over_calls = bootstrap_over(len(facts), seed=seed)
        for name, labelled in grouped_calls(facts, [name for name in groups if name != "step"]):
            title = f"Sounds over the bot, by {name}"
            parts += by_group(over_calls, title, labelled, sounds, rows_are="calls")
    parts.append(_worst(calls, worst))
    inferred = sum(call.truth is None for call in facts)
    settings = settings_of_calls(calls, bootstrap_over(len(facts), seed=seed), against, paired)
    if inferred:
        settings["cut off"] = f"inferred in {inferred:,} calls without the truth: the caller spoke on at once"
    what = f"{int(turns.taken.sum()):,} turns of {len(facts):,} calls"
    return Report("Turns", what, settings, found, calls.problems, parts)


def evaluate_turn_rows(source: Source, *, worst: int = 50, seed: int = 0, watch: Watch = silent) -> Report:
    """Of rows with end_ms and taken_ms. Raises VivaError for files that cannot be used."""
    watch("reading rows")
    rows = read_rows(source, LAYOUT)
    turns = turns_of_rows(rows, rows.predicted)
    bootstrap = _bootstrap(turns, seed=seed)
    watch("resampling")
    parts: list[Part] = []
    if rows.against is not None:
        assert source.against is not None
        other = turns_of_rows(rows, rows.against)
        names = list(dict.fromkeys(turns.calls))
        found = _differences(_per_call(turns, names), _per_call(other, names), turns, other, names, seed=seed)
        parts.append(Differences(f"Against {source.against.name}", found, "Call by call."))
    parts.append(_histogram(turns))
    parts += _groups(turns, bootstrap, tuple(turns.labels), always=source.groups)
    parts.append(_worst_rows(rows, turns, worst))
    drawn = "call" if "call" in rows.context else "rows"
    what = f"{int(turns.taken.sum()):,} turns"
    settings = settings_of(rows, bootstrap, drawn)
    return Report("Turns", what, settings, _figures(turns, bootstrap), rows.problems, parts)


def _bootstrap(turns: Turns, *, seed: int) -> Bootstrap:
    own = len(set(turns.calls)) == len(turns.calls)
    return Bootstrap(Clusters(None if own else turns.calls, len(turns.calls), seed=seed), seed=seed)


def _figures(turns: Turns, bootstrap: Bootstrap, where: Column | None = None) -> list[Figure]:
    found = figures(bootstrap, turns.ratios(), where)
    for name, attribute in _TIMES:
        values = getattr(turns, attribute)
        keep = ~np.isnan(values) if where is None else ~np.isnan(values) & where
        if keep.any():
            estimates = quantiles.quantiles(values[keep], bootstrap.clusters.of[keep], SHARES)
            found += [
                figure(
                    f"{name}, {quantile_name(share)}", estimates, i, float(keep.sum()), "turns", share=False
                )
                for i, share in enumerate(SHARES)
            ]
    return found


def _groups(
    turns: Turns, bootstrap: Bootstrap, names: Sequence[str], *, always: Sequence[str]
) -> Iterator[Part]:
    """Tables by condition and step, each with the times of taking."""
    for name in dict.fromkeys(names):
        labels = turns.labels.get(name)
        if labels is None or (name not in always and len(set(labels)) < 2):
            continue
        groups = by_value(labels)
        yield from by_group(bootstrap, f"By {name}", groups, turns.ratios(), rows_are="turns")
        rows: list[list[Cell]] = []
        for label, where in groups:
            times = [one for one in _figures(turns, bootstrap, where) if one.name.startswith(_TIMES[0][0])]
            rows.append([label, int(times[0].count) if times else 0, *times])
        columns = (name, "turns", *(quantile_name(share) for share in SHARES))
        yield Table(f"Taken after, by {name}, ms", columns, [row for row in rows if len(row) > 2])


def _histogram(turns: Turns) -> Histogram:
    known_ = turns.delay[~np.isnan(turns.delay)]
    bars = []
    for low, high in zip(_BARS, (*_BARS[1:], np.inf), strict=True):
        name = f"{low}-{high:g}" if np.isfinite(high) else f"{low} or more"
        bars.append((name, int(((known_ >= low) & (known_ < high)).sum())))
    return Histogram("Turns by when they were taken", "ms after the end of the caller's turn", bars)


# --- two systems ------------------------------------------------------------------------------


def _compared(
    pairs: Sequence[tuple[CallFacts, CallFacts]], groups: Sequence[str], folder: Path, *, seed: int
) -> Differences:
    """Call by call: turns of two versions are not the same turns."""
    ours, theirs = [one for one, _ in pairs], [other for _, other in pairs]
    first, second = turns_of_calls(ours, groups), turns_of_calls(theirs, groups)
    ratios = _per_call(first, [call.id for call in ours]), _per_call(second, [call.id for call in theirs])
    for side, calls in zip(ratios, (ours, theirs), strict=True):
        side += overlap_ratios(calls)
    names = [call.id for call in ours]
    other_names = [call.id for call in theirs]
    found = _differences(*ratios, first, second, names, other_names, seed=seed)
    silent_first, silent_second = time_to_silence(ours), time_to_silence(theirs)
    found += _of_times(
        "silent after, ms",
        bootstrap_over(len(pairs), seed=seed),
        (silent_first.values, silent_first.call),
        (silent_second.values, silent_second.call),
    )
    return Differences(
        f"Against {folder.name}", found, f"{len(pairs):,} calls, each with the same caller in both."
    )


def _per_call(turns: Turns, names: Sequence[str]) -> list[Ratio]:
    """The ratios with a row for each call."""
    place = {name: i for i, name in enumerate(names)}
    at = np.array([place[name] for name in turns.calls], np.int64)
    return [
        Ratio(
            one.name,
            np.bincount(at, one.top.astype(np.float64), len(names)),
            np.bincount(at, one.bottom.astype(np.float64), len(names)),
            one.unit,
            one.lower_is_better,
        )
        for one in turns.ratios()
    ]


def _differences(
    first: list[Ratio],
    second: list[Ratio],
    turns: Turns,
    other: Turns,
    names: Sequence[str],
    other_names: Sequence[str] | None = None,
    *,
    seed: int,
) -> list[Difference]:
    bootstrap = bootstrap_over(len(names), seed=seed)
    theirs = {one.name: one for one in second}
    ours = [one for one in first if one.name in theirs]
    found = differences(bootstrap, ours, [theirs[one.name] for one in ours])
    for name, attribute in _TIMES:
        sides = []
        for one, listed in ((turns, names), (other, other_names or names)):
            place = {call: i for i, call in enumerate(listed)}
            values = getattr(one, attribute)
            keep = ~np.isnan(values)
            at = np.array([place[call] for call in one.calls], np.int64)
            sides.append((values[keep], at[keep]))
        found += _of_times(name, bootstrap, *sides)
    return found


def _of_times(
    name: str,
    bootstrap: Bootstrap,
    first: tuple[np.ndarray, np.ndarray],
    second: tuple[np.ndarray, np.ndarray],
) -> list[Difference]:
    """Each: values, and the call that each is of."""
    if not (len(first[0]) and len(second[0])):
        return []
    group = bootstrap.clusters.of
    pair = (first[0], group[first[1]]), (second[0], group[second[1]])
    found = quantiles.differences(bootstrap, *pair, SHARES)
    ends = [quantiles.quantiles(*side, SHARES).value for side in pair]
    return [
        Difference(
            f"{name}, {quantile_name(share)}",
            known(ends[0][i]),
            known(ends[1][i]),
            known(found.low[i]),
            known(found.high[i]),
            known(found.p[i]),
            PAIRED,
            float(len(first[0])),
            "turns",
            lower_is_better=True,
            share=False,
        )
        for i, share in enumerate(SHARES)
    ]


# --- single turns -----------------------------------------------------------------------------


def _worst(calls: Calls, most: int) -> Cases:
    """Those cut off, then those that were waited for longest."""
    spoken = [(call, turn) for call in calls.facts for turn in call.turns if turn.by == "speech"]
    cut = [pair for pair in spoken if pair[1].cut_off]
    slow = sorted((pair for pair in spoken if not pair[1].cut_off), key=lambda pair: -pair[1].delay_ms)
    shown = [_case(calls, *pair) for pair in [*cut, *slow][:most]]
    return Cases("Cut off, then longest waited", shown, len(spoken))


def _case(calls: Calls, call: CallFacts, turn: TurnFacts) -> Case:
    lines = [("at", turn.before.place), ("heard", turn.heard[0] if turn.heard else "(nothing)")]
    if turn.said is not None:
        lines.append(("said", turn.said.text))
    if turn.pauses:
        lines.append(("why then", turn.pauses[-1].why))
    audio = calls.folder / "calls" / call.id / "audio.wav"
    score = "cut off" if turn.cut_off else f"taken {turn.delay_ms} ms after the end"
    place = f"{call.id} at {turn.taken_ms / 1000:.2f} s"
    return Case(
        f"turn {turn.turn}",
        place,
        tuple(lines),
        score,
        Clip(audio, max(0.0, (turn.start_ms - 500) / 1000), (turn.taken_ms + 1500) / 1000)
        if audio.is_file()
        else None,
    )


def _worst_rows(rows: Rows[float, Taken], turns: Turns, most: int) -> Cases:
    early = np.where(turns.cut, np.inf, np.nan_to_num(turns.delay, nan=-1))
    order = np.argsort(-early, kind="stable")[:most].tolist()
    shown = [
        Case(
            rows.ids[at],
            rows.place(at),
            (("call", turns.calls[at]),),
            "cut off" if turns.cut[at] else f"taken {turns.delay[at]:.0f} ms after the end",
        )
        for at in order
        if turns.taken[at]
    ]
    return Cases("Cut off, then longest waited", shown, int(turns.taken.sum()))
