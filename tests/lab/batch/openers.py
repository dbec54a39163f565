"""What the workers of these tests do; they are imported in their processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from viva.errors import VivaError


@contextmanager
def squaring() -> Iterator[Callable[[int], int]]:
    yield lambda item: item * item


@contextmanager
def noting(folder: Path) -> Iterator[Callable[[int], int]]:
    """Leaves a file when it is opened and when it is closed."""
    (folder / f"opened-{os.getpid()}").touch()
    yield lambda item: os.getpid()
    (folder / f"closed-{os.getpid()}").touch()


@contextmanager
def failing(folder: Path) -> Iterator[Callable[[int], int]]:
    """3 always raises, 5 the first time; 7 ends its process, 9 for the first time, 11 never ends."""

    def work(item: int) -> int:
        mark = folder / str(item)
        first = not mark.exists()
        mark.touch()
        if item == 3 or (item == 5 and first):
            raise ValueError(f"{item} is not liked")
        if item == 7 or (item == 9 and first):
            os.kill(os.getpid(), signal.SIGKILL)
        while item == 11:
            signal.pause()
        return item

    yield work


@contextmanager
def closed() -> Iterator[Callable[[int], int]]:
    raise VivaError("no model here", hint="Fetch it.")
    yield


@contextmanager
def dying() -> Iterator[Callable[[int], int]]:
    os.kill(os.getpid(), signal.SIGKILL)
    yield
