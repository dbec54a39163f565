"""Turns as rows: when each ended, when it was taken, whether it was cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viva.lab.calls.facts import DEAD_AIR_MS, CallFacts, TurnFacts
from viva.lab.evaluate.callsets import CONDITIONS, label
from viva.lab.evaluate.cells import number_of
from viva.lab.evaluate.measures import Ratio
from viva.lab.evaluate.rows import Cells, Layout, Rows
from viva.lab.turns.outcomes import TOLERANCE_MS

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Taken:
    taken_ms: float
    reply_ms: float | None


def _end(cells: Cells) -> float | None:
    return None if cells["end_ms"] in (None, "") else number_of(cells["end_ms"])


def _taken(cells: Cells) -> Taken | None:
    if cells.get("taken_ms") in (None, ""):
        return None
    reply = cells.get("reply_ms")
    return Taken(number_of(cells["taken_ms"]), None if reply in (None, "") else number_of(reply))


LAYOUT: Layout[float, Taken] = Layout(("end_ms",), ("taken_ms", "reply_ms"), ("taken_ms",), _end, _taken)
"""The truth is where the caller's turn ends, the prediction when it was taken."""


@dataclass(frozen=True)
class Turns:
    """Arrays are (turns,)."""

    calls: list[str]
    """What each is of."""
    taken: Truths
    """Not: what the caller said got no answer."""
    cut: Truths
    """Taken though the caller had not finished."""
    delay: Floats
    """Milliseconds from the end of the turn until it was taken; NaN where it was cut off or not taken."""
    reply: Floats
    """The same until the reply was audible."""
    labels: dict[str, list[str]]
    """By condition: of each turn."""

    def ratios(self) -> list[Ratio]:
        answered = ~np.isnan(self.reply)
        found = [
            Ratio("cut off", self.cut & self.taken, self.taken, "turns taken", proportion=True),
            Ratio("not answered", ~self.taken, np.ones(len(self.taken)), "turns", proportion=True),
        ]
        if answered.any():
            dead = answered & (np.nan_to_num(self.reply) > DEAD_AIR_MS)
            found.append(Ratio(f"replies after more than {DEAD_AIR_MS / 1000:g} s", dead, answered, "replies",
                               proportion=True))  # fmt: skip
        return found


def turns_of_rows(rows: Rows[float, Taken], predicted: Sequence[Taken | None]) -> Turns:
    """predicted: of the system that is evaluated, or of the other."""
    end = np.array(rows.truth)
    taken = np.array([np.nan if one is None else one.taken_ms for one in predicted])
    reply = np.array([np.nan if one is None or one.reply_ms is None else one.reply_ms for one in predicted])
    cut = taken < end - TOLERANCE_MS
    calls = rows.context.get("call") or [""] * len(rows)
    return Turns(
        [one or f"row {at}" for at, one in enumerate(calls)],
        ~np.isnan(taken),
        np.asarray(cut),
        np.where(cut, np.nan, np.maximum(0, taken - end)),
        np.where(cut, np.nan, reply - end),
        {name: values for name, values in rows.context.items() if name not in ("call", "audio", "text")},
    )


def turns_of_calls(calls: Sequence[CallFacts], groups: Sequence[str]) -> Turns:
    """Of spoken turns, and of what was said and got no answer. groups: further conditions."""
    spoken = [(call, turn) for call in calls for turn in call.turns if turn.by == "speech"]
    lost = [(call, said) for call in calls for said in call.unanswered]
    owners = [call for call, _ in spoken] + [call for call, _ in lost]
    names = dict.fromkeys((*CONDITIONS, *(name for name in groups if name != "step")))
    labels = {name: [label(call, name) for call in owners] for name in names}
    labels["step"] = [turn.before.place for _, turn in spoken] + [""] * len(lost)
    none = np.full(len(lost), np.nan)
    return Turns(
        [call.id for call in owners],
        np.arange(len(owners)) < len(spoken),
        np.array([turn.cut_off for _, turn in spoken] + [False] * len(lost), bool),
        np.concatenate([_column(spoken, lambda turn: turn.delay_ms), none]),
        np.concatenate([_column(spoken, _silence), none]),
        labels,
    )


def _silence(turn: TurnFacts) -> float:
    return np.nan if turn.reply_ms is None else turn.reply_ms - turn.finished_ms


def _column(spoken: Sequence[tuple[CallFacts, TurnFacts]], of: object) -> Floats:
    assert callable(of)
    return np.array([np.nan if turn.cut_off else of(turn) for _, turn in spoken], np.float64)
