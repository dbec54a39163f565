"""Actions that keep callers waiting, or fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from viva.lab.calls.facts import CallFacts
from viva.lab.calls.find.finding import FEWEST, Finding, Rule, above
from viva.lab.report.model import Figure
from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.quantiles import quantiles

SLOW_MS = 1_500
"""Median of an action's duration from which on it is told."""
FAILING = 0.05
"""Share of its runs."""


def actions(calls: Sequence[CallFacts], bootstrap: Bootstrap) -> Iterator[Finding]:
    for name in sorted({action.name for call in calls for action in call.actions}):
        yield from _slow(calls, name)
        yield from above(calls, bootstrap, _failing(name))


def _failing(name: str) -> Rule:
    def counter(call: CallFacts) -> tuple[float, float]:
        runs = [one for one in call.actions if one.name == name]
        return float(sum(one.failed for one in runs)), float(len(runs))

    return Rule(
        "failing_action",
        counter,
        FAILING,
        "runs",
        f"{{count}} of {{of}} runs of {name} failed ({{share}})",
        f"see what {name} raises: the log of each call has the reason",
        name,
    )


def _slow(calls: Sequence[CallFacts], name: str) -> Iterator[Finding]:
    ended = [
        (at, call, one)
        for at, call in enumerate(calls)
        for one in call.actions
        if one.name == name and one.ms is not None
    ]
    values = np.array([one.ms for _, _, one in ended], np.float64)
    of = np.array([at for at, _, _ in ended], np.int64)
    found = quantiles(values, of, (0.5,))
    slow = [(call, one) for _, call, one in ended if (one.ms or 0) > SLOW_MS]
    ids = tuple(dict.fromkeys(call.id for call, _ in slow))
    if len(ids) < FEWEST or np.isnan(found.low[0]) or found.low[0] <= SLOW_MS:
        return
    median, low, high = (float(one[0]) for one in (found.value, found.low, found.high))
    figure = Figure("median, ms", median, float(len(values)), "runs", low, high, share=False)
    share = _share_of_reply(calls, name)
    told = "" if share is None else f", {100 * share:.0f} % of what callers wait for those replies"
    yield Finding(
        "slow_action",
        name,
        f"{name} takes {median:,.0f} ms (median of {len(values):,} runs){told}",
        f"make {name} faster, say something before it (`say` before `do`), or ask for what it needs sooner",
        figure,
        len(slow),
        ids,
    )


def _share_of_reply(calls: Sequence[CallFacts], name: str) -> float | None:
    """Of the time from the end of the caller's turn to the reply that came of the action."""
    ran, waited = 0, 0
    for call in calls:
        for one in call.actions:
            turn = next((turn for turn in call.turns if turn.turn == one.turn), None)
            if one.name != name or one.ms is None or turn is None or turn.reply_ms is None:
                continue
            if one.end_ms is not None and turn.reply_ms >= one.end_ms:
                ran += one.ms
                waited += turn.reply_ms - turn.finished_ms
    return ran / waited if waited else None
