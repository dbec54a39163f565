"""Columns out of a file of rows: CSV, TSV, JSON Lines or Parquet."""

from __future__ import annotations

import csv
import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viva.errors import InputError
from viva.lab.evaluate.problems import Problems

Numbered = Iterator[tuple[int, dict[str, Any]]]
"""Rows with their numbers: the line of a text file, else counted from 1."""

NOT_JSON = "text where JSON belongs"
NOT_UTF8 = "not UTF-8"
TOO_LONG = "more fields than columns"
MOST_CHARACTERS = 10_000_000
"""Of one field of a CSV file: a long N-best list is one field."""


@dataclass(slots=True)
class Table:
    path: Path
    numbers: list[int]
    """Of each row, as in `Numbered`."""
    columns: dict[str, list[Any]]
    """Those wanted that are there, by their own names. None where a row has nothing; of CSV texts only."""
    known: tuple[str, ...]
    """All columns of the file."""


def read_table(path: Path, wanted: Iterable[str], problems: Problems) -> Table:
    """The wanted columns, those that are there.

    Raises:
        InputError: the file cannot be read, is of no known kind, or has no rows.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            f"{path}: expected a file that ends in {', '.join(_READERS)}",
            hint="a list of objects in a .json file is a .jsonl file with one object on each line",
        )
    numbers: list[int] = []
    columns: dict[str, list[Any]] = {name: [] for name in wanted}
    known: dict[str, None] = {}
    try:
        _refuse_utf16(path)
        for number, row in reader(path, problems):
            numbers.append(number)
            known.update(dict.fromkeys(row))
            for name, column in columns.items():
                cell = row.get(name)
                column.append(_mended(cell, path, number, name, problems) if isinstance(cell, str) else cell)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
    if not numbers:
        bad = problems.kinds.get(NOT_JSON)
        raise InputError(
            f"{path}: no rows{f' that could be read: {bad.named[0]}' if bad else ''}",
            hint=""
            if bad
            else "a CSV file names its columns in the first line and has one row in each other",
        )
    there = {name: column for name, column in columns.items() if name in known}
    return Table(path, numbers, there, tuple(known))


def _refuse_utf16(path: Path) -> None:
    with path.open("rb") as file:
        first = file.read(2)
    if first in (BOM_UTF16_LE, BOM_UTF16_BE):
        raise InputError(f"{path}: it is UTF-16, UTF-8 was expected", hint="save it as CSV in UTF-8")


def _mended(cell: str, path: Path, number: int, name: str, problems: Problems) -> str:
    """Bytes that are no UTF-8 shown as U+FFFD, and told."""
    if cell.isascii():
        return cell
    try:
        cell.encode()
    except UnicodeEncodeError:
        cell = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        problems.add(NOT_UTF8, path, number, f"{name}: {cell[:60]!r}")
    return cell


def _separated(delimiter: str) -> Callable[[Path, Problems], Numbered]:
    def read(path: Path, problems: Problems) -> Numbered:
        csv.field_size_limit(MOST_CHARACTERS)
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
            reader = csv.reader(lines, delimiter=delimiter)
            try:
                names = [name.strip() for name in next(reader, [])]
                for fields in reader:
                    if len(fields) > len(names):
                        what = f"{len(fields)} for {len(names)}: {delimiter!r} in a text needs quotes"
                        problems.add(TOO_LONG, path, reader.line_num, what)
                    if fields:
                        yield reader.line_num, dict(zip(names, fields, strict=False))
            except csv.Error as error:
                raise InputError(
                    f"{path}:{reader.line_num}: not a CSV file: {error}",
                    hint="is a quote opened and never closed, or is this another kind of file?",
                ) from None

    return read


def _json_lines(path: Path, problems: Problems) -> Numbered:
    with path.open(encoding="utf-8-sig", errors="surrogateescape") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                problems.add(
                    NOT_JSON, path, number, f"{error}: {_mended(line[:40], path, number, '', problems)!r}"
                )
                continue
            if isinstance(row, dict):
                yield number, row
            else:
                problems.add(NOT_JSON, path, number, f"expected an object {{...}}, got {line[:40]!r}")


def _parquet(path: Path, problems: Problems) -> Numbered:
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise InputError(
            f"{path}: reading Parquet needs pyarrow, which is not installed",
            hint="pip install 'viva[parquet]' (165 MB), or write the rows as CSV or JSON Lines",
        ) from None
    try:
        number = 0
        for batch in parquet.ParquetFile(path).iter_batches():
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except arrow.ArrowInvalid as error:
        raise InputError(f"{path}: not a Parquet file: {error}") from None


_READERS: dict[str, Callable[[Path, Problems], Numbered]] = {
    ".csv": _separated(","),
    ".tsv": _separated("\t"),
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".parquet": _parquet,
}
