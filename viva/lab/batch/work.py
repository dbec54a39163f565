"""What a worker does with its items, wherever it runs, and what it answers."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any

from viva.errors import VivaError

Work = Callable[[Any], Any]
"""Item -> value. Both are pickled on their way."""
Opener = Callable[[], AbstractContextManager[Work]]
"""Makes what works on the items: once in each worker, since engines take seconds to load. It is pickled, so
that it is a function of a module, or a `functools.partial` of one."""


@dataclass(frozen=True, slots=True)
class Value:
    value: Any


@dataclass(frozen=True, slots=True)
class Trouble:
    why: str
    """In a sentence."""
    hint: str = ""
    """What to do about it, where that is known."""
    trace: str = ""
    """The worker's traceback; '' where there is none."""


Answer = Value | Trouble


class Worker:
    """Opens its work and does it, and answers rather than raise: an error here may not be known there."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._open = ExitStack()
        self._work: Work | None = None

    def open(self) -> Answer:
        try:
            self._work = self._open.enter_context(self._opener())
        except Exception as error:  # noqa: BLE001  # whatever it is, the batch tells it
            return _trouble(error)
        return Value(None)

    def do(self, item: Any) -> Answer:
        assert self._work is not None, "open it first"
        try:
            return Value(self._work(item))
        except Exception as error:  # noqa: BLE001  # one item's trouble must not end the batch
            return _trouble(error)

    def close(self) -> None:
        self._open.close()


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, VivaError):
        return Trouble(error.message, error.hint)
    return Trouble(f"{type(error).__name__}: {error}", trace=traceback.format_exc())
