"""A finding, and when a share is one: its interval lies above a bar, so that chance seldom makes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from viva.lab.calls.facts import CallFacts
from viva.lab.evaluate.measures import Ratio, figures
from viva.lab.report.model import Figure
from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.clusters import Clusters

Kind = Literal[
    "loop",
    "lost",
    "never_asked",
    "refused_though_right",
    "not_understood",
    "checked_though_right",
    "cut_off",
    "waits_too_long",
    "asks_too_soon",
    "talks_over_callers",
    "stops_for_nothing",
    "slow_action",
    "failing_action",
    "callers_leave",
    "fails_more",
]
FEWEST = 3
"""Calls that show it, at least."""


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    where: str
    """A step, slot, action, or condition; '' for the whole bot."""
    what: str
    """What was found, in a sentence."""
    do: str
    """What to do about it."""
    figure: Figure
    """The share, of what, and its interval; for actions their median duration."""
    count: int
    """How often it was found, in the figure's unit."""
    calls: tuple[str, ...]
    """Ids of those that show it."""


Counter = Callable[[CallFacts], tuple[float, float]]
"""Of a call: how often it is so, and how often it could have been."""


def bootstrap_of_calls(calls: Sequence[CallFacts]) -> Bootstrap:
    return Bootstrap(Clusters(None, len(calls)))


@dataclass(frozen=True, slots=True)
class Rule:
    """A share of something that is told where its interval lies above a bar."""

    kind: Kind
    counter: Counter
    bar: float
    """0..1"""
    unit: str
    what: str
    """May name {count}, {of} and {share}."""
    do: str
    where: str = ""
    least: int = 0
    """Of what it is a share, there are at least so many."""


def above(calls: Sequence[CallFacts], bootstrap: Bootstrap, rule: Rule) -> list[Finding]:
    """One finding or none."""
    counts = np.array([rule.counter(call) for call in calls], np.float64).reshape(-1, 2)
    top, bottom = counts[:, 0], counts[:, 1]
    showing = tuple(call.id for call, hits in zip(calls, top, strict=True) if hits)
    if len(showing) < FEWEST or bottom.sum() < rule.least:
        return []
    each = bool((bottom <= 1).all())
    (found,) = figures(bootstrap, [Ratio("share", top, bottom, rule.unit, proportion=each)])
    if found.low is None or found.value is None or found.low <= rule.bar:
        return []
    count, of = int(top.sum()), int(bottom.sum())
    text = rule.what.format(count=f"{count:,}", of=f"{of:,}", share=f"{100 * found.value:.0f} %")
    return [Finding(rule.kind, rule.where, text, rule.do, found, count, showing)]
