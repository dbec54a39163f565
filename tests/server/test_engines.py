"""Engine work: answered, failed, overdue, cancelled, refused, and workers that die."""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from viva.server.engines import EnginePool, Job
from viva.server.recognition import processes

JOB = Job("understanding")


def pool(limit_s: float = 5.0, workers: int = 1, waiting: int = 10) -> EnginePool:
    return EnginePool("test", workers, limit_s, ThreadPoolExecutor, waiting)


async def outcome(pool: EnginePool, work: Any) -> str:
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    pool.submit(JOB, work, lambda result, ms: answer.set_result(f"{result}"), answer.set_result)
    return await asyncio.wait_for(answer, 10)


def test_a_result_and_an_error() -> None:
    async def scene() -> None:
        one = pool()
        assert await outcome(one, lambda: 42) == "42"
        assert await outcome(one, lambda: 1 / 0) == "ZeroDivisionError: division by zero"
        one.close()

    asyncio.run(scene())


def test_a_stalled_engine_costs_its_time_limit_and_no_more() -> None:
    release = threading.Event()

    async def scene() -> None:
        one = pool(limit_s=0.05, workers=2)
        assert await outcome(one, lambda: release.wait(20)) == "no answer within 0.05 s"
        assert await outcome(one, lambda: "fine") == "fine"
        release.set()
        one.close()

    asyncio.run(scene())


def test_workers_that_are_all_stuck_are_replaced() -> None:
    release = threading.Event()

    async def scene() -> None:
        one = pool(limit_s=0.05)
        await outcome(one, lambda: release.wait(20))
        tries = [await outcome(one, lambda: "fresh") for _ in range(5)]
        assert tries[0] != "fresh"
        assert tries[-1] == "fresh"
        release.set()
        one.close()

    asyncio.run(scene())


def test_what_is_cancelled_is_never_heard_of_again() -> None:
    async def scene() -> None:
        heard: list[Any] = []
        one = pool()
        one.submit(JOB, lambda: 1, lambda r, ms: heard.append(r), heard.append).cancel()
        assert await outcome(one, lambda: 2) == "2"
        assert heard == []
        one.close()

    asyncio.run(scene())


def test_a_full_queue_refuses_at_once() -> None:
    release = threading.Event()

    async def scene() -> None:
        one = pool(waiting=1)
        one.submit(JOB, lambda: release.wait(20), lambda r, ms: None, lambda reason: None)
        assert await outcome(one, lambda: 1) == "1 requests are waiting already"
        release.set()
        one.close()

    asyncio.run(scene())


def test_a_process_that_dies_is_told_and_replaced() -> None:
    async def scene() -> None:
        one = EnginePool("test", 1, 20.0, processes)
        assert "BrokenProcessPool" in await outcome(one, partial(os._exit, 3))
        assert await outcome(one, partial(max, 1, 2)) == "2"
        one.close()

    asyncio.run(scene())


def test_a_generator_gives_its_things_in_order_and_then_is_done() -> None:
    async def scene() -> None:
        one, given = pool(), []
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        one.stream(
            JOB,
            lambda: (i for i in range(5)),
            lambda i, _: given.append(i),
            lambda *_: answer.set_result("done"),
            answer.set_result,
        )
        assert await asyncio.wait_for(answer, 10) == "done"
        assert given == [0, 1, 2, 3, 4]
        one.close()

    asyncio.run(scene())


def test_a_generator_that_raises_has_failed_after_what_it_gave() -> None:
    def broken() -> Any:
        yield 1
        raise ValueError("no more")

    async def scene() -> None:
        one, given = pool(), []
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        one.stream(
            JOB, broken, lambda i, _: given.append(i), lambda *_: answer.set_result("done"), answer.set_result
        )
        assert await asyncio.wait_for(answer, 10) == "ValueError: no more"
        assert given == [1]
        one.close()

    asyncio.run(scene())


def test_a_generator_that_is_not_wanted_any_more_is_closed() -> None:
    closed, go_on = threading.Event(), threading.Event()

    def endless() -> Any:
        try:
            while True:
                yield 1
                go_on.wait(10)
        finally:
            closed.set()

    async def scene() -> None:
        one = pool()
        first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        work = one.stream(
            JOB, endless, lambda *_: first.done() or first.set_result(None), lambda *_: None, print
        )
        await asyncio.wait_for(first, 10)
        work.cancel()
        go_on.set()
        assert await asyncio.to_thread(closed.wait, 10)
        one.close()

    asyncio.run(scene())
