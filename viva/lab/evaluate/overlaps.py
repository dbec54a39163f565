"""Sounds over the bot: whether it yielded to interruptions, and to nothing else.

The four kinds of outcome are those of Lin et al., Full-Duplex-Bench, 2025: an interruption is to be yielded
to, soon; over a backchannel or a noise the bot goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viva.lab.calls.facts import CallFacts, OverlapFacts
from viva.lab.evaluate.callsets import Timed
from viva.lab.evaluate.measures import Ratio, figures
from viva.lab.report.model import Cell, Figure, Table
from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.clusters import Clusters

KINDS = {
    "interruption": "interruptions yielded to",
    "backchannel": "backchannels gone on over",
    "noise": "noises gone on over",
}
OUTCOMES = ("yielded", "went_on", "unnoticed", "finished")


def overlap_ratios(calls: Sequence[CallFacts]) -> list[Ratio]:
    """Of calls whose sounds are known for what they were; rows are calls."""
    found = []
    for kind, name in KINDS.items():
        decided = [
            [one for one in call.overlaps if one.kind == kind and one.right is not None] for call in calls
        ]
        right = np.array([sum(bool(one.right) for one in some) for some in decided], np.float64)
        every = np.array([len(some) for some in decided], np.float64)
        if every.any():
            found.append(Ratio(name, right, every, f"{kind}s that were decided on", False))
    return found


def overlap_figures(calls: Sequence[CallFacts], *, seed: int) -> list[Figure]:
    bootstrap = Bootstrap(Clusters(None, len(calls), seed=seed), seed=seed)
    found = figures(bootstrap, overlap_ratios(calls))
    timed = time_to_silence(calls)
    return found + (
        timed.figures("silent after, ms", (0.5, 0.95), "interruptions") if len(timed.values) else []
    )


def time_to_silence(calls: Sequence[CallFacts]) -> Timed:
    """Milliseconds from the onset of an interruption until the bot was silent, where it yielded."""
    return Timed(
        calls,
        lambda call: [
            float(one.silent_ms)
            for one in call.overlaps
            if one.kind == "interruption" and one.silent_ms is not None
        ],
    )


def overlap_table(calls: Sequence[CallFacts]) -> Table:
    """Where it is known what a sound was, against that; else against what it was taken for."""
    every = [one for call in calls for one in call.overlaps]
    rows: list[list[Cell]] = []
    for title, kinds in (("was", _kinds(every, lambda one: one.kind)), ("taken for", _kinds(
            [one for one in every if not one.kind], lambda one: one.judged or "not judged"))):  # fmt: skip
        for kind, some in kinds:
            counts = [sum(one.outcome == outcome for one in some) for outcome in OUTCOMES]
            silent = sorted(one.silent_ms for one in some if one.silent_ms is not None)
            median = silent[(len(silent) - 1) // 2] if silent else None
            rows.append([f"{title}: {kind.replace('_', ' ')}", len(some), *counts,
                         sum(one.resumed for one in some), median])  # fmt: skip
    columns = (
        "sound",
        "count",
        "yielded",
        "went on",
        "unnoticed",
        "had finished",
        "resumed",
        "silent after, ms",
    )
    note = (
        "Resumed: the bot had yielded for nothing and went on with what it was saying. Silent after: median."
    )
    return Table("Sounds over the bot", columns, rows, note)


def _kinds(some: Sequence[OverlapFacts], of: object) -> list[tuple[str, list[OverlapFacts]]]:
    assert callable(of)
    found: dict[str, list[OverlapFacts]] = {}
    for one in some:
        if of(one):
            found.setdefault(of(one), []).append(one)
    return sorted(found.items(), key=lambda pair: -len(pair[1]))
