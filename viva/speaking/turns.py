"""Whose turn it is to compute: beginnings of sentences before their rests, each in the order they came."""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """One core's worth of work, shared out among threads. A thread asks, works, and gives its turn back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._beginnings: deque[threading.Event] = deque()
        self._rests: deque[threading.Event] = deque()

    def ask(self, *, beginning: bool) -> None:
        """Wait for the turn."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            gate = threading.Event()
            (self._beginnings if beginning else self._rests).append(gate)
        gate.wait()

    def give(self) -> None:
        """To whoever waits for it."""
        with self._lock:
            waiting = self._beginnings or self._rests
            if waiting:
                waiting.popleft().set()
            else:
                self._taken = False

    @property
    def beginnings_wait(self) -> bool:
        return bool(self._beginnings)


class Turn:
    """Of one thread, while it makes one sentence."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    def __enter__(self) -> Turn:
        self._turns.ask(beginning=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._turns.give()

    def rest(self) -> None:
        """The beginning is out: wait behind the beginnings of others."""
        self._turns.give()
        self._turns.ask(beginning=False)

    def between(self) -> None:
        """Let beginnings of others pass."""
        if self._turns.beginnings_wait:
            self.rest()
