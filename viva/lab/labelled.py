"""Labelled recordings on disk: a CSV file, or folders named by label and speaker."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from viva.errors import VivaError

AUDIO = {".wav", ".flac", ".ogg", ".mp3"}
MOST_SHOWN = 10
"""Problems in one message."""


@dataclass(frozen=True, slots=True)
class Labelled:
    path: Path
    label: str
    speaker: str
    """'' where it is not known."""


def read_labelled(data: Path) -> list[Labelled]:
    """From a CSV file (paths relative to it), or a folder LABEL/FILE or LABEL/SPEAKER/FILE.

    Raises:
        VivaError: with every bad row, its line, and what was expected.
    """
    found = _folder(data) if data.is_dir() else _table(data)
    if len({one.label for one in found}) < 2:
        labels = ", ".join(sorted({one.label for one in found})) or "none"
        raise VivaError(
            f"{data}: {len(found)} recordings with the labels: {labels}",
            hint="a classifier needs recordings of two labels at least",
        )
    return found


def _folder(folder: Path) -> list[Labelled]:
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in AUDIO)
    found = []
    for path in files:
        parts = path.relative_to(folder).parts
        if len(parts) not in (2, 3):
            raise VivaError(f"{path}: expected LABEL/FILE or LABEL/SPEAKER/FILE in {folder}")
        found.append(Labelled(path, parts[0], parts[1] if len(parts) == 3 else ""))
    return found


def _table(file: Path) -> list[Labelled]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            columns = reader.fieldnames or []
            if missing := " or ".join(sorted({"path", "label"} - set(columns))):
                raise VivaError(
                    f"{file}:1: no column {missing}, got {', '.join(columns) or 'nothing'}",
                    hint="the first line names the columns: path,label,speaker",
                )
            rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise VivaError(f"{file}: not a CSV file in UTF-8: {error}") from None
    found: list[Labelled] = []
    problems: list[str] = []
    for line, row in rows:
        path, label = (row.get("path") or "").strip(), (row.get("label") or "").strip()
        if not path or not label:
            problems.append(f"{file}:{line}: the {'label' if path else 'path'} is empty")
        elif not (file.parent / path).is_file():
            problems.append(f"{file}:{line}: there is no recording {path}")
        else:
            found.append(Labelled(file.parent / path, label, (row.get("speaker") or "").strip()))
    if problems:
        more = len(problems) - MOST_SHOWN
        shown = [*problems[:MOST_SHOWN], *([f"and {more} more"] if more > 0 else [])]
        raise VivaError("\n".join(shown), hint="paths are relative to the CSV file")
    return found
