"""Which calls are meant: by id, by what one begins with, `last`, `all`, or by file and folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from viva.errors import InputError
from viva.ops.store import DATABASE, CallRow, Store, StoreError

LOG = "events.jsonl"
MOST_CALLS = 1_000_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """A recorded call."""

    id: str
    folder: Path
    """Of the call: its log, its recording, and the caller's truth where it was simulated."""
    data: Path
    """The data folder that keeps its bot."""

    @property
    def log(self) -> Path:
        return self.folder / LOG

    @property
    def place(self) -> str:
        """Of the log, below the data folder; in full where it lies elsewhere."""
        data = self.data.resolve()
        return str(self.log.relative_to(data) if self.log.is_relative_to(data) else self.log)


def choose(calls: Sequence[str], data: Path, *, bot: str | None = None) -> list[Chosen]:
    """Each once, in the order in which they were named; of several that one name stands for, oldest first.

    calls: ids or their beginnings, `last`, `all`; an events.jsonl, a call's folder, or a data folder.
    bot: only calls that it answered.

    Raises:
        InputError: one of them names no call.
    """
    found: dict[Path, Chosen] = {}
    for one in calls:
        for chosen in _named(one, data, bot):
            found.setdefault(chosen.folder, chosen)
    if not found:
        where = ", ".join(name for name in calls if _is_store(name)) or str(data)
        raise InputError(f"no calls{f' of {bot}' if bot else ''} in {where}", hint="see `viva calls list`")
    return list(found.values())


def _named(name: str, data: Path, bot: str | None) -> list[Chosen]:
    path = Path(name)
    if path.suffix == ".jsonl" or (path / LOG).is_file():
        return [_of_file(path.parent if path.suffix == ".jsonl" else path, data)]
    if _is_store(name):
        return _of_store(path.resolve(), bot)
    if path.is_dir() or len(path.parts) > 1:
        what = "holds no calls" if path.is_dir() else "there is no such folder"
        hint = f"A data folder holds {DATABASE}, the folder of a call {LOG}."
        raise InputError(f"{name}: {what}", hint=hint)
    if name == "all":
        return _of_store(data, bot)
    store = Store(data)
    try:
        if name == "last" and bot:
            rows = store.list(limit=1, bot=bot)
        else:
            rows = [_row(store, name)]
        return [Chosen(row.id, store.call_dir(row.id).resolve(), data) for row in rows]
    finally:
        store.close()


def _row(store: Store, name: str) -> CallRow:
    try:
        return store.get(name)
    except StoreError as error:
        raise InputError(error.message, hint=error.hint) from None


def _is_store(name: str) -> bool:
    return (Path(name) / DATABASE).is_file()


def _of_store(data: Path, bot: str | None) -> list[Chosen]:
    store = Store(data)
    try:
        rows = store.list(limit=MOST_CALLS, bot=bot)
        return [Chosen(row.id, store.call_dir(row.id).resolve(), data) for row in reversed(rows)]
    finally:
        store.close()


def _of_file(folder: Path, data: Path) -> Chosen:
    """A call that lies in a data folder of its own, or one that was copied out of the usual one."""
    folder = folder.resolve()
    own = folder.parents[1] if len(folder.parents) > 1 else folder
    return Chosen(folder.name, folder, own if (own / "bots").is_dir() else data)
