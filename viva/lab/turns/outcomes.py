"""What a policy makes of turns that were heard: how often it cuts in, how long callers wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from viva.call.turn_end import SHORTEST_MS, EndOfTurn
from viva.lab.turns.recorded import HeardTurn

TICK_MS = 20
TOLERANCE_MS = 50
"""A turn that is taken so little before the caller's last sound is not cut off."""


@dataclass(frozen=True, slots=True)
class Outcome:
    cut_off: bool
    delay_ms: float
    """From the end of the last speech to the taking; meaningless where it was cut off."""


@dataclass(frozen=True, slots=True)
class Operating:
    """One way to run."""

    threshold: float
    cut_off: float
    """Share of the turns."""
    delay_s: float
    """Mean over those that were not cut off."""


def operating(
    turns: Sequence[HeardTurn], policy: EndOfTurn, threshold: float, longest_ms: int, *, late: bool = False
) -> Operating:
    """What a threshold and a longest silence give."""
    outcomes = [outcome(turn, policy, threshold, longest_ms, late=late) for turn in turns]
    return summed(threshold, outcomes)


def summed(threshold: float, outcomes: Sequence[Outcome]) -> Operating:
    delays = [one.delay_ms for one in outcomes if not one.cut_off]
    return Operating(
        threshold,
        float(np.mean([one.cut_off for one in outcomes])),
        float(np.mean(delays)) / 1000 if delays else float("inf"),
    )


def outcome(
    turn: HeardTurn, policy: EndOfTurn, threshold: float, longest_ms: int, *, late: bool = False
) -> Outcome:
    """Where the turn is taken at `threshold`, or after `longest_ms` of silence.

    late: the words are known only after the recognition's own time, as in a call on an idle core.
    """
    for i, pause in enumerate(turn.pauses):
        until = turn.resumed_at[i] if i < len(turn.resumed_at) else turn.duration_ms
        known = turn.seen_at[i] + (round(1000 * pause.took_s) if late else 0)
        for t in range(turn.seen_at[i], until, TICK_MS):
            silence = t - pause.end_ms
            known_by_now = t >= known and silence >= SHORTEST_MS
            over = policy.score(pause.evidence, silence).over if known_by_now else 0.0
            if over >= threshold or silence >= longest_ms:
                early = t < turn.turn.end_ms - TOLERANCE_MS
                return Outcome(early, max(0.0, t - turn.turn.end_ms))
    return Outcome(False, float(turn.duration_ms - turn.turn.end_ms))
