"""The same calls with two versions of a bot: what differs, and which calls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viva.errors import InputError
from viva.lab.calls.facts import CallFacts
from viva.lab.calls.folder import Calls
from viva.lab.evaluate.calls import call_ratios, latencies
from viva.lab.evaluate.callsets import bootstrap_over, quantile_name
from viva.lab.evaluate.measures import differences, known
from viva.lab.evaluate.verdicts import mcnemar_row
from viva.lab.report.model import PAIRED, Case, Cases, Difference, Differences, Part
from viva.lab.statistics import quantiles
from viva.lab.statistics.bootstrap import Bootstrap

SHARES = (0.5, 0.95)
ONLY_HERE = "call without its like in the other folder; not compared"
OTHER_CALLER = "call with the same number as one of another caller; not compared"


def paired_calls(calls: Calls, against: Calls) -> list[tuple[CallFacts, CallFacts]]:
    """Those of the same number of a simulation, or of the same id.

    Raises:
        InputError: none is in both.
    """
    others = {call.key: call for call in against.facts}
    found = []
    for call in calls.facts:
        other = others.get(call.key)
        path = calls.folder / "calls" / call.id
        if other is None:
            calls.problems.add(ONLY_HERE, path, None, f"no call {call.key} in {against.folder}")
        elif call.condition("persona") != other.condition("persona"):
            # What callers want may change on the way, with what they are asked; who they are does not.
            personas = f"{call.condition('persona')} here, {other.condition('persona')} there"
            calls.problems.add(OTHER_CALLER, path, None, personas)
        else:
            found.append((call, other))
    if not found:
        raise InputError(
            f"{against.folder}: none of its calls is one of {calls.folder}: "
            f"{next(iter(others), 'none')} there, {calls.facts[0].key} here",
            hint="simulate both with the same personas and --seed; calls are paired by seed and number",
        )
    return found


def compared(calls: Calls, against: Calls, *, seed: int, worst: int) -> tuple[list[Part], int]:
    """The parts of a report, and how many calls were paired."""
    pairs = paired_calls(calls, against)
    ours, theirs = [one for one, _ in pairs], [other for _, other in pairs]
    bootstrap = bootstrap_over(len(pairs), seed=seed)
    second = {ratio.name: ratio for ratio in call_ratios(theirs)}
    first = [ratio for ratio in call_ratios(ours) if ratio.name in second]
    found = differences(bootstrap, first, [second[ratio.name] for ratio in first])
    found += latency_differences(bootstrap, ours, theirs)
    parts: list[Part] = []
    both = [(one, other) for one, other in pairs if None not in (one.success, other.success)]
    if both:
        right = np.array([bool(one.success) for one, _ in both])
        theirs_right = np.array([bool(other.success) for _, other in both])
        found.insert(1, mcnemar_row("task success", right, theirs_right, "calls"))
        parts.append(_flips(both, worst))
    title = f"Against {against.folder.name}"
    note = f"{len(pairs):,} calls, each with the same caller in both."
    return [Differences(title, found, note), *parts], len(pairs)


def latency_differences(
    bootstrap: Bootstrap, ours: Sequence[CallFacts], theirs: Sequence[CallFacts]
) -> list[Difference]:
    one, other = latencies(ours), latencies(theirs)
    group = bootstrap.clusters.of
    pair = (one.values, group[one.call]), (other.values, group[other.call])
    found = quantiles.differences(bootstrap, *pair, SHARES)
    first, second = (quantiles.quantiles(*side, SHARES).value for side in pair)
    return [
        Difference(
            f"reply after, ms, {quantile_name(share)}",
            known(first[i]),
            known(second[i]),
            known(found.low[i]),
            known(found.high[i]),
            known(found.p[i]),
            PAIRED,
            float(len(one.values)),
            "replies",
            lower_is_better=True,
            share=False,
        )
        for i, share in enumerate(SHARES)
    ]


def _flips(pairs: Sequence[tuple[CallFacts, CallFacts]], most: int) -> Cases:
    """Calls that succeed with one version only, those that were lost first."""
    changed = [(one, other) for one, other in pairs if one.success != other.success]
    changed.sort(key=lambda pair: bool(pair[0].success))
    better = sum(bool(one.success) for one, _ in changed)
    shown = [_flip(one, other) for one, other in changed[:most]]
    note = f"{better:,} better, {len(changed) - better:,} worse than the other system."
    return Cases("Flips", shown, len(changed), note)


def _flip(one: CallFacts, other: CallFacts) -> Case:
    lines = tuple(
        (side, f"{call.id}: {call.truth.why if call.truth else ''}; ended at {call.ended_at}; "
               f"{len(call.turns)} turns, {call.in_repair} repairs")
        for side, call in (("this", one), ("other", other))
    )  # fmt: skip
    return Case(one.id, "", lines, "better" if one.success else "worse")
