"""A crew of processes on this machine."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from viva.lab.batch.crew import CrewError
from viva.lab.batch.work import Answer, Opener, Trouble, Worker

PATIENCE_S = 10.0
"""For a worker to close its work."""


@dataclass(slots=True, eq=False)
class _Member:
    process: SpawnProcess
    line: Connection
    opened: bool = False
    index: int | None = None
    """Of the item that it does."""


class Processes:
    """`viva.lab.batch.crew.Crew`. `count`: as many as there are cores unless given."""

    def __init__(self, count: int | None = None) -> None:
        self._size = count or cores()
        self._opener: Opener | None = None
        self._members: list[_Member] = []

    @property
    def size(self) -> int:
        return self._size

    def start(self, opener: Opener) -> None:
        self._opener = opener
        for _ in range(self._size):
            self._hire()

    @property
    def free(self) -> int:
        return sum(one.opened and one.index is None for one in self._members)

    def give(self, index: int, item: Any) -> None:
        member = next(one for one in self._members if one.opened and one.index is None)
        member.index = index
        # It may have died in this moment: `wait` tells.
        with contextlib.suppress(OSError):
            member.line.send(item)

    def wait(self, seconds: float) -> Sequence[tuple[int, Answer]]:
        lines = {one.line: one for one in self._members}
        answers = []
        for line in wait(list(lines), seconds):
            member = lines[line]  # type: ignore[index] # they are those that were given
            try:
                answer: Answer = member.line.recv()
            except (EOFError, OSError):
                answers += self._lost(member)
                continue
            if not member.opened:
                if isinstance(answer, Trouble):
                    raise CrewError(f"a worker cannot begin: {answer.why}", hint=answer.hint or answer.trace)
                member.opened = True
            elif member.index is not None:
                answers.append((member.index, answer))
                member.index = None
        return answers

    def kill(self, index: int) -> None:
        for one in self._members:
            if one.index == index:
                one.process.kill()

    def stop(self, *, now: bool) -> None:
        for one in self._members:
            if now or not one.opened:
                one.process.kill()
            one.line.close()  # It reads no more items, and ends.
        for one in self._members:
            one.process.join(PATIENCE_S)
            if one.process.is_alive():
                one.process.kill()
                one.process.join()
        self._members.clear()

    def _hire(self) -> None:
        # A fresh interpreter: a fork would copy threads and native engines in an unknown state.
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_work, args=(there, self._opener), name="viva-batch")
        process.start()
        there.close()
        self._members.append(_Member(process, here))

    def _lost(self, member: _Member) -> list[tuple[int, Answer]]:
        """What a worker was doing that is dead; another takes its place if it ever got to work."""
        member.process.join()
        member.line.close()
        self._members.remove(member)
        how = f"its worker process died ({_cause(member.process.exitcode)})"
        if member.opened:
            self._hire()
        elif not self._members:
            raise CrewError(f"a worker cannot begin: {how}", hint="is there enough memory? see --processes")
        return [] if member.index is None else [(member.index, Trouble(how))]


def cores() -> int:
    """That this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _cause(code: int | None) -> str:
    return signal.Signals(-code).name if code is not None and code < 0 else f"exit status {code}"


def _work(line: Connection, opener: Opener) -> None:
    """A worker process, until nobody has items for it any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    worker = Worker(opener)
    line.send(worker.open())
    try:
        while True:
            line.send(worker.do(line.recv()))
    except (EOFError, OSError):
        worker.close()
