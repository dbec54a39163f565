from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from viva.errors import VivaError
from viva.speaking.handover import handed_over


def test_things_come_in_order_and_the_error_after_them() -> None:
    def work(give: Callable[[int], bool]) -> None:
        for number in range(5):
            give(number)
        raise ValueError("over")

    taken = []
    with pytest.raises(ValueError, match="over"):
        for number in handed_over(work):
            taken.append(number)  # what came before the error counts
    assert taken == list(range(5))


def test_closing_tells_the_work_and_does_not_wait() -> None:
    go, told = threading.Event(), list[bool]()
    done = threading.Event()

    def work(give: Callable[[int], bool]) -> None:
        told.append(give(1))
        go.wait(10)
        told.append(give(2))
        done.set()

    things = handed_over(work)
    assert next(things) == 1
    things.close()
    go.set()
    assert done.wait(5)
    assert told == [True, False]


def test_silence_beyond_the_limit_is_an_error() -> None:
    hold = threading.Event()

    def work(give: Callable[[int], bool]) -> None:
        give(1)
        hold.wait(10)

    things = handed_over(work, limit_s=0.05, what="the voice")
    assert next(things) == 1
    with pytest.raises(VivaError, match=r"the voice gave nothing for 0\.05 s"):
        next(things)
    hold.set()
