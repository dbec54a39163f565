"""What is done, how fast, and when it will be: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

EVERY_S = 15.0
"""Between lines, where nobody watches a bar."""


class Watched:
    """Of long work: `advance` at each item that is done. `done`: those of an earlier run."""

    def __init__(
        self,
        what: str,
        total: int,
        done: int = 0,
        *,
        console: Console | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what = what
        self._total = total
        self._done = self._first = done
        self._clock = clock
        self._begun = self._told = clock()
        self._console = console or Console(stderr=True, markup=False, highlight=False)
        self._bar = _bar(self._console) if self._console.is_terminal else None
        self._task = self._bar.add_task(what, total=total, completed=done, note="") if self._bar else None

    def __enter__(self) -> Watched:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()
        elif kind is None:
            self._tell("")

    def advance(self, note: str = "") -> None:
        """One more is done. note: a few words on how it goes."""
        self._done += 1
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done, note=note)
        elif self._clock() - self._told >= EVERY_S:
            self._told = self._clock()
            self._tell(note)

    def say(self, line: str) -> None:
        """A line that stays, above the bar."""
        self._console.print(line, soft_wrap=True)

    def _tell(self, note: str) -> None:
        seconds = self._clock() - self._begun
        rate = (self._done - self._first) / seconds if seconds > 0 else 0.0
        parts = [f"{self._done:,} of {self._total:,} {self._what}", f"{rate:.3g} a second"]
        if self._done < self._total and rate > 0:
            parts.append(f"{clock_time((self._total - self._done) / rate)} left")
        self._console.print(", ".join([*parts, note] if note else parts), soft_wrap=True)


def clock_time(seconds: float) -> str:
    """`1:05`, `2:00:00`"""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.3g}/s" if task.speed else "", style="dim")


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}", style="dim"),
        console=console,
    )
