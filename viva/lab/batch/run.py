"""Long work over many items: each is done once, wherever, and told how it went."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from viva.lab.batch.crew import Crew
from viva.lab.batch.work import Answer, Opener, Trouble

T = TypeVar("T")

ATTEMPTS = 2
"""At an item: a worker may die of what is not the item's fault."""
AHEAD = 32
"""Items for each worker by which the quickest may be ahead of the slowest: what waits is bounded."""
LIMIT_S = 900.0
"""For one item. It bounds what never ends, such as a loop in a bot's own code."""
_GLANCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    index: int
    """Of the item, from 0."""
    item: T
    answer: Answer
    attempts: int
    """1, or 2 where the first failed."""

    @property
    def failed(self) -> bool:
        return isinstance(self.answer, Trouble)


@dataclass(slots=True)
class _Running(Generic[T]):
    item: T
    attempt: int
    until: float


def run(
    opener: Opener,
    items: Iterable[T],
    crew: Crew,
    *,
    limit_s: float = LIMIT_S,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[Outcome[T], None, None]:
    """Do every item, and give outcomes as they come; `in_order` gives them in the order of the items.

    An item that fails, whose worker dies, or that takes longer than `limit_s` is tried once more. Whoever
    closes it, or is interrupted, ends all workers at once.

    Raises:
        CrewError: no worker can begin.
    """
    waiting = enumerate(items)
    again: deque[tuple[int, T]] = deque()
    running: dict[int, _Running[T]] = {}
    late: set[int] = set()
    done: set[int] = set()
    """Those after the oldest that is not done."""
    oldest = 0
    more = finished = True
    crew.start(opener)
    try:
        while more or again or running:
            while crew.free:
                attempt = 2 if again else 1
                if again:
                    index, item = again.popleft()
                elif more and len(done) < AHEAD * crew.size:
                    try:
                        index, item = next(waiting)
                    except StopIteration:
                        more = False
                        break
                else:
                    break
                running[index] = _Running(item, attempt, clock() + limit_s)
                crew.give(index, item)
            if not (running or again or more):
                break
            for index, answer in crew.wait(_GLANCE_S):
                one = running.pop(index)
                if index in late and isinstance(answer, Trouble):
                    answer = Trouble(f"it took more than {limit_s:g} s and was ended")
                late.discard(index)
                if isinstance(answer, Trouble) and one.attempt < ATTEMPTS:
                    again.append((index, one.item))
                    continue
                done.add(index)
                while oldest in done:
                    done.discard(oldest)
                    oldest += 1
                yield Outcome(index, one.item, answer, one.attempt)
            for index, one in running.items():
                if clock() > one.until and index not in late:
                    late.add(index)
                    crew.kill(index)
    except BaseException:
        finished = False
        raise
    finally:
        crew.stop(now=not finished)


def in_order(outcomes: Iterable[Outcome[T]]) -> Iterator[Outcome[T]]:
    """By index; of those that came early, at most `AHEAD` for each worker wait."""
    early: dict[int, Outcome[T]] = {}
    wanted = 0
    for outcome in outcomes:
        early[outcome.index] = outcome
        while wanted in early:
            yield early.pop(wanted)
            wanted += 1
