"""Rows of truth with what one or two systems predicted for them, joined by id.

Every row with a truth is kept. A prediction that is absent, or cannot be read, is None: it is counted, and
scored as an error by every evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar

from viva.errors import InputError
from viva.lab.calls.folder import Selection
from viva.lab.calls.rows import Rows as StoredRows
from viva.lab.calls.tables import stored_table
from viva.lab.evaluate.cells import BadCell, text_of
from viva.lab.evaluate.problems import Problems
from viva.lab.evaluate.tables import Table, read_table

T = TypeVar("T")
P = TypeVar("P")

NO_TRUTH = "no truth"
NO_PREDICTION = "no prediction"
DUPLICATE = "duplicate id"
NOT_IN_TRUTH = "id not among the truth"
NOT_READ = "cannot be read"
CONTEXT = ("speaker", "call", "noise", "audio", "text")
"""Roles that every evaluation takes where a file has them."""

Cells = Mapping[str, Any]
"""Of one row, by role; None where the row has nothing."""


@dataclass(frozen=True, slots=True)
class Layout(Generic[T, P]):
    """Which columns an evaluation reads, by their roles, and how."""

    truth_roles: tuple[str, ...]
    """The first must be there."""
    predicted_roles: tuple[str, ...]
    either: tuple[str, ...]
    """Predicted roles of which one must be there at least."""
    truth: Callable[[Cells], T | None]
    """None: this row has no truth. May raise BadCell."""
    prediction: Callable[[Cells], P | None]
    """None: nothing was predicted. May raise BadCell."""
    stored: StoredRows | None = None
    """How rows are made of a stored call; None: they come from files alone."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from."""

    data: Path
    """Truth, and predictions where `predictions` is None: a file, or a data folder with its calls."""
    predictions: Path | None = None
    against: Path | None = None
    """Predictions of another system."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Role -> column, where it has another name."""
    groups: tuple[str, ...] = ()
    """Further columns by which figures are told apart."""
    cluster: str | None = None
    """The column of what chance draws, or `rows`; speaker, else call, else rows unless given."""
    selection: Selection | None = None
    """Which calls of a data folder."""


@dataclass(slots=True)
class Rows(Generic[T, P]):
    source: Source
    problems: Problems
    numbers: list[int]
    """In the file of the truth."""
    ids: list[str]
    truth: list[T]
    predicted: list[P | None]
    against: list[P | None] | None
    """Of the other system, on the same rows."""
    context: dict[str, list[str]]
    """By column: those of `CONTEXT` that are there, and the groups; '' where a row has nothing."""

    def __len__(self) -> int:
        return len(self.ids)

    def place(self, row: int) -> str:
        return f"{self.source.data.name}:{self.numbers[row]}"


def read_rows(source: Source, layout: Layout[T, P]) -> Rows[T, P]:
    """Read and join.

    Raises:
        InputError: a file or a needed column is not there, no row has a truth, or no id is in both files.
    """
    problems = Problems()
    known = {"id", *CONTEXT, *layout.truth_roles, *layout.predicted_roles}
    for role in source.names:
        if role not in known:
            near = get_close_matches(role, sorted(known), n=1)
            raise InputError(
                f"--column {role}=...: there is no role {role!r}; there are {', '.join(sorted(known))}",
                hint=f"did you mean {near[0]}?" if near else "",
            )
    alone = source.predictions is None
    roles = (*CONTEXT, *layout.truth_roles, *(layout.predicted_roles if alone else ()))
    extra = [*source.groups, *([source.cluster] if source.cluster not in (None, "rows") else [])]
    table, cells = _read(source, source.data, roles, extra, problems, layout.stored)
    _demand(source, table, layout.truth_roles[:1])
    if alone:
        _demand(source, table, layout.either)
    for name in extra:
        if name not in table.columns:
            raise _no_column(table, name, "")
    joined = not alone or source.against is not None
    if joined:
        _demand(source, table, ("id",))
    kept, ids, truth = _truth(table, cells, layout, problems, joined=joined)
    if not kept:
        raise InputError(
            f"{source.data}: none of {len(table.numbers)} rows has a truth",
            hint=next((kind.named[0] for kind in problems.kinds.values()), ""),
        )
    if alone:
        read = [_prediction(cells(at), layout, table, at, problems) for at in kept]
    else:
        assert source.predictions is not None
        read = _joined(source, source.predictions, ids, layout, problems)
    _count_missing(table, kept, read, source.predictions or source.data, problems)
    against = None
    if source.against is not None:
        against = _joined(source, source.against, ids, layout, problems)
        _count_missing(table, kept, against, source.against, problems)
    context = {}
    for role in (*CONTEXT, *extra):
        column = table.columns.get(source.names.get(role, role))
        if column is not None:
            context[role] = ["" if column[at] is None else str(column[at]) for at in kept]
    return Rows(source, problems, [table.numbers[at] for at in kept], ids, truth, read, against, context)


