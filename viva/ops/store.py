"""The data folder: a row for each call in SQLite, its recording and log beside it.

    FOLDER/viva.db                     one row per call
    FOLDER/calls/ID/audio.wav          caller left, bot right
    FOLDER/calls/ID/events.jsonl       the event log
    FOLDER/bots/FINGERPRINT.json       each bot as it was when it answered
    FOLDER/run/OWNER.lock              held by every process that answers calls

Several processes use one folder at once.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Literal

from viva.audio.recording import FRAME, HEADER_BYTES, RATE
from viva.ops.database import StoreError, connect, reported
from viva.ops.owners import Owner, is_alive

__all__ = ["DATABASE", "CallRow", "Store", "StoreError", "data_folder"]

DATABASE = "viva.db"
"""A folder that holds it is a data folder."""


@dataclass(frozen=True, slots=True)
class CallRow:
    id: str
    """Sorts by time: `20261124-093000-1f0a2b`, UTC."""
    bot: str
    bot_fingerprint: str
    channel: str
    caller: str
    started_at: str
    """ISO 8601, UTC."""
    duration_ms: int | None = None
    """None while the call is live; of a call that was cut, as long as its recording."""
    status: Literal["live", "ended", "cut"] = "live"
    """`cut`: its server died in the middle; what was recorded until then is there."""
    reason: str = ""
    turns: int = 0
    owner: str = ""
    """The process that answers it, as `owners.py` names it."""


Rows = list[CallRow]
_COLUMNS = tuple(f.name for f in fields(CallRow))


def data_folder() -> Path:
    """`VIVA_DATA`, or `viva` in the user's data directory."""
    if folder := os.environ.get("VIVA_DATA"):
        return Path(folder).expanduser()
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "viva"


