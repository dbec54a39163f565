"""Engine work off the media tick: a bounded queue and a time limit for every request.

A pool of threads or of processes does the work. One that is stuck or has died is given up and replaced.
Time is that of the event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Generator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)

Done = Callable[[Any, int], None]
"""Called on the event loop with the result and the milliseconds since it was asked for."""
Failed = Callable[[str], None]
"""Called on the event loop with the reason."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for, as far as it says how long it may take."""

    kind: Literal["recognition", "overlap", "understanding", "speech"]
    audio_ms: int = 0
    """Of audio to be heard."""


@dataclass(eq=False, slots=True)
class Work:
    """One request; `cancel` forgets it, also while it waits in the queue."""

    done: Done
    failed: Failed
    asked: float
    settled: bool = False
    timer: asyncio.TimerHandle | None = None
    future: Future[Any] | None = None

    def cancel(self) -> None:
        self.settled = True
        if self.timer is not None:
            self.timer.cancel()
        if self.future is not None:
            self.future.cancel()


class Engines(Protocol):
    """Workers for one kind of work, used from the event loop's thread only."""

    workers: int

    def start(self) -> Executor:
        """The workers, started if need be: for work before the first call."""
        ...

    def submit(self, job: Job, work: Callable[[], Any], done: Done, failed: Failed) -> Work:
        """Have `work` done; exactly one of `done` and `failed` is called later, unless it is cancelled."""
        ...

    def stream(
        self,
        job: Job,
        make: Callable[[], Generator[T, None, None]],
        given: Callable[[T, int], None],
        done: Done,
        failed: Failed,
    ) -> Work:
        """Have a generator run: each thing it gives goes to `given`, in order, with the milliseconds since it
        was asked for; then `done` or `failed` is called as by `submit`."""
        ...

    def close(self) -> None: ...


@dataclass(slots=True)
class EnginePool:
    """`Engines` that work beside the event loop."""

    name: str
    workers: int
    limit_s: float
    """After this a request has failed."""
    make: Callable[[int], Executor]
    """Makes the workers: `ThreadPoolExecutor` or the like."""
    waiting: int = 256
    """Requests under way or queued; more are refused at once."""
    _pending: set[Work] = field(default_factory=set)
    _answered: float | None = None
    """When a worker last gave an answer, or was first asked for one; None: they are fresh."""
    _executor: Executor | None = None

    def submit(self, job: Job, work: Callable[[], Any], done: Done, failed: Failed) -> Work:
        """As `Engines.submit`. Processes want `work` to be picklable: a `partial` of a module's function."""
        loop = asyncio.get_running_loop()
        request = Work(done, failed, loop.time())
        if len(self._pending) >= self.waiting:
            loop.call_soon(self._settle, request, None, f"{len(self._pending)} requests are waiting already")
            return request
        self._pending.add(request)
        request.timer = loop.call_later(self.limit_s, self._overdue, loop, request)
        if self._answered is None:
            self._answered = request.asked
        try:
            request.future = self.start().submit(work)
        except BrokenExecutor:
            self._replace("died")
            request.future = self.start().submit(work)
        request.future.add_done_callback(lambda f: self._returned(loop, request, f))
        return request

    def stream(
        self,
        job: Job,
        make: Callable[[], Generator[T, None, None]],
        given: Callable[[T, int], None],
        done: Done,
        failed: Failed,
    ) -> Work:
        """As `Engines.stream`, in a thread."""
        loop = asyncio.get_running_loop()
        asked = loop.time()
        requests: list[Work] = []

        def cancelled() -> bool:
            return bool(requests) and requests[0].settled

        def give(item: T, took_ms: int) -> None:
            if not cancelled():
                given(item, took_ms)

        def run() -> None:
            with closing(make()) as items:
                for item in items:
                    if cancelled():
                        return
                    loop.call_soon_threadsafe(give, item, round((loop.time() - asked) * 1000))

        requests.append(self.submit(job, run, done, failed))
        return requests[0]

    def start(self) -> Executor:
        if self._executor is None:
            self._executor = self.make(self.workers)
        return self._executor

    def close(self) -> None:
        """Forget what waits, and end workers that can be ended."""
        executor, self._executor, self._answered = self._executor, None, None
        if executor is None:
            return
        processes = list((getattr(executor, "_processes", None) or {}).values())
        if isinstance(executor, ProcessPoolExecutor):
            for process in processes:
                process.kill()  # it holds nothing that must be saved
        executor.shutdown(wait=False, cancel_futures=not processes)

    def _replace(self, why: str) -> None:
        log.error("%s: the workers %s; starting fresh ones", self.name, why)
        self.close()

    def _returned(self, loop: asyncio.AbstractEventLoop, request: Work, future: Future[Any]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._collect, loop, request, future)

    def _collect(self, loop: asyncio.AbstractEventLoop, request: Work, future: Future[Any]) -> None:
        self._pending.discard(request)
        if future.cancelled():
            return
        error = future.exception()
        self._answered = loop.time()
        if error is None:
            self._settle(request, future.result(), None)
        elif request.settled:
            return
        else:
            log.error("%s failed: %s: %s", self.name, type(error).__name__, error)
            if isinstance(error, BrokenExecutor) and self._executor is not None:
                self._replace("died")
            self._settle(request, None, f"{type(error).__name__}: {error}")

    def _overdue(self, loop: asyncio.AbstractEventLoop, request: Work) -> None:
        if request.settled:
            return
        self._pending.discard(request)
        if request.future is not None:
            request.future.cancel()
        self._settle(request, None, f"no answer within {self.limit_s:g} s")
        if self._answered is not None and loop.time() - self._answered > 2 * self.limit_s:
            self._replace("have not answered for too long")

    def _settle(self, request: Work, result: Any, reason: str | None) -> None:
        if request.settled:
            return
        request.settled = True
        if request.timer is not None:
            request.timer.cancel()
        if reason is None:
            request.done(result, round((asyncio.get_running_loop().time() - request.asked) * 1000))
        else:
            request.failed(reason)
