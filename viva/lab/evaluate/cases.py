"""Single rows of the data, put into a report to be looked at and listened to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from viva.lab.evaluate.rows import Rows
from viva.lab.report.model import Case, Clip

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


def _audio(rows: Rows[Any, Any], at: int) -> Clip | None:
    """The recording that the row names, relative to its file or folder. One that is gone is told.

    `NAME#t=1.5,3` is the part from second 1.5 to 3 (Media Fragments URI 1.0, W3C 2012).
    """
    named = rows.context["audio"][at] if "audio" in rows.context else ""
    if not named:
        return None
    data = rows.source.data
    name, _, part = named.partition("#t=")
    path = (data if data.is_dir() else data.parent) / name
    if path.is_file():
        start, _, end = part.partition(",")
        try:
            return Clip(path, float(start or 0), float(end) if end else None)
        except ValueError:
            return Clip(path)
    rows.problems.add(GONE, rows.source.data, rows.numbers[at], named)
    return None