def _read(
    source: Source,
    path: Path,
    roles: Sequence[str],
    extra: Sequence[str],
    problems: Problems,
    stored: StoredRows | None = None,
) -> tuple[Table, Callable[[int], Cells]]:
    columns = {role: source.names.get(role, role) for role in ("id", *roles)}
    wanted = dict.fromkeys([*columns.values(), *extra])
    if stored is not None and path.is_dir():
        table = stored_table(path, stored, wanted, source.selection, problems)
    else:
        table = read_table(path, wanted, problems)
    there = {role: table.columns[name] for role, name in columns.items() if name in table.columns}
    for role, name in source.names.items():
        if role in columns and name not in table.columns and path == source.data:
            raise _no_column(table, name, role)
    return table, lambda at: {role: column[at] for role, column in there.items()}


def _demand(source: Source, table: Table, either: Sequence[str]) -> None:
    """One of these roles is there."""
    names = [source.names.get(role, role) for role in either]
    if not any(name in table.columns for name in names):
        raise _no_column(table, " or ".join(names), either[0])


def _no_column(table: Table, name: str, role: str) -> InputError:
    near = get_close_matches(name.split(" or ")[0], table.known, n=1)
    hints = [f"did you mean {near[0]!r}?"] if near else []
    if role:
        hints.append(f"tell which column it is with --column {role}={near[0] if near else 'NAME'}")
    return InputError(
        f"{table.path}: no column {name}; there are {', '.join(table.known)}", hint=" ".join(hints)
    )


def _truth(
    table: Table,
    cells: Callable[[int], Cells],
    layout: Layout[T, P],
    problems: Problems,
    *,
    joined: bool,
) -> tuple[list[int], list[str], list[T]]:
    """Positions of the rows with a truth, their ids and truths. Without ids a row's number is its id."""
    kept, ids, truths = [], [], []
    seen: set[str] = set()
    for at, number in enumerate(table.numbers):
        row = cells(at)
        given = row.get("id")
        if given in (None, "") and joined:
            problems.add("no id", table.path, number, "the row has no id and cannot be joined")
            continue
        one = str(number if given in (None, "") else given)
        if one in seen:
            problems.add(DUPLICATE, table.path, number, f"{one!r} was there before; the first counts")
            continue
        try:
            truth = layout.truth(row)
        except BadCell as error:
            problems.add(NOT_READ, table.path, number, f"truth: {error}")
            continue
        if truth is None:
            problems.add(NO_TRUTH, table.path, number, "the truth is empty; the row is left out")
            continue
        seen.add(one)
        kept.append(at)
        ids.append(one)
        truths.append(truth)
    return kept, ids, truths


def _prediction(row: Cells, layout: Layout[T, P], table: Table, at: int, problems: Problems) -> P | None:
    try:
        return layout.prediction(row)
    except BadCell as error:
        problems.add(NOT_READ, table.path, table.numbers[at], f"prediction: {error}")
        return None


def _joined(
    source: Source, path: Path, ids: Sequence[str], layout: Layout[T, P], problems: Problems
) -> list[P | None]:
    table, cells = _read(source, path, layout.predicted_roles, (), problems)
    _demand(source, table, ("id",))
    _demand(source, table, layout.either)
    row_of = {one: i for i, one in enumerate(ids)}
    found: list[P | None] = [None] * len(ids)
    seen: set[str] = set()
    unknown = ""
    for at, number in enumerate(table.numbers):
        row = cells(at)
        one = text_of(row["id"]) if row.get("id") is not None else ""
        if one in seen:
            problems.add(DUPLICATE, path, number, f"{one!r} was there before; the first counts")
        elif one not in row_of:
            unknown = unknown or one
            problems.add(NOT_IN_TRUTH, path, number, f"{one!r} is not in {source.data.name}")
        else:
            seen.add(one)
            found[row_of[one]] = _prediction(row, layout, table, at, problems)
    if not seen:
        raise InputError(
            f"{path}: none of its ids is in {source.data}: {unknown!r} here, {ids[0]!r} there",
            hint="both files need the same ids; name the column with --column id=NAME",
        )
    return found


def _count_missing(
    table: Table, kept: Sequence[int], found: Sequence[object], path: Path, problems: Problems
) -> None:
    for at, one in zip(kept, found, strict=True):
        if one is None:
            number = table.numbers[at]
            problems.add(
                NO_PREDICTION, table.path, number, f"nothing from {path.name}; it counts as an error"
            )
