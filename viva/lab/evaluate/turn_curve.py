"""Cut-offs against delay, had turns been taken sooner or later than they were.

Sooner can be told from the scores in the log: the first at which the turn would have been taken. Later can be
told from when the caller went on: a longer wait saves the turns that go on within it, and delays all others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viva.call.turn_end import SHORTEST_MS
from viva.call.view.pauses import ScoreView
from viva.lab.calls.facts import CallFacts, TurnFacts
from viva.lab.report.model import Curve, Line, Point
from viva.lab.turns.outcomes import TOLERANCE_MS

COSTS = (1.0, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32)
"""Factors of `turn.cut_in_cost`: the odds at which a turn is taken are in proportion to it."""
WAITS_MS = (0, 100, 200, 300, 400, 600, 800, 1000)


def turn_curve(calls: Sequence[CallFacts]) -> Curve | None:
    """None where no turn has scores."""
    turns = [turn for call in calls for turn in call.turns if turn.by == "speech"]
    scored = [turn for turn in turns if turn.pauses]
    if not scored:
        return None
    sooner = tuple(_sooner(scored, factor) for factor in COSTS)
    later = tuple(_later(scored, wait) for wait in WAITS_MS)
    note = (
        "Sooner: what turns would have met with a smaller cut_in_cost, from the scores in the logs. Later: "
        "each turn so many milliseconds later; callers who went on by then are not cut off. Where both begin "
        "is what was measured."
    )
    lines = (Line("sooner: cut_in_cost smaller", sooner), Line("later: waiting longer", later))
    return Curve("Cut-offs against delay", "median delay of turns not cut off, ms", "cut off, %", lines, note)


def _sooner(turns: Sequence[TurnFacts], factor: float) -> Point:
    cut, delays = 0, []
    for turn in turns:
        at = _taken_at(turn, factor)
        end = _end(turn)
        if at < end - TOLERANCE_MS:
            cut += 1
        else:
            delays.append(max(0.0, at - end))
    return _point(delays, cut, len(turns), f"cut_in_cost x {factor:g}")


def _later(turns: Sequence[TurnFacts], wait_ms: int) -> Point:
    saved = [turn for turn in turns if turn.cut_off and _resumed_within(turn, wait_ms)]
    cut = sum(turn.cut_off for turn in turns) - len(saved)
    delays = [float(turn.delay_ms + wait_ms) for turn in turns if not turn.cut_off]
    return _point(delays, cut, len(turns) - len(saved), f"{wait_ms} ms longer")


def _resumed_within(turn: TurnFacts, wait_ms: int) -> bool:
    # One that was taken while the caller spoke is not saved by waiting for a silence to grow.
    return turn.resumed_ms is not None and turn.taken_ms < turn.resumed_ms <= turn.taken_ms + wait_ms


def _point(delays: Sequence[float], cut: int, count: int, label: str) -> Point:
    median = float(np.median(delays)) if delays else float("nan")
    return Point(median, 100 * cut / count, f"{label}: {cut} of {count} cut off")


def _end(turn: TurnFacts) -> float:
    """Of the turn; of one that was cut off, where it went on at least."""
    if turn.said is not None:
        return turn.said.end_ms
    return float("inf") if turn.cut_off else turn.end_ms


def _taken_at(turn: TurnFacts, factor: float) -> int:
    """When it would have been taken, at the first pause and score with such odds."""
    if factor < 1:
        for pause in turn.pauses:
            for score in pause.scores:
                if _would_be(score, factor):
                    return score.at_ms
    return turn.taken_ms


def _would_be(score: ScoreView, factor: float) -> bool:
    heard = score.because.get("words") or "number" in score.because
    if score.silence_ms < SHORTEST_MS or score.threshold >= 1 or not heard:
        return False
    return score.over * (1 - score.threshold) >= factor * score.threshold * (1 - score.over)
