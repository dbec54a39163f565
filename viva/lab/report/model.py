"""The parts that a report is made of. Plain values: any evaluation can make one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from viva.lab.evaluate.problems import Problems


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it was counted on and how sure it is."""

    name: str
    value: float | None
    """None where there is nothing to count."""
    count: float
    """What the value is of: the denominator, in `unit`s."""
    unit: str
    """E.g. `words`."""
    low: float | None = None
    """Ends of the interval; None where there is none."""
    high: float | None = None
    share: bool = True
    """Shown in percent."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one figure of two systems on the same rows."""

    name: str
    first: float | None
    """Of the system that is evaluated."""
    second: float | None
    """Of the one it is held against."""
    low: float | None
    """Of the interval of first less second."""
    high: float | None
    p: float | None
    """Two-sided; None where there is no test."""
    test: str
    """Where `p` is from."""
    count: float
    unit: str
    lower_is_better: bool
    share: bool = True

    @property
    def value(self) -> float | None:
        return None if self.first is None or self.second is None else self.first - self.second


PAIRED = "paired bootstrap"
"""The test of a difference that has no other."""

Cell = str | int | float | Figure | None


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Differences:
    title: str
    rows: Sequence[Difference]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ranges:
    """A picture: figures with their intervals, one under the other."""

    title: str
    figures: Sequence[Figure]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A picture: what was (down) taken for what (across)."""

    title: str
    labels: Sequence[str]
    counts: Sequence[Sequence[int]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bin:
    low: float
    high: float
    count: int
    confidence: float
    """Mean of what was said."""
    right: float
    """Share that was right."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """A picture: confidence against how often it was right."""

    title: str
    bins: Sequence[Bin]
    """Those that hold something."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Histogram:
    """A picture: how many rows have which value."""

    title: str
    x_name: str
    bars: Sequence[tuple[str, int]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    label: str
    """What it is, in a few words."""


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Curve:
    """A picture: one figure against another, along lines that begin in the same point."""

    title: str
    x_name: str
    y_name: str
    lines: Sequence[Line]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording, or a part of one."""

    path: Path
    start_s: float = 0.0
    end_s: float | None = None
    """None: to its end."""


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the data, to be looked at."""

    id: str
    place: str
    """`FILE:ROW`"""
    lines: tuple[tuple[str, str], ...]
    """Name and text, e.g. truth, heard."""
    score: str
    """What is wrong with it, in a few words."""
    audio: Clip | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    title: str
    cases: Sequence[Case]
    total: int
    """Of which `cases` are the first."""
    note: str = ""
    open: int = 5
    """So many are shown before a reader asks for the rest."""


Part = Table | Differences | Ranges | Matrix | Reliability | Histogram | Curve | Cases


@dataclass(slots=True)
class Report:
    title: str
    what: str
    """What was evaluated, in one line."""
    settings: dict[str, str]
    """Every choice that the figures depend on, such as the normalisation."""
    figures: list[Figure]
    """Those that come first."""
    problems: Problems
    parts: list[Part] = field(default_factory=list)
