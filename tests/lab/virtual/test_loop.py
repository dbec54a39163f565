"""The clock that jumps: timers, threads, sockets, and what would wait for ever."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.lab.virtual import loop as virtual
from viva.lab.virtual.loop import StuckError, VirtualLoop

T = TypeVar("T")


def run(scene: Callable[[], Awaitable[T]]) -> T:
    async def awaited() -> T:
        return await scene()

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(awaited())


def now() -> float:
    return asyncio.get_running_loop().time()


def test_an_hour_of_sleep_takes_an_hour_of_its_clock_and_none_of_ours() -> None:
    async def scene() -> float:
        await asyncio.sleep(3600)
        return now()

    begun = time.monotonic()
    assert run(scene) == 3600
    assert time.monotonic() - begun < 5


@given(st.lists(st.integers(0, 1000), max_size=20))
def test_what_sleeps_wakes_in_the_order_of_its_time(delays: list[int]) -> None:
    woken: list[int] = []

    async def one(delay: int) -> None:
        await asyncio.sleep(delay / 1000)
        assert now() == pytest.approx(delay / 1000)
        woken.append(delay)

    async def scene() -> None:
        await asyncio.gather(*map(one, delays))

    run(scene)
    assert woken == sorted(delays)


def test_a_limit_of_time_is_reached() -> None:
    async def scene() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(5):
                await asyncio.sleep(6)
        assert now() == 5

    run(scene)


def test_the_clock_stands_still_while_a_thread_works() -> None:
    ready = threading.Event()

    async def scene() -> None:
        threading.Timer(0.05, ready.set).start()
        async with asyncio.timeout(1):
            assert await asyncio.to_thread(ready.wait, 10)
        assert now() == 0
        await asyncio.sleep(1)
        assert now() == 1

    run(scene)


def test_the_clock_stands_still_while_a_socket_is_waited_for() -> None:
    async def scene() -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.setblocking(False)
            threading.Timer(0.05, theirs.send, [b"here"]).start()
            async with asyncio.timeout(1):
                assert await asyncio.get_running_loop().sock_recv(ours, 10) == b"here"
            assert now() == 0

    run(scene)


def test_what_never_answers_outside_reaches_its_limit_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(virtual, "OUTSIDE_S", 0.01)

    async def scene() -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.setblocking(False)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(7):
                    await asyncio.get_running_loop().sock_recv(ours, 10)
            assert now() == 7

    run(scene)


def test_waiting_for_what_nobody_does_is_told() -> None:
    async def scene() -> None:
        await asyncio.sleep(2)
        await asyncio.Event().wait()

    with pytest.raises(StuckError, match=r"nothing is left to happen at 2\.000 s"):
        run(scene)


def test_waiting_for_nothing_again_and_again_is_told() -> None:
    async def scene() -> None:
        while True:
            await asyncio.sleep(0)

    with pytest.raises(StuckError, match=r"no time passes at 0\.000 s"):
        run(scene)
