"""What is wrong with rows: each kind counted, the first of it named with file and row."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

MOST_NAMED = 5
"""Of each kind."""


@dataclass(slots=True)
class Kind:
    count: int = 0
    named: list[str] = field(default_factory=list)
    """`FILE:ROW: what`, the first few."""


@dataclass(slots=True)
class Problems:
    kinds: dict[str, Kind] = field(default_factory=dict)
    """What it is called, e.g. `no prediction`, in the order in which they were met."""

    def add(self, kind: str, file: Path, row: int | None, what: str) -> None:
        """row: from 1, the line of a text file; None where it is about the file."""
        found = self.kinds.setdefault(kind, Kind())
        found.count += 1
        if len(found.named) < MOST_NAMED:
            place = file.name if row is None else f"{file.name}:{row}"
            found.named.append(f"{place}: {what}")

    def count(self, kind: str) -> int:
        return self.kinds[kind].count if kind in self.kinds else 0
