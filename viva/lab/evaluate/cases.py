"""Single rows of the data, put into a report to be looked at and listened to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from viva.lab.evaluate.rows import Rows
from viva.lab.report.model import Case

GONE = "recording not found"
MOST_HEARD = 200
"""Cases of a list whose recordings are looked for."""


def cases(
    rows: Rows[Any, Any],
    chosen: Iterable[int],
    describe: Callable[[int], tuple[tuple[tuple[str, str], ...], str]],
) -> list[Case]:
    """describe: of a row, its named texts and what is wrong with it."""
    out = []
    for number, at in enumerate(chosen):
        lines, wrong = describe(at)
        out.append(
            Case(
                rows.ids[at], rows.place(at), lines, wrong, _audio(rows, at) if number < MOST_HEARD else None
            )
        )
    return out


def _audio(rows: Rows[Any, Any], at: int) -> Path | None:
    """The recording that the row names, relative to its file. One that is gone is told."""
    named = rows.context["audio"][at] if "audio" in rows.context else ""
    if not named:
        return None
    path = rows.source.data.parent / named
    if path.is_file():
        return path
    rows.problems.add(GONE, rows.source.data, rows.numbers[at], named)
    return None
