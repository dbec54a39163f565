"""The data folder: a row for each call in SQLite, its recording and log beside it.

    FOLDER/viva.db                     one row per call
    FOLDER/calls/ID/audio.wav          caller left, bot right
    FOLDER/calls/ID/events.jsonl       the event log
    FOLDER/bots/FINGERPRINT.json       each bot as it was when it answered
    FOLDER/run/OWNER.lock              held by every process that answers calls

Several processes use one folder at once.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Literal

from viva.errors import VivaError

SCHEMA_VERSION = 1
BUSY_S = 10.0
_SCHEMA = """
CREATE TABLE calls (
    id TEXT PRIMARY KEY,
    bot TEXT NOT NULL,
    bot_fingerprint TEXT NOT NULL,
    channel TEXT NOT NULL,
    caller TEXT NOT NULL,
    started_at TEXT NOT NULL,
    duration_ms INTEGER,
    status TEXT NOT NULL DEFAULT 'live',
    reason TEXT NOT NULL DEFAULT '',
    turns INTEGER NOT NULL DEFAULT 0,
    owner TEXT NOT NULL DEFAULT ''
);
CREATE INDEX calls_by_bot ON calls (bot, id);
CREATE INDEX calls_live ON calls (status) WHERE status = 'live';
"""


class StoreError(VivaError):
    """The data folder cannot be used as asked."""


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
    """None while the call is live, and for a call that was cut."""
    status: Literal["live", "ended", "cut"] = "live"
    """`cut`: its server died in the middle; what was recorded until then is there."""
    reason: str = ""
    turns: int = 0
    owner: str = ""


_COLUMNS = tuple(f.name for f in fields(CallRow))


def data_folder() -> Path:
    """`VIVA_DATA`, or `viva` in the user's data directory."""
    if folder := os.environ.get("VIVA_DATA"):
        return Path(folder)
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "viva"


