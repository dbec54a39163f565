"""Work that gives its results by a callback, or that may hang, as a generator with a limit on its silence."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

from viva.errors import VivaError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None


def handed_over(
    work: Callable[[Callable[[T], bool]], object], *, limit_s: float | None = None, what: str = "the engine"
) -> Generator[T, None, None]:
    """What `work` gives, in order. It runs in a thread of its own and is handed `give`, which returns False
    once nobody takes any more: then it should end. Closing the generator does not wait for it.

    `limit_s`: of waiting for the first thing, and for each after it.

    Raises:
        VivaError: nothing came within the limit.
        Exception: whatever `work` raised, after all that it gave.
    """
    # Without a limit of its own: it never holds more than one sentence.
    given: queue.SimpleQueue[T | _End] = queue.SimpleQueue()
    unwanted = threading.Event()

    def give(item: T) -> bool:
        if unwanted.is_set():
            return False
        given.put(item)
        return True

    def run() -> None:
        error: Exception | None = None
        try:
            work(give)
        except Exception as raised:  # noqa: BLE001  # handed on to the thread that waits
            error = raised
        given.put(_End(error))

    threading.Thread(target=run, daemon=True, name="viva-handover").start()
    try:
        while True:
            try:
                item = given.get(timeout=limit_s)
            except queue.Empty:
                raise VivaError(f"{what} gave nothing for {limit_s:g} s") from None
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        unwanted.set()