class Store:
    """Safe to use from several threads; each process opens its own.

    Raises:
        StoreError: from every method, where the folder or the database cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / DATABASE
        self._lock = threading.Lock()
        self._owner: Owner | None = None
        with reported(folder):
            for name in ("calls", "bots", "run"):
                (folder / name).mkdir(parents=True, exist_ok=True)
        self._db = connect(self._path)
        self._lookups = connect(self._path)
        """Of its own, since whoever writes may have to wait for another process, and holds the other."""
        self._looking = threading.Lock()

    def begin(self, row: CallRow) -> None:
        """A call was answered by this process."""
        with self._lock, reported(self._path):
            if self._owner is None:
                self._owner = Owner(self.folder / "run")
            row = replace(row, owner=self._owner.name)
            marks = ", ".join("?" * len(_COLUMNS))
            self._db.execute(
                f"INSERT INTO calls ({', '.join(_COLUMNS)}) VALUES ({marks})",
                [getattr(row, name) for name in _COLUMNS],
            )

    def end(self, call_id: str, *, duration_ms: int, reason: str, turns: int) -> None:
        """A call is over."""
        with self._lock, reported(self._path):
            self._db.execute(
                "UPDATE calls SET status = 'ended', duration_ms = ?, reason = ?, turns = ? WHERE id = ?",
                [duration_ms, reason, turns, call_id],
            )

    def add(self, row: CallRow) -> None:
        """A call that is over, such as a simulated one; in place of a row of the same id."""
        with self._lock, reported(self._path):
            marks = ", ".join("?" * len(_COLUMNS))
            self._db.execute(
                f"INSERT OR REPLACE INTO calls ({', '.join(_COLUMNS)}) VALUES ({marks})",
                [getattr(row, name) for name in _COLUMNS],
            )

    def get(self, call_id: str) -> CallRow:
        """A call by its id, by an unambiguous beginning of it, or `last`.

        Raises:
            StoreError: no such call, or several.
        """
        if call_id == "last":
            newest = self.list(limit=1)
            if not newest:
                raise StoreError(
                    f"no calls in {self.folder} yet", hint="place one: viva call BOT --audio FILE"
                )
            return newest[0]
        rows = self._read(
            "WHERE substr(id, 1, :size) = :id ORDER BY id = :id DESC, id DESC LIMIT 2",
            {"id": call_id, "size": len(call_id)},
        )
        if not call_id or not rows:
            raise StoreError(f"no call {call_id!r} in {self.folder}", hint="see `viva calls list`")
        if len(rows) > 1 and rows[0].id != call_id:
            raise StoreError(
                f"several calls begin with {call_id!r}", hint=f"give more of the id, such as {rows[0].id}"
            )
        return rows[0]

    def list(self, limit: int = 50, before: str | None = None, bot: str | None = None) -> Rows:
        """Newest first; `before`: only calls older than this id; `bot`: only of this bot."""
        return self._read(
            "WHERE (:before IS NULL OR id < :before) AND (:bot IS NULL OR bot = :bot) "
            "ORDER BY id DESC LIMIT :limit",
            {"before": before, "bot": bot, "limit": max(0, limit)},
        )

    def calls_before(self, row: CallRow) -> int:
        """How often the caller of a call has called its bot before; 0 where the caller is not known.

        Waits for no writer, so that a call can be answered with it: some 50 microseconds.
        """
        if not row.caller:
            return 0
        with self._looking, reported(self._path):
            found = self._lookups.execute(
                "SELECT count(*) FROM calls WHERE caller = ? AND bot = ? AND id < ?",
                [row.caller, row.bot, row.id],
            )
            return int(found.fetchone()[0])

    def mark_cut(self) -> Rows:
        """Mark the calls whose process is gone as cut; gives those newly marked, oldest first."""
        cut: Rows = []
        for row in self._read("WHERE status = 'live' ORDER BY id", {}):
            mine = self._owner is not None and row.owner == self._owner.name
            if mine or is_alive(self.folder / "run", row.owner):
                continue
            row = replace(row, status="cut", reason="cut", duration_ms=self._recorded_ms(row.id))
            with self._lock, reported(self._path):
                changed = self._db.execute(
                    "UPDATE calls SET status = 'cut', reason = 'cut', duration_ms = ? "
                    "WHERE id = ? AND status = 'live'",
                    [row.duration_ms, row.id],
                ).rowcount
            if changed:
                cut.append(row)
        return cut

    def call_dir(self, call_id: str) -> Path:
        """Where a call's `audio.wav` and `events.jsonl` are. `call_id` in full, as a row gives it."""
        return self.folder / "calls" / call_id

    def save_bot(self, fingerprint: str, name: str, files: dict[str, str]) -> None:
        """Keep a bot's files, so that its calls can be replayed after it has changed."""
        path = self._bot_path(fingerprint)
        if path.exists():
            return
        with reported(path):
            temporary = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
            try:
                temporary.write_text(json.dumps({"name": name, "files": files}), encoding="utf-8")
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)

    def load_bot(self, fingerprint: str) -> tuple[str, dict[str, str]]:
        """A kept bot's name and files.

        Raises:
            StoreError: it was not kept, or its file is damaged.
        """
        path = self._bot_path(fingerprint)
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return str(data["name"]), dict(data["files"])
        except FileNotFoundError:
            raise StoreError(f"{path}: the bot of this call was not kept") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path}: cannot be read: {error}") from error

    def kept_bots(self, beginning: str = "") -> tuple[str, ...]:
        """Fingerprints of the bots that are kept, of those that begin so."""
        return tuple(sorted(path.stem for path in (self.folder / "bots").glob(f"{beginning}*.json")))

    def close(self) -> None:
        """Also frees this process's lock: calls that it has not ended count as cut from now on."""
        with self._looking:
            self._lookups.close()
        with self._lock:
            self._db.close()
            if self._owner is not None:
                self._owner.close()
                self._owner = None

    def _bot_path(self, fingerprint: str) -> Path:
        return self.folder / "bots" / f"{fingerprint}.json"

    def _recorded_ms(self, call_id: str) -> int:
        try:
            size = (self.call_dir(call_id) / "audio.wav").stat().st_size
        except OSError:
            return 0
        return max(0, size - HEADER_BYTES) * 1000 // (RATE * FRAME)

    def _read(self, clauses: str, values: Mapping[str, str | int | None]) -> Rows:
        with self._lock, reported(self._path):
            found = self._db.execute(f"SELECT {', '.join(_COLUMNS)} FROM calls {clauses}", values)
            return [CallRow(*row) for row in found.fetchall()]
