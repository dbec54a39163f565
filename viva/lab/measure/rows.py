"""What a benchmark measured, row by row, for `viva eval` to read: figures in groups, worst cases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from viva.errors import VivaError
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
