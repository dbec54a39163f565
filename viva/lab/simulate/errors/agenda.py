"""What is to happen in a call, in order of time: the loop of a call that needs no audio."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

TICK_MS = 20
"""The server's clock goes by these."""


def tick(t: float) -> int:
    """The tick at `t`, or the next after it."""
    return -int(-t // TICK_MS) * TICK_MS


class Agenda:
    """Of two things at the same time that comes first which was entered first."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Callable[[], Any]]] = []
        self._entered = 0
        self._cancelled: set[int] = set()

    @property
    def next(self) -> int | None:
        while self._heap and self._heap[0][1] in self._cancelled:
            self._cancelled.discard(heapq.heappop(self._heap)[1])
        return self._heap[0][0] if self._heap else None

    def at(self, t: float, do: Callable[[], Any]) -> int:
        """Enter something for the tick at `t`; the number cancels it."""
        self._entered += 1
        heapq.heappush(self._heap, (tick(t), self._entered, do))
        return self._entered

    def cancel(self, number: int | None) -> None:
        """What is over, or None, is nothing to cancel."""
        if number is not None and any(one[1] == number for one in self._heap):
            self._cancelled.add(number)

    def pop(self) -> Callable[[], Any]:
        """The next; there must be one."""
        assert self.next is not None
        return heapq.heappop(self._heap)[2]
