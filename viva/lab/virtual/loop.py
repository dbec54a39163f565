"""An asyncio event loop whose clock jumps: where nothing is ready, it is at once as late as the next timer.

Callbacks, tasks and timers run in the order in which a real loop would run them. What happens outside takes
no time of this clock: while a thread works for the loop, or a socket is waited for, the clock stands still.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, TypeVar, TypeVarTuple

from viva.errors import VivaError

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

OUTSIDE_S = 10.0
"""Of real time that something outside is waited for; then the clock goes on without it."""
TURNS = 100_000
"""Of the loop without any time passing: what waits for nothing, again and again, would do so for ever."""


class StuckError(VivaError):
    """Nothing will ever happen any more, or no time ever pass."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its clock begins at 0 s."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        self._threads: ThreadPoolExecutor | None = None
        super().__init__(self._jumping)
        self._jumping.begin()

    def time(self) -> float:
        return self._jumping.now

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        """As of every loop (`asyncio.to_thread` comes here, too); the clock waits for it."""
        if executor is None:
            # Not the loop's own: at the end it would be waited for by the clock.
            executor = self._threads = self._threads or ThreadPoolExecutor(thread_name_prefix="viva-virtual")
        future = super().run_in_executor(executor, func, *args)
        self._jumping.outside += 1
        future.add_done_callback(self._returned)
        return future

    def close(self) -> None:
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        super().close()

    def _returned(self, _: asyncio.Future[Any]) -> None:
        self._jumping.outside -= 1


class _Jumping(selectors.BaseSelector):
    """The loop asks it to wait until its next timer, unless something happens outside."""

    def __init__(self) -> None:
        self.now = 0.0
        """Seconds."""
        self.outside = 0
        """Threads that work for the loop."""
        self._real = selectors.DefaultSelector()
        self._own = 0
        """Files that the loop itself registers."""
        self._given_up = -1
        """How much was waited for outside when that took too long."""
        self._turns = 0

    def begin(self) -> None:
        """The loop is made: every file from now on is of something outside."""
        self._own = len(self._real.get_map())

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        waiting = self.outside + len(self._real.get_map()) - self._own
        if timeout is not None and timeout <= 0:
            self._turns += 1
            if self._turns > TURNS:
                self._turns = 0  # whoever ends the loop needs some
                raise StuckError(
                    f"no time passes at {self.now:.3f} s: something waits for nothing, again and again",
                    hint="look for a loop in an action that awaits nothing that takes time",
                )
            return self._real.select(0) if waiting else []
        self._turns = 0
        if waiting and waiting != self._given_up:
            happened = self._real.select(OUTSIDE_S)
            if happened:
                self._given_up = -1
                return happened
            self._given_up = waiting
        if timeout is None:
            raise StuckError(
                f"nothing is left to happen at {self.now:.3f} s, and something still waits",
                hint="look for an action that awaits what nobody does",
            )
        self.now += timeout
        return []

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def close(self) -> None:
        self._real.close()

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()
