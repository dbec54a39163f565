"""Is a model file whole? Hashed once, then remembered by size and modification time."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from viva.models.catalogue import ModelFile

STAMP = ".verified.json"
"""In the model's folder: file name -> [size, mtime_ns, SHA-256], as it was when last hashed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    state: Literal["ok", "missing", "damaged"]
    detail: str
    """'' if ok, otherwise a sentence that names the file and what is wrong with it."""


def sha256_of(path: Path) -> str:
    """Lower-case hexadecimal. About 0.1 s for 20 MB."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def inspect(folder: Path, file: ModelFile) -> Verdict:
    """Whether `folder` holds `file` with a SHA-256 that one of its sources states.

    The stamp is a convenience, not a defence: who can write the folder can write the stamp.
    """
    path = folder / file.name
    try:
        now = path.stat()
    except FileNotFoundError:
        return Verdict("missing", f"the file {path} is missing")
    except OSError as error:
        return Verdict("damaged", f"the file {path} cannot be read: {error.strerror}")
    stamps = _stamps(folder)
    got = _remembered(stamps.get(file.name), now)
    if got is None:
        try:
            got = sha256_of(path)
        except OSError as error:
            return Verdict("damaged", f"the file {path} cannot be read: {error.strerror}")
        stamps[file.name] = [now.st_size, now.st_mtime_ns, got]
        _write_stamps(folder, stamps)
    if got in file.accepted:
        return Verdict("ok", "")
    expected = " or ".join(dict.fromkeys(source.sha256 for source in file.sources))
    return Verdict(
        "damaged",
        f"the file {path} is damaged: it has SHA-256 {got} ({now.st_size} bytes), expected {expected}",
    )


def _remembered(stamp: object, now: os.stat_result) -> str | None:
    match stamp:
        case [size, mtime_ns, str(sha256)] if (size, mtime_ns) == (now.st_size, now.st_mtime_ns):
            return sha256
    return None


def _stamps(folder: Path) -> dict[str, Any]:
    try:
        stamps = json.loads((folder / STAMP).read_bytes())
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _write_stamps(folder: Path, stamps: dict[str, Any]) -> None:
    """Best effort: in a folder that cannot be written, files are hashed at each start."""
    with contextlib.suppress(OSError):
        handle, temporary = tempfile.mkstemp(prefix=STAMP, dir=folder)
        with os.fdopen(handle, "w") as out:
            json.dump(stamps, out)
        Path(temporary).replace(folder / STAMP)
