"""A report in a terminal: tables, and of the rest what fits."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from rich.console import Console, Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from viva.lab.report.model import PAIRED, Cases, Differences, Figure, Part, Report, Table
from viva.lab.report.words import cell, chance, count, interval, number, verdict

MOST_ROWS = 12
"""Of a table."""
MOST_NAME = 28
"""Characters of a row's name that have room in any case."""
MOST_HEADING = 14
"""Characters of a line of a heading."""


def show(report: Report, console: Console) -> None:
    """Pictures are for the HTML report; here stand their tables."""
    console.print(Text(f"{report.title}: {report.what}", style="bold"))
    for name, value in report.settings.items():
        console.print(Text.assemble((f"{name}: ", "dim"), value))
    for one in _problems(report):
        console.print(one)
    console.print(_figures(report.figures))
    for part in report.parts:
        shown = _part(part, console.width)
        if shown is not None:
            console.print()
            console.print(shown)


def _problems(report: Report) -> Iterator[Text]:
    for kind, found in report.problems.kinds.items():
        yield Text(f"{found.count:,} x {kind}", style="yellow")
        for named in found.named:
            yield Text(f"  {named}", style="dim")
        if found.count > len(found.named):
            yield Text(f"  and {found.count - len(found.named):,} more", style="dim")


def _figures(figures: list[Figure]) -> Grid:
    grid = _grid("", ("figure", "value", "95 % interval", "of"))
    for one in figures:
        of = f"{count(one.count)} {one.unit}"
        grid.add_row(*map(Text, (one.name, number(one.value, share=one.share), interval(one), of)))
    return grid


def _part(part: Part, width: int) -> RenderableType | None:
    match part:
        case Table():
            if not part.rows:
                return None
            grids: list[RenderableType] = []
            names = min(MOST_NAME, max(len(cell(row[0])) for row in part.rows[:MOST_ROWS]))
            for some in _fitting(part, width):
                grid = _grid("" if grids else part.title, tuple(part.columns[i] for i in some), names)
                for row in part.rows[:MOST_ROWS]:
                    grid.add_row(*(Text(cell(row[i], "\n")) for i in some))
                grids.append(grid)
            more = len(part.rows) - MOST_ROWS
            notes = [part.note, f"and {more:,} more rows (--html or --json)" if more > 0 else ""]
            return _with_notes(Group(*grids), notes)
        case Differences():
            grid = _grid(part.title, ("figure", "this", "other", "difference", "interval", "p", ""), 16)
            for one in part.rows:
                texts = (
                    one.name if one.test == PAIRED else f"{one.name}, {one.test}",
                    number(one.first, share=one.share),
                    number(one.second, share=one.share),
                    number(one.value, share=one.share, sign=True),
                    interval(one),
                    chance(one.p),
                    verdict(one),
                )
                grid.add_row(*map(Text, texts))
            return _with_notes(grid, [part.note])
        case Cases():
            if not part.cases:
                return None
            lines = [Text(f"{part.title} ({part.total:,})", style="bold")]
            for case in part.cases[: part.open]:
                lines.append(Text(f"{case.place} {case.id}: {case.score}".strip()))
                lines += [Text(f"  {name}: {text}", style="dim") for name, text in case.lines]
            return _with_notes(Group(*lines), [part.note])
        case _:
            return None


def _fitting(part: Table, width: int) -> list[list[int]]:
    """Columns that stand side by side in so many characters, the first in each; else a table is shown in
    several."""
    rows = part.rows[:MOST_ROWS]

    def wide(i: int) -> int:
        lines = [line for row in rows for line in cell(row[i], "\n").split("\n")]
        return 2 + max(map(len, [*_broken(part.columns[i]).split("\n"), *lines]))

    first = min(wide(0), MOST_NAME)
    found, used = [[0]], first
    for i in range(1, len(part.columns)):
        if used + wide(i) > width and len(found[-1]) > 1:
            found.append([0])
            used = first
        found[-1].append(i)
        used += wide(i)
    return found


def _broken(heading: str) -> str:
    return "\n".join(wrap(heading, MOST_HEADING))


def _grid(title: str, columns: tuple[str, ...], least: int | None = None) -> Grid:
    """least: characters that the first column has."""
    grid = Grid(title=Text(title, style="bold") if title else None, title_justify="left", box=None)
    for i, name in enumerate(columns):
        # Numbers stay whole; what is narrow breaks its names.
        numbers = i > 0 and name != "of"
        heading = Text(_broken(name) if numbers else name, overflow="fold")
        room = None if i else least
        grid.add_column(
            heading, justify="right" if i else "left", no_wrap=numbers, overflow="fold", min_width=room
        )
    return grid


def _with_notes(shown: RenderableType, notes: list[str]) -> RenderableType:
    return Group(shown, *(Text(note, style="dim") for note in notes if note))
