"""Engine work off the media tick: a bounded queue, threads, and a time limit for every request.

The engines spend their time in native code that lets other threads run, so threads in the same process
share one copy of each model. A thread that never returns is given up and replaced.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger(__name__)

Done = Callable[[Any, int], None]
"""Called on the event loop with the result and the milliseconds since it was asked for."""
Failed = Callable[[str], None]
"""Called on the event loop with the reason."""


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


@dataclass(slots=True)
class EnginePool:
    """Threads for one kind of work. Used from the event loop's thread only."""

    name: str
    threads: int
    limit_s: float
    """After this a request has failed."""
    waiting: int = 256
    """Requests under way or queued; more are refused at once."""
    _pending: int = 0
    _stuck: int = 0
    _executor: ThreadPoolExecutor | None = field(default=None)

    def submit(self, work: Callable[[], Any], done: Done, failed: Failed) -> Work:
        """Run `work` on a thread; exactly one of `done` and `failed` is called later, unless cancelled."""
        loop = asyncio.get_running_loop()
        request = Work(done, failed, time.monotonic())
        if self._pending >= self.waiting:
            loop.call_soon(self._settle, request, None, f"{self._pending} requests are waiting already")
            return request
        if self._executor is None:
            self._executor = ThreadPoolExecutor(self.threads, thread_name_prefix=f"viva-{self.name}")
        self._pending += 1
        request.future = self._executor.submit(work)
        request.future.add_done_callback(lambda f: self._returned(loop, request, f))
        request.timer = loop.call_later(self.limit_s, self._overdue, request)
        return request

    def close(self) -> None:
        """Forget what waits; threads under way end with the process."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None

    def _returned(self, loop: asyncio.AbstractEventLoop, request: Work, future: Future[Any]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._collect, request, future)

    def _collect(self, request: Work, future: Future[Any]) -> None:
        self._pending = max(0, self._pending - 1)
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            self._settle(request, future.result(), None)
        else:
            log.error("%s failed", self.name, exc_info=error)
            self._settle(request, None, f"{type(error).__name__}: {error}")

    def _overdue(self, request: Work) -> None:
        if request.settled:
            return
        running = request.future is not None and not request.future.cancel()
        self._settle(request, None, f"no answer within {self.limit_s:g} s")
        if running:
            self._stuck += 1
            if self._stuck >= self.threads:
                log.error("%s: every thread is stuck; starting fresh ones", self.name)
                self.close()
                self._stuck = self._pending = 0

    def _settle(self, request: Work, result: Any, reason: str | None) -> None:
        if request.settled:
            return
        request.settled = True
        if request.timer is not None:
            request.timer.cancel()
        if reason is None:
            request.done(result, round((time.monotonic() - request.asked) * 1000))
        else:
            request.failed(reason)
