"""The calls of a data folder as facts, whole or as far as they can be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from viva.errors import InputError, VivaError
from viva.lab.calls.facts import CallFacts
from viva.lab.calls.read import read_call
from viva.lab.evaluate.problems import Problems
from viva.lab.evaluate.watch import Watch, silent
from viva.ops.store import DATABASE, CallRow, Store

UNREADABLE = "call that cannot be read"
CUT_SHORT = "call whose log ends before the call did; used until there"
LIVE = "call that is still live; left out"
MOST_CALLS = 1_000_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Which calls of a folder."""

    bot: str | None = None
    since: str | None = None
    """Begun at this date or time or later, UTC: ISO 8601, or the beginning of it such as `2026-11`."""
    most: int | None = None
    """The newest so many."""


@dataclass(slots=True)
class Calls:
    folder: Path
    facts: list[CallFacts]
    """Oldest first."""
    problems: Problems = field(default_factory=Problems)

    @property
    def with_truth(self) -> int:
        return sum(call.truth is not None for call in self.facts)


def read_calls(folder: Path, selection: Selection | None = None, watch: Watch = silent) -> Calls:
    """Raises VivaError where the folder is none of calls, or none fits the selection."""
    selection = selection or Selection()
    rows = call_rows(folder, selection)
    calls = Calls(folder, [])
    for i, row in enumerate(rows):
        if i % 100 == 0:
            watch(f"reading calls: {i:,} of {len(rows):,}")
        _read(calls, row)
    if not calls.facts:
        kind = next((one.named[0] for one in calls.problems.kinds.values()), "")
        raise InputError(f"{folder}: none of its {len(rows):,} calls could be read", hint=kind)
    return calls


def call_rows(folder: Path, selection: Selection) -> list[CallRow]:
    """Oldest first. Raises like `read_calls`."""
    if not (folder / DATABASE).is_file():
        raise InputError(
            f"{folder}: no calls here: there is no {DATABASE} in it",
            hint="give the data folder of `viva serve` or `viva simulate`, or a file of rows",
        )
    store = Store(folder)
    try:
        rows = store.list(limit=MOST_CALLS, bot=selection.bot)
    finally:
        store.close()
    there = sorted({row.bot for row in rows}) or sorted(_bots(folder))
    if selection.since is not None:
        rows = [row for row in rows if row.started_at >= selection.since]
    rows = rows[: selection.most]
    if not rows:
        raise InputError(
            f"{folder}: no call{_told(selection)}",
            hint=f"there are calls of {', '.join(there)}" if there else "place one: viva call BOT",
        )
    return rows[::-1]


def _bots(folder: Path) -> set[str]:
    store = Store(folder)
    try:
        return {row.bot for row in store.list(limit=MOST_CALLS)}
    finally:
        store.close()


def _told(selection: Selection) -> str:
    bot = f" of {selection.bot}" if selection.bot else ""
    return bot + (f" since {selection.since}" if selection.since else "")


def _read(calls: Calls, row: CallRow) -> None:
    path = calls.folder / "calls" / row.id
    if row.status == "live":
        calls.problems.add(LIVE, path, None, "it has not ended")
        return
    try:
        call = read_call(path)
    except VivaError as error:
        calls.problems.add(UNREADABLE, path, None, str(error))
        return
    if call.cut_short:
        calls.problems.add(CUT_SHORT, path, None, f"{len(call.turns)} turns until {call.duration_ms} ms")
    calls.facts.append(call)
