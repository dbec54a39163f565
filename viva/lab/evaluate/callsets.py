"""Calls as rows that figures are sums of; each call is one of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from viva.errors import InputError
from viva.lab.calls.facts import CallFacts
from viva.lab.calls.folder import Calls
from viva.lab.evaluate.measures import Column, by_value, figure
from viva.lab.report.model import Figure
from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.clusters import Clusters
from viva.lab.statistics.quantiles import quantiles

CONDITIONS = ("persona", "noise", "line")
"""By which figures are told apart wherever they are known."""
_OF_LOGS = ("bot", "channel", "reason")
"""By which they can be, for any call."""
UNKNOWN = "(unknown)"
Floats = npt.NDArray[np.float64]


def column(calls: Sequence[CallFacts], of: Callable[[CallFacts], float]) -> Floats:
    return np.fromiter((float(of(call)) for call in calls), np.float64, len(calls))


def bootstrap_over(count: int, *, seed: int) -> Bootstrap:
    return Bootstrap(Clusters(None, count, seed=seed), seed=seed)


def label(call: CallFacts, name: str) -> str:
    """A condition of the truth, or `bot`, `channel`, `reason`; '' where it is not known."""
    if name in _OF_LOGS:
        return str(getattr(call, name))
    return call.condition(name)


def check_groups(calls: Sequence[CallFacts], groups: Sequence[str], *more: str) -> None:
    """more: what else may be asked for.

    Raises:
        InputError: a group that is no condition of any call.
    """
    truths = [call.truth for call in calls if call.truth is not None]
    conditions = sorted({*CONDITIONS, "voice", *(name for truth in truths for name in truth.conditions)})
    known = (*_OF_LOGS, *conditions, *more)
    for name in groups:
        if name not in known:
            raise InputError(f"--group {name}: no condition of calls", hint=f"there are {', '.join(known)}")


def grouped_calls(
    calls: Sequence[CallFacts], groups: Sequence[str]
) -> Iterator[tuple[str, list[tuple[str, Column]]]]:
    """By each condition that is known and differs, and by each that was asked for."""
    for name in dict.fromkeys((*CONDITIONS, *groups)):
        labels = [label(call, name) for call in calls]
        if name in groups or len(set(labels)) > 1:
            yield name, by_value(labels)


class Timed:
    """Values that calls have several of: a latency for each reply."""

    def __init__(self, calls: Sequence[CallFacts], of: Callable[[CallFacts], Sequence[float]]) -> None:
        every = [list(of(call)) for call in calls]
        self.values = np.array([value for some in every for value in some], np.float64)
        self.call = np.repeat(np.arange(len(calls)), [len(some) for some in every])
        """The row of the call that each is of."""

    def figures(
        self, name: str, shares: tuple[float, ...], unit: str, where: Column | None = None
    ) -> list[Figure]:
        """Medians and other quantiles, in the values' own unit: `NAME, median`, `NAME, p95`."""
        keep = np.ones(len(self.values), np.bool_) if where is None else np.asarray(where)[self.call]
        values, calls = self.values[keep], self.call[keep]
        found = quantiles(values, calls, shares)
        return [
            figure(f"{name}, {quantile_name(share)}", found, i, float(len(values)), unit, share=False)
            for i, share in enumerate(shares)
        ]


def quantile_name(share: float) -> str:
    return "median" if share == 0.5 else f"p{100 * share:g}"


def settings_of_calls(
    calls: Calls, bootstrap: Bootstrap, against: Calls | None = None, paired: int | None = None
) -> dict[str, str]:
    """The choices that figures depend on, as a report tells them."""
    facts = calls.facts
    truth = calls.with_truth
    found = {
        "calls": f"{len(facts):,} of {calls.folder}",
        "bots": ", ".join(sorted({f"{call.bot} ({call.fingerprint[:8]})" for call in facts})),
        "truth": f"known of {truth:,} of {len(facts):,} calls"
        + ("" if truth == len(facts) else "; of the others what the log alone says, inferred"),
    }
    if against is not None:
        found["against"] = f"{paired:,} of the same calls of {against.folder}"
    return {
        **found,
        "intervals": f"{bootstrap.level:.0%}, over {bootstrap.clusters.count:,} calls, "
        f"{bootstrap.draws:,} draws, seed {bootstrap.seed}",
    }
