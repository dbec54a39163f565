"""Calls counted: what the figures of `viva eval calls` are sums of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viva.lab.calls.facts import CallFacts
from viva.lab.evaluate.callsets import Timed, column
from viva.lab.evaluate.measures import Ratio

SECOND = 1_000.0


def call_ratios(calls: Sequence[CallFacts]) -> list[Ratio]:
    """Every figure that is one sum over calls divided by another; task success first, where it is known."""
    one = np.ones(len(calls))
    known = column(calls, lambda call: call.success is not None)
    whole = column(calls, lambda call: not call.cut_short)
    found: list[Ratio] = []
    if known.any():
        succeeded = column(calls, lambda call: bool(call.success))
        alone = column(calls, lambda call: bool(call.success) and not call.transferred)
        found += [
            Ratio("task success", succeeded, known, "calls", False, proportion=True),
            Ratio("success without a transfer", alone, known, "calls", False, proportion=True),
        ]
    contained = column(calls, lambda call: not call.cut_short and not call.transferred)
    moves = column(calls, lambda call: len(call.turns) + call.no_inputs)
    found += [
        Ratio("containment", contained, whole, "calls that ended", False, proportion=True),
        Ratio("transferred", column(calls, lambda call: call.transferred), whole, "calls that ended",
              proportion=True),
        Ratio("dropped", column(calls, lambda call: call.dropped), one, "calls", proportion=True),
        Ratio("turns a call", column(calls, lambda call: len(call.turns)), one, "calls", share=False),
        Ratio("seconds a call", column(calls, lambda call: call.duration_ms / SECOND), one, "calls",
              share=False),
        Ratio("repair ratio", column(calls, lambda call: call.in_repair), moves, "turns and silences"),
    ]  # fmt: skip
    return found + repair_ratios(calls)


def repair_ratios(calls: Sequence[CallFacts]) -> list[Ratio]:
    """How often each kind of repair was needed in a call, and what else callers bear with."""
    one = np.ones(len(calls))
    counted = {
        "not understood, a call": lambda call: call.repairs("no_match"),
        "no input, a call": lambda call: call.no_inputs,
        "asked to repeat, a call": lambda call: call.repairs("repeat"),
        "read-back refused, a call": lambda call: call.repairs("refused"),
        "corrections, a call": lambda call: call.repairs("correction"),
        "seconds of dead air, a call": lambda call: sum(end - start for start, end in call.dead_air) / SECOND,
        "actions failed, a call": lambda call: sum(action.failed for action in call.actions),
    }
    return [Ratio(name, column(calls, of), one, "calls", share=False) for name, of in counted.items()]


def latencies(calls: Sequence[CallFacts]) -> Timed:
    """Milliseconds from the end of the caller's speech to the reply."""
    return Timed(
        calls,
        lambda call: [
            float(turn.reply_ms - turn.finished_ms)
            for turn in call.turns
            if turn.by == "speech" and turn.reply_ms is not None and not turn.cut_off
        ],
    )


def durations(calls: Sequence[CallFacts], action: str) -> Timed:
    """Milliseconds of an action, each time it ended."""
    return Timed(
        calls,
        lambda call: [float(one.ms) for one in call.actions if one.name == action and one.ms is not None],
    )