class Store:
    """Safe to use from several threads; each process opens its own.

    Raises:
        StoreError: from every method, where the folder or the database cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._owner = ""
        self._owner_file: IO[bytes] | None = None
        with self._errors():
            for name in ("calls", "bots", "run"):
                (folder / name).mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(
                folder / "viva.db", timeout=BUSY_S, isolation_level=None, check_same_thread=False
            )
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._migrate()

    def _migrate(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            elif version != SCHEMA_VERSION:
                raise StoreError(
                    f"{self.folder / 'viva.db'}: made by a newer VIVA (schema {version}); "
                    f"this one knows schema {SCHEMA_VERSION}",
                    hint="use the newer VIVA, or another folder with --data",
                )
        finally:
            self._db.execute("COMMIT")

    # ------------------------------------------------------------------ calls

    def begin(self, row: CallRow) -> None:
        """A call was answered by this process."""
        values = [getattr(row, name) for name in _COLUMNS[:-1]] + [self._own()]
        marks = ", ".join("?" * len(_COLUMNS))
        self._write(f"INSERT INTO calls ({', '.join(_COLUMNS)}) VALUES ({marks})", values)

    def end(self, call_id: str, *, duration_ms: int, reason: str, turns: int) -> None:
        """A call is over."""
        self._write(
            "UPDATE calls SET status = 'ended', duration_ms = ?, reason = ?, turns = ? WHERE id = ?",
            [duration_ms, reason, turns, call_id],
        )

    def get(self, call_id: str) -> CallRow:
        """A call by its id, by an unambiguous beginning of it, or `last`.

        Raises:
            StoreError: no such call, or several.
        """
        if call_id == "last":
            rows = self.list(limit=1)
            if not rows:
                raise StoreError(f"no calls in {self.folder} yet")
            return rows[0]
        pattern = call_id.replace("\\", "").replace("%", "").replace("_", "") + "%"
        rows = self._read("SELECT * FROM calls WHERE id LIKE ? ORDER BY id DESC LIMIT 2", [pattern])
        exact = [row for row in rows if row.id == call_id]
        if exact or len(rows) == 1:
            return (exact or rows)[0]
        if rows:
            raise StoreError(f"several calls begin with {call_id!r}", hint="give more of the id")
        raise StoreError(f"no call {call_id!r} in {self.folder}", hint="see `viva calls list`")

    def list(self, limit: int = 50, before: str | None = None, bot: str | None = None) -> list[CallRow]:
        """Newest first; `before`: only calls older than this id."""
        return self._read(
            "SELECT * FROM calls WHERE (?1 IS NULL OR id < ?1) AND (?2 IS NULL OR bot = ?2) "
            "ORDER BY id DESC LIMIT ?3",
            [before, bot, limit],
        )

    def mark_cut(self) -> list[CallRow]:
        """Mark the calls whose process is gone; gives those newly marked."""
        cut = []
        for row in self._read("SELECT * FROM calls WHERE status = 'live' ORDER BY id", []):
            if not self._alive(row.owner):
                self._write("UPDATE calls SET status = 'cut', reason = 'cut' WHERE id = ?", [row.id])
                cut.append(row)
        return cut

    def call_dir(self, call_id: str) -> Path:
        return self.folder / "calls" / call_id

    # ------------------------------------------------------------------ bots

    def save_bot(self, fingerprint: str, name: str, files: dict[str, str]) -> None:
        """Keep a bot's files, so that its calls can be replayed after it has changed."""
        path = self._bot_path(fingerprint)
        if path.exists():
            return
        with self._errors():
            temporary = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
            temporary.write_text(json.dumps({"name": name, "files": files}), encoding="utf-8")
            temporary.replace(path)

    def load_bot(self, fingerprint: str) -> tuple[str, dict[str, str]]:
        """A kept bot's name and files.

        Raises:
            StoreError: it was not kept, or its file is damaged.
        """
        path = self._bot_path(fingerprint)
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return data["name"], data["files"]
        except FileNotFoundError:
            raise StoreError(f"{path}: the bot of this call was not kept") from None
        except (OSError, ValueError, KeyError, TypeError) as e:
            raise StoreError(f"{path}: cannot be read: {e}") from e

    def _bot_path(self, fingerprint: str) -> Path:
        return self.folder / "bots" / f"{fingerprint}.json"

    # ------------------------------------------------------------------ owners

    def _own(self) -> str:
        """This process's name in the folder; its lock is free again whenever the process ends."""
        with self._lock, self._errors():
            if self._owner_file is None:
                self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
                self._owner_file = (self.folder / "run" / f"{self._owner}.lock").open("wb")
                fcntl.flock(self._owner_file, fcntl.LOCK_EX)
            return self._owner

    def _alive(self, owner: str) -> bool:
        if owner == self._owner:
            return True
        path = self.folder / "run" / f"{owner}.lock"
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        path.unlink(missing_ok=True)
        return False

    # ------------------------------------------------------------------ the database

    def close(self) -> None:
        with self._lock:
            self._db.close()
            if self._owner_file is not None:
                Path(self._owner_file.name).unlink(missing_ok=True)
                self._owner_file.close()
                self._owner_file = None

    def _write(self, sql: str, values: list[object]) -> None:
        with self._lock, self._errors():
            self._db.execute(sql, values)

    def _read(self, sql: str, values: list[object]) -> list[CallRow]:
        with self._lock, self._errors():
            cursor = self._db.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [CallRow(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as e:
            raise StoreError(
                f"{self.folder / 'viva.db'}: {e}",
                hint="is the disk full or read-only? A damaged database can be moved away; "
                "recordings and logs stay readable without it",
            ) from e
        except OSError as e:
            raise StoreError(
                f"{e.filename or self.folder}: {e.strerror or e}",
                hint="choose a folder that can be written with --data or VIVA_DATA",
            ) from e
