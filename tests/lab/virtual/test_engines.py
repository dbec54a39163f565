"""Engine work in virtual time: when answers come, and what is never computed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import pytest

from viva.lab.virtual.engines import Inline, VirtualEngines
from viva.lab.virtual.latencies import Latencies
from viva.lab.virtual.loop import VirtualLoop
from viva.server.engines import Job

LATENCIES = Latencies(
    recognition_ms=50, recognition_share=0.1, overlap_ms=40, understanding_ms=7, first_audio_ms=6, rest_ms=30
)


class Asked:
    """Keeps what came, with the time on the clock."""

    def __init__(self) -> None:
        self.engines = VirtualEngines(LATENCIES)
        self.came: list[tuple[int, Any, Any]] = []

    def _keep(self, kind: str, *told: Any) -> None:
        self.came.append((round(asyncio.get_running_loop().time() * 1000), kind, *told))

    def submit(self, job: Job, work: Callable[[], Any]) -> Any:
        return self.engines.submit(job, work, partial(self._keep, "done"), partial(self._keep, "failed"))

    def stream(self, make: Callable[[], Any]) -> Any:
        keep = self._keep
        parts = (partial(keep, "given"), partial(keep, "done"), partial(keep, "failed"))
        return self.engines.stream(Job("speech"), make, *parts)


def run(scene: Callable[[Asked], Awaitable[None]]) -> list[Any]:
    asked = Asked()

    async def awaited() -> None:
        await scene(asked)
        await asyncio.sleep(1)

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(awaited())
    return asked.came


@pytest.mark.parametrize(
    ("job", "ms"),
    [(Job("recognition", 2000), 250), (Job("overlap", 400), 40), (Job("understanding"), 7)],
)
def test_an_answer_comes_after_its_stated_time(job: Job, ms: int) -> None:
    async def scene(asked: Asked) -> None:
        asked.submit(job, lambda: 42)

    assert run(scene) == [(ms, "done", 42, ms)]


def test_what_is_cancelled_before_its_answer_is_due_is_not_computed() -> None:
    async def scene(asked: Asked) -> None:
        work = asked.submit(Job("recognition"), lambda: pytest.fail("computed"))
        await asyncio.sleep(0.049)
        work.cancel()

    assert run(scene) == []


def test_an_engine_that_raises_has_failed_as_in_a_live_call() -> None:
    async def scene(asked: Asked) -> None:
        asked.submit(Job("overlap"), lambda: 1 / 0)

    assert run(scene) == [(40, "failed", "ZeroDivisionError: division by zero")]


def test_of_several_answers_the_first_comes_first_and_the_others_at_the_end() -> None:
    async def scene(asked: Asked) -> None:
        asked.stream(lambda: iter_of("abc"))

    given = [(6, "given", "a", 6), (30, "given", "b", 30), (30, "given", "c", 30)]
    assert run(scene) == [*given, (30, "done", None, 30)]


def test_answers_that_are_not_wanted_any_more_do_not_come() -> None:
    async def scene(asked: Asked) -> None:
        work = asked.stream(lambda: iter_of("abc"))
        await asyncio.sleep(0.010)
        work.cancel()

    assert run(scene) == [(6, "given", "a", 6)]


def test_a_stream_that_breaks_off_fails_after_what_it_gave() -> None:
    def broken() -> Iterator[str]:
        yield "a"
        raise ValueError("no more")

    async def scene(asked: Asked) -> None:
        asked.stream(broken)

    assert run(scene) == [(6, "given", "a", 6), (30, "failed", "ValueError: no more")]


def test_work_before_the_first_call_is_done_where_it_is_asked_for() -> None:
    assert Inline().submit(max, 1, 2).result() == 2
    with pytest.raises(ZeroDivisionError):
        Inline().submit(lambda: 1 / 0).result()


def iter_of(things: str) -> Iterator[str]:
    yield from things
