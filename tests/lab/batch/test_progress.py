"""Progress where there is no terminal: a line now and then; on a terminal a bar."""

from __future__ import annotations

import io

from rich.console import Console

from viva.lab.batch.progress import Watched, clock_time


def test_lines_where_nobody_watches_a_bar() -> None:
    now = 0.0
    out = io.StringIO()
    with Watched("calls", 100, 40, console=Console(file=out, width=200), clock=lambda: now) as watched:
        for _ in range(30):
            now += 1
            watched.advance("8 of 10 succeeded")
        watched.say("call 3: lost")
    assert out.getvalue().splitlines() == [
        "55 of 100 calls, 1 a second, 0:45 left, 8 of 10 succeeded",
        "70 of 100 calls, 1 a second, 0:30 left, 8 of 10 succeeded",
        "call 3: lost",
        "70 of 100 calls, 1 a second, 0:30 left",
    ]


def test_a_bar_on_a_terminal() -> None:
    out = io.StringIO()
    with Watched("calls", 2, console=Console(file=out, force_terminal=True, width=100)) as watched:
        watched.advance()
        watched.advance("both succeeded")
    assert "2/2" in out.getvalue()
    assert "both succeeded" in out.getvalue()


def test_times() -> None:
    assert [clock_time(s) for s in (0, 65.4, 7200)] == ["0:00", "1:05", "2:00:00"]
