"""The report of `viva replay --with`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from viva.lab.evaluate.callsets import bootstrap_over
from viva.lab.evaluate.measures import Column, Ratio, differences, figures
from viva.lab.evaluate.problems import Problems
from viva.lab.replay.counted import WHAT, Change, Counts
from viva.lab.replay.outcome import Outcome
from viva.lab.replay.parting import WHY, Parting
from viva.lab.report.model import Case, Cases, Cell, Clip, Difference, Differences, Part, Report, Table
from viva.lab.statistics.bootstrap import Bootstrap

MOST_CHANGES = 6
"""Of one call that are shown."""
BEFORE_S, AFTER_S = 8.0, 3.0
"""Of the recording that is heard with a parting."""
NOISE = "bot as it was parts from its own record"


def report_of(outcomes: Sequence[Outcome], change: str, *, worst: int = 50, seed: int = 0) -> Report:
    """change: what was changed, as it was asked for."""
    usable = [one for one in outcomes if one.usable]
    problems = _problems(outcomes)
    bootstrap = bootstrap_over(len(usable), seed=seed)
    talk = sum(one.duration_ms for one in usable) / 60_000
    settings = {
        "with": change,
        "bots": ", ".join(sorted({one.bot for one in outcomes})),
        "calls": f"{len(usable):,} of {len(outcomes):,} could be replayed",
        "intervals": f"{bootstrap.level:.0%}, bootstrap over {len(usable):,} calls, {bootstrap.draws:,} "
        f"draws, seed {seed}",
    }
    if not usable:
        return Report("Replay", "no call could be replayed", settings, [], problems)
    parts: list[Part] = [
        Differences("With the change, and again without it", _differences(bootstrap, usable), _UNTIL),
        _columns(bootstrap, usable),
        _turns(bootstrap, usable),
        _why(usable),
        _where(usable),
        _partings(usable, worst),
        _changed(usable, worst),
        _noise(usable, worst),
    ]  # fmt: skip
    what = f"{len(usable):,} calls, {talk:,.1f} minutes of talk"
    return Report("Replay", what, settings, figures(bootstrap, _fates(usable)), problems, parts)


_UNTIL = (
    "Turns until the paths part, the one of the parting included. What follows is not counted: the recorded "
    "caller answers what another bot said."
)


def _problems(outcomes: Sequence[Outcome]) -> Problems:
    problems = Problems()
    for one in outcomes:
        for kind, what in one.problems:
            problems.add(kind, Path(one.call), None, what)
        if one.noise is not None:
            problems.add(NOISE, Path(one.call), None, f"turn {one.noise.turn}: {WHY[one.noise.why]}")
    return problems


def _column(calls: Sequence[Outcome], of: Callable[[Outcome], float]) -> Column:
    return np.array([float(of(one)) for one in calls])


def _fates(calls: Sequence[Outcome]) -> list[Ratio]:
    every = np.ones(len(calls))

    def share(name: str, of: Callable[[Outcome], bool], *, worse: bool = True) -> Ratio:
        return Ratio(name, _column(calls, of), every, "calls", lower_is_better=worse, proportion=True)

    return [
        share("unchanged", lambda one: one.fate == "unchanged", worse=False),
        share("changed before any parting", lambda one: one.fate == "changed"),
        share("parted", lambda one: one.fate == "parted"),
        share("parted from the record without any change", lambda one: one.noise is not None),
        Ratio(
            "turns that could be counted",
            _column(calls, lambda one: one.counted),
            _column(calls, lambda one: one.turns),
            "turns of the record",
            lower_is_better=False,
        ),
    ]


def _ratios(calls: Sequence[Outcome], side: Callable[[Outcome], Counts]) -> list[Ratio]:
    def ratio(
        name: str,
        top: Callable[[Counts], int],
        bottom: Callable[[Counts], int],
        unit: str,
        better: str,
        kind: str,
    ) -> Ratio:
        return Ratio(
            name,
            _column(calls, lambda one: top(side(one))),
            _column(calls, lambda one: bottom(side(one))),
            unit,
            lower_is_better=better == "lower",
            share=kind == "share",
        )  # fmt: skip

    found = [
        ratio("reply after, ms", lambda c: c.latency_ms, lambda c: c.replies, "replies", "lower", "mean"),
        ratio("cut-offs a turn", lambda c: c.cut_offs, lambda c: c.turns, "turns", "lower", "share"),
        ratio("no-matches a turn", lambda c: c.no_matches, lambda c: c.turns, "turns", "lower", "share"),
        ratio("understood as meant", lambda c: c.understood, lambda c: c.meant, "turns", "higher", "share"),
        ratio("slots right", lambda c: c.right, lambda c: c.wanted, "values", "higher", "share"),
    ]
    return [one for one in found if one.bottom.any()]


_SIDES: tuple[tuple[str, Callable[[Outcome], Counts]], ...] = (
    ("recorded", lambda one: one.recorded),
    ("again", lambda one: one.again),
    ("with the change", lambda one: one.changed),
)


def _differences(bootstrap: Bootstrap, calls: Sequence[Outcome]) -> list[Difference]:
    again, changed = (_ratios(calls, side) for _, side in _SIDES[1:])
    both = {one.name for one in again} & {one.name for one in changed}
    ours = [one for one in changed if one.name in both]
    return list(differences(bootstrap, ours, [one for one in again if one.name in both]))


def _columns(bootstrap: Bootstrap, calls: Sequence[Outcome]) -> Table:
    """What the three versions of the same turns come to."""
    found = [{one.name: one for one in figures(bootstrap, _ratios(calls, side))} for _, side in _SIDES]
    rows: list[list[Cell]] = [[name, *(side.get(name) for side in found)] for name in found[0]]
    note = "Recorded against again is what a repetition changes by itself: when engines and the line answer."
    return Table("The same turns three times", ("figure", *(name for name, _ in _SIDES)), rows, note)


def _turns(bootstrap: Bootstrap, calls: Sequence[Outcome]) -> Table:
    """How many turns become other ones, by the repetition and by the change."""

    def ratio(what: str, of: Callable[[Outcome], Sequence[Change]]) -> Ratio:
        top = _column(calls, lambda one: len({change.turn for change in of(one) if change.what == what}))
        return Ratio(what, top, _column(calls, lambda one: one.counted), "turns")

    noise = figures(bootstrap, [ratio(what, lambda one: one.noises) for what in WHAT])
    changed = figures(bootstrap, [ratio(what, lambda one: one.changes) for what in WHAT])
    rows: list[list[Cell]] = [[what, noise[at], changed[at]] for at, what in enumerate(WHAT)]
    reworded = sum(len(one.reworded) for one in calls)
    note = f"{reworded:,} replies have other words for the same prompts and values, which parts nothing."
    return Table("Turns that change", ("of a turn", "again", "with the change"), rows, note)


def _parted(calls: Sequence[Outcome]) -> list[tuple[Outcome, Parting]]:
    return [(one, one.parting) for one in calls if one.parting is not None]


def _why(calls: Sequence[Outcome]) -> Table:
    counted = Counter(parting.why for _, parting in _parted(calls))
    rows: list[list[Cell]] = [[f"{why}: {WHY[why]}", times] for why, times in counted.most_common()]
    return Table("Why the paths part", ("why", "calls"), rows)


def _where(calls: Sequence[Outcome]) -> Table:
    counted = Counter((parting.place or "before anything", parting.why) for _, parting in _parted(calls))
    rows: list[list[Cell]] = [[place, why, times] for (place, why), times in counted.most_common()]
    return Table("Where the paths part", ("the dialogue stood at", "why", "calls"), rows)


def _partings(calls: Sequence[Outcome], most: int) -> Cases:
    parted = _parted(calls)
    shown = [
        Case(
            one.call,
            _place(one, parting),
            (
                ("at", parting.place),
                ("recorded", parting.recorded),
                ("with the change", parting.now),
                *_lines(one),
            ),
            WHY[parting.why],
            _sound(one, parting),
        )
        for one, parting in parted[:most]
    ]
    return Cases("Where each call parts", shown, len(parted), "What follows is not counted.")


def _changed(calls: Sequence[Outcome], most: int) -> Cases:
    changed = [one for one in calls if one.fate == "changed"]
    # Those in which more than the time of a reply is another come first.
    changed.sort(key=lambda one: all(change.what == "latency" for change in one.changes))
    shown = [
        Case(one.call, one.place, _lines(one), f"{len(one.changes)} changes", _sound(one))
        for one in changed[:most]
    ]
    return Cases("Changed, and not parted", shown, len(changed))


def _noise(calls: Sequence[Outcome], most: int) -> Cases:
    noisy = [(one, one.noise) for one in calls if one.noise is not None]
    shown = [
        Case(
            one.call,
            _place(one, noise),
            (("at", noise.place), ("recorded", noise.recorded), ("again", noise.now)),
            WHY[noise.why],
            _sound(one, noise),
        )
        for one, noise in noisy[:most]
    ]
    note = "Nothing of these calls is counted from there on, and no parting is blamed on the change."
    return Cases("Parted from the record without any change", shown, len(noisy), note)


def _lines(one: Outcome) -> tuple[tuple[str, str], ...]:
    """What changes before the paths part."""
    told = [
        (f"turn {c.turn}, {c.what}", f"{c.before or 'nothing'} -> {c.after or 'nothing'}")
        for c in one.changes
    ]
    told += [(f"turn {turn}, words", f"{before} -> {after}") for turn, before, after in one.reworded]
    return tuple(told[:MOST_CHANGES])


def _place(one: Outcome, parting: Parting) -> str:
    return f"{one.place}, turn {parting.turn}, {parting.t / 1000:.1f} s"


def _sound(one: Outcome, parting: Parting | None = None) -> Clip | None:
    """The recording, of a parting what leads to it."""
    if not one.audio:
        return None
    if parting is None:
        return Clip(Path(one.audio))
    return Clip(Path(one.audio), max(0.0, parting.t / 1000 - BEFORE_S), parting.t / 1000 + AFTER_S)
