"""Engine work in virtual time: computed in this thread at the moment its answer is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future
from contextlib import closing
from typing import Any, TypeVar

from viva.lab.virtual.latencies import Latencies
from viva.server.engines import Done, Failed, Job, Work

T = TypeVar("T")

log = logging.getLogger(__name__)


class Inline(Executor):
    """Does work where it is submitted, before `submit` returns."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  # raised again by `result`
            future.set_exception(error)
        return future


class VirtualEngines:
    """`viva.server.engines.Engines`. A request that is cancelled before its answer is due costs nothing."""

    workers = 1

    def __init__(self, latencies: Latencies) -> None:
        self._latencies = latencies
        self._inline = Inline()

    def start(self) -> Executor:
        return self._inline

    def submit(self, job: Job, work: Callable[[], Any], done: Done, failed: Failed) -> Work:
        request, ms = self._request(done, failed), self._latencies.first(job)

        def answer() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001  # the border between engines, as in `EnginePool`
                _fail(request, job, error)
            else:
                request.settled = True
                done(result, ms)

        self._at(request, ms, answer)
        return request

    def stream(
        self,
        job: Job,
        make: Callable[[], Generator[T, None, None]],
        given: Callable[[T, int], None],
        done: Done,
        failed: Failed,
    ) -> Work:
        """All is made when the first is due; the others are given when the last is."""
        request = self._request(done, failed)
        first, last = self._latencies.first(job), self._latencies.last(job)

        def begin() -> None:
            items: list[T] = []
            trouble: Exception | None = None
            try:
                with closing(make()) as made:
                    items.extend(made)
            except Exception as error:  # noqa: BLE001  # as above
                trouble = error
            self._at(request, last - first, lambda: finish(items[1:], trouble))
            for item in items[:1]:
                given(item, first)

        def finish(items: list[T], trouble: Exception | None) -> None:
            for item in items:
                if not request.settled:
                    given(item, last)
            if request.settled:
                return
            if trouble is not None:
                _fail(request, job, trouble)
            else:
                request.settled = True
                done(None, last)

        self._at(request, first, begin)
        return request

    def close(self) -> None:
        pass

    def _request(self, done: Done, failed: Failed) -> Work:
        return Work(done, failed, asyncio.get_running_loop().time())

    def _at(self, request: Work, ms: int, then: Callable[[], None]) -> None:
        request.timer = asyncio.get_running_loop().call_later(ms / 1000, then)


def _fail(request: Work, job: Job, error: Exception) -> None:
    log.error("%s failed: %s: %s", job.kind, type(error).__name__, error)
    request.settled = True
    request.failed(f"{type(error).__name__}: {error}")
