"""What a benchmark measured, row by row, for `viva eval` to read: figures in groups, worst cases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from viva.errors import VivaError
from viva.lab.evaluate.rows import Source
from viva.lab.report import terminal
from viva.lab.report.model import Report
from viva.understanding.reading import JsonValue

Row = Mapping[str, JsonValue]
"""Column -> cell, with the columns of docs/concepts/evaluation.md."""


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """As JSON Lines. Raises VivaError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as error:
        raise VivaError(
            f"{path}: the rows cannot be written: {error.strerror or error}",
            hint="name another file with --rows",
        ) from error


def evaluated(
    evaluate: Callable[[Source], Report],
    rows: Iterable[Row],
    *,
    groups: tuple[str, ...] = (),
    path: Path | None = None,
) -> Report:
    """What `viva eval` makes of rows. `path`: where they stay; None: they are thrown away.

    Raises VivaError where they cannot be written.
    """
    with TemporaryDirectory(prefix="viva-bench-") as folder:
        file = path or Path(folder) / "rows.jsonl"
        write_rows(file, rows)
        return evaluate(Source(file, groups=groups))


def show(report: Report) -> None:
    """In the terminal, as `viva eval` does."""
    from rich.console import Console

    terminal.show(report, Console(markup=False, emoji=False, highlight=False))
