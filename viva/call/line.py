"""What the call knows of its line: what is heard of it, and what the turns so far say about it."""

from __future__ import annotations

from dataclasses import replace

from viva.hearing.line.conditions import CONDITIONS
from viva.hearing.line.evidence import Line
from viva.hearing.line.recognized import TURNS, SpokenTurn, from_turns


class CallLine:
    def __init__(self) -> None:
        self._heard = Line()
        self._turns: list[SpokenTurn] = []

    def heard(self, line: Line) -> None:
        self._heard = line

    def spoken(self, turn: SpokenTurn) -> None:
        """A turn of speech was taken."""
        self._turns = [*self._turns, turn][-TURNS:]

    @property
    def now(self) -> Line:
        found = (*self._heard.conditions, *from_turns(self._turns))
        order = list(CONDITIONS)
        conditions = sorted(found, key=lambda one: order.index(one.name))
        return replace(self._heard, conditions=tuple(conditions))
