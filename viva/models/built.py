"""Files of what is worked out once from a bot's own files, each named by all that went into it.

So a file is right or absent, never out of date; one that is damaged is worked out again.
"""

from __future__ import annotations

import hashlib
import logging
import time
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
import numpy.typing as npt

from viva.models.fetch import model_dir

log = logging.getLogger(__name__)

MOST_FILES = 64
"""The oldest beyond these are removed when one is added."""
DAMAGE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading a file of arrays that is damaged raises, by the place of the damage."""
_ABANDONED_S = 3600.0
"""A file begun so long ago is of a process that was killed."""

Array = npt.NDArray[Any]


def built_folder() -> Path:
    """Beside the models. Need not exist."""
    return model_dir() / "built"


def built_file(kind: str, *contents: str) -> Path:
    """Where what follows from `contents` is kept; it need not be there yet. kind: the name's beginning."""
    key = hashlib.sha256("\0".join(contents).encode()).hexdigest()[:32]
    return built_folder() / f"{kind}-{key}.npz"


def write_arrays(path: Path, arrays: Mapping[str, Array], *, compressed: bool = False) -> None:
    """Written beside and renamed: a reader never finds half of it, whoever else writes the same.

    Raises OSError where the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".new", delete=False) as file:
        beside = Path(file.name)
        try:
            (np.savez_compressed if compressed else np.savez)(file, **dict(arrays))  # type: ignore[arg-type]
        except BaseException:
            beside.unlink()
            raise
    beside.replace(path)
    _trim(path.parent)


def is_whole(path: Path) -> bool:
    """Whether the file is there and every part of it is as it was written; damage is told in the log."""
    try:
        with zipfile.ZipFile(path) as file:
            damage = file.testzip()
    except FileNotFoundError:
        return False
    except DAMAGE as error:
        damage = str(error)
    if damage is not None:
        log.warning("%s is damaged and is made again (%s)", path, damage)
    return damage is None


@cache
def code_hash(*places: tuple[str, str]) -> str:
    """Of code and data that work something out: in a package a file, a folder, or all ('')."""
    hashed = hashlib.sha256()
    for package, inside in places:
        _read(resources.files(package).joinpath(inside), hashed)
    return hashed.hexdigest()


def _read(entry: Traversable, hashed: hashlib._Hash) -> None:
    if entry.is_dir():
        if entry.name != "__pycache__":
            for one in sorted(entry.iterdir(), key=lambda one: one.name):
                _read(one, hashed)
    else:
        hashed.update(entry.name.encode())
        hashed.update(entry.read_bytes())


def _trim(folder: Path) -> None:
    """Remove all but the newest files, and what killed processes left half written."""
    files = sorted(((file.stat().st_mtime, file) for file in folder.glob("*.npz")), reverse=True)
    begun = [file for file in folder.glob(".*.new") if time.time() - file.stat().st_mtime > _ABANDONED_S]
    for file in (*begun, *(file for _, file in files[MOST_FILES:])):
        file.unlink(missing_ok=True)
