from __future__ import annotations

from viva.speaking.breaker import FAILURES, FIRST_WAIT_S, LONGEST_WAIT_S, Breaker


def broken(now: float) -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES):
        assert breaker.asks(now)
        breaker.failed(now, "down")
    return breaker


def test_single_failures_change_nothing() -> None:
    breaker = Breaker()
    for now in range(10):
        breaker.failed(now, "down")
        assert breaker.asks(now)
        breaker.succeeded()
    assert breaker.asks(10)


def test_after_failures_in_a_row_it_is_left_alone_for_a_while() -> None:
    breaker = broken(100)
    assert not breaker.asks(100 + FIRST_WAIT_S - 0.01)
    assert breaker.asks(100 + FIRST_WAIT_S)
    assert breaker.reason == "down"


def test_one_try_is_let_through_and_decides_for_all() -> None:
    breaker = broken(0)
    assert breaker.asks(FIRST_WAIT_S)
    assert not breaker.asks(FIRST_WAIT_S)
    breaker.succeeded()
    assert breaker.asks(FIRST_WAIT_S)


def test_waits_double_up_to_a_limit() -> None:
    breaker, now, waits = broken(0), 0.0, list[float]()
    for _ in range(12):
        wait = breaker.again_at - now
        waits.append(wait)
        now = breaker.again_at
        assert breaker.asks(now)
        breaker.failed(now, "down")
    assert waits[:3] == [FIRST_WAIT_S, 2 * FIRST_WAIT_S, 4 * FIRST_WAIT_S]
    assert max(waits) == waits[-1] == LONGEST_WAIT_S
