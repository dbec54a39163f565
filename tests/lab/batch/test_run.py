"""Batches over real processes: order, failures, deaths, interruption."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.lab.batch import openers
from viva.lab.batch.crew import CrewError
from viva.lab.batch.processes import Processes
from viva.lab.batch.run import Outcome, in_order, run
from viva.lab.batch.work import Opener, Trouble, Value


@pytest.mark.parametrize("count", [1, 3])
def test_the_results_are_the_same_whatever_the_number_of_workers(count: int) -> None:
    outcomes = list(in_order(run(openers.squaring, range(40), Processes(count))))
    assert [(one.index, one.item, one.answer) for one in outcomes] == [
        (n, n, Value(n * n)) for n in range(40)
    ]
    assert not multiprocessing.active_children()


def test_a_worker_is_opened_once_and_closed(tmp_path: Path) -> None:
    outcomes = list(run(partial(openers.noting, tmp_path), range(20), Processes(2)))
    pids = {one.answer.value for one in outcomes if isinstance(one.answer, Value)}
    opened = {path.name.split("-")[1] for path in tmp_path.glob("opened-*")}
    closed = {path.name.split("-")[1] for path in tmp_path.glob("closed-*")}
    assert {str(pid) for pid in pids} <= closed <= opened
    assert len(opened) <= 2


def test_what_fails_is_told_and_ends_nothing(tmp_path: Path) -> None:
    outcomes = list(in_order(run(partial(openers.failing, tmp_path), range(12), Processes(2), limit_s=2.0)))
    failed = {one.index: one.answer for one in outcomes if isinstance(one.answer, Trouble)}
    assert [one.index for one in outcomes] == list(range(12))
    assert failed[3].why == "ValueError: 3 is not liked"
    assert "openers.py" in failed[3].trace
    assert failed[7].why == "its worker process died (SIGKILL)"
    assert failed[11].why == "it took more than 2 s and was ended"
    assert list(failed) == [3, 7, 11]
    assert [one.attempts for one in outcomes] == [1, 1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]
    assert not multiprocessing.active_children()


def test_nothing_to_do() -> None:
    assert list(run(openers.squaring, [], Processes(1))) == []


@pytest.mark.parametrize(
    ("opener", "message"),
    [(openers.closed, "no model here"), (openers.dying, "worker process died (SIGKILL)")],
)
def test_workers_that_cannot_begin_end_it(opener: Opener, message: str) -> None:
    with pytest.raises(CrewError) as raised:
        list(run(opener, range(3), Processes(2)))
    assert message in str(raised.value)
    assert not multiprocessing.active_children()


def test_who_is_interrupted_ends_the_workers() -> None:
    class Interrupted(Processes):
        def wait(self, seconds: float) -> list[tuple[int, Value | Trouble]]:
            found = list(super().wait(seconds))
            if any(index > 3 for index, _ in found):
                raise KeyboardInterrupt
            return found

    done: list[Outcome[int]] = []
    with pytest.raises(KeyboardInterrupt):
        for outcome in run(openers.squaring, range(1000), Interrupted(1)):
            done.append(outcome)
    assert len(done) == 4
    assert not multiprocessing.active_children()


def test_no_more_waits_than_is_bounded() -> None:
    """The first item takes until far more could have been taken: the rest is not read ahead of it."""
    read = 0

    def items() -> Iterator[int]:
        nonlocal read
        while read < 10_000:
            read += 1
            yield read

    class Slow:
        """One worker that never ends its first item, another that ends its own at once."""

        size = 2

        def __init__(self) -> None:
            self.busy: list[int] = []
            self.idle = 0

        def start(self, opener: object) -> None: ...

        @property
        def free(self) -> int:
            return 2 - len(self.busy)

        def give(self, index: int, item: int) -> None:
            self.busy.append(index)

        def wait(self, seconds: float) -> list[tuple[int, Value]]:
            ended = [index for index in self.busy if index]
            self.busy = [0]
            if not ended:
                raise EOFError("nothing is given any more")
            return [(index, Value(None)) for index in ended]

        def kill(self, index: int) -> None: ...

        def stop(self, *, now: bool) -> None: ...

    with pytest.raises(EOFError):
        list(in_order(run(openers.squaring, items(), Slow())))
    assert read <= 66
