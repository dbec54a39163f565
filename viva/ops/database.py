"""The SQLite file: opened, brought to the present schema, and its errors put so that they can be mended."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from viva.errors import VivaError

BUSY_S = 10.0
"""How long a statement waits for another process's."""

MIGRATIONS = (
    """
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
    CREATE INDEX calls_live ON calls (status) WHERE status = 'live'
    """,
    "CREATE INDEX calls_by_caller ON calls (caller, bot) WHERE caller != ''",
)
"""The n-th brings schema n to n + 1 (`PRAGMA user_version`). They are added to and never changed."""

_HINTS = {
    "SQLITE_FULL": "the disk is full: make room on it",
    "SQLITE_READONLY": "make it writable, or choose another folder with --data or VIVA_DATA",
    "SQLITE_CANTOPEN": "choose a folder that can be written with --data or VIVA_DATA",
    "SQLITE_CORRUPT": "it is damaged: move it away, a new one is made; recordings and logs stay readable",
    "SQLITE_NOTADB": "it is damaged: move it away, a new one is made; recordings and logs stay readable",
    "SQLITE_BUSY": f"another process has kept it locked for {BUSY_S:g} s: is one stopped, or the disk slow?",
    "SQLITE_IOERR": "is the disk full, or gone?",
}


class StoreError(VivaError):
    """The data folder cannot be used as asked."""


def connect(path: Path) -> sqlite3.Connection:
    """Open or make the database, in autocommit mode. The caller sees to one thread at a time.

    Raises:
        StoreError: it cannot be opened, is damaged, or was made by a newer VIVA.
    """
    with reported(path):
        db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            _migrate(db, path)
        except BaseException:
            db.close()
            raise
    return db


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path}: made by a newer VIVA (schema {version}); this one knows up to {len(MIGRATIONS)}",
            hint="use the newer VIVA, or another folder with --data or VIVA_DATA",
        )
    if version == len(MIGRATIONS):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        # Asked again: another process may have brought it up meanwhile.
        version = db.execute("PRAGMA user_version").fetchone()[0]
        for script in MIGRATIONS[version:]:
            for statement in script.split(";"):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def reported(path: Path) -> Iterator[None]:
    """Raise StoreError for what the disk or the database refuses; our own mistakes keep their traceback."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        raise
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        hint = next((hint for code, hint in _HINTS.items() if name.startswith(code)), "is the disk in order?")
        raise StoreError(f"{path}: {error}", hint=hint) from error
    except OSError as error:
        raise StoreError(
            f"{error.filename or path}: {error.strerror or error}",
            hint="choose a folder that can be written with --data or VIVA_DATA",
        ) from error
