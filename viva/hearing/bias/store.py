"""Where compiled languages are kept: one file each, named by everything that went into it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from json import dumps
from pathlib import Path

from viva.models.fetch import model_dir
from viva.understanding.engine import Language

MOST_FILES = 64
"""The oldest beyond these are removed when one is added."""


def language_file(recognizer: str, language: Language) -> Path:
    """The file of a bot's language for a recognizer; it need not be there yet.

    Its name is a hash of the recognizer's name, the language, and the code and data that compile it.
    """
    own = dumps(asdict(language), sort_keys=True, default=str)
    key = hashlib.sha256(f"{recognizer}\n{own}\n{_compiler()}".encode()).hexdigest()[:32]
    return model_dir() / "built" / f"{key}.npz"


def trim(folder: Path) -> None:
    """Remove all but the newest files."""
    files = sorted(folder.glob("*.npz"), key=lambda file: -file.stat().st_mtime)
    for file in files[MOST_FILES:]:
        file.unlink(missing_ok=True)


@cache
def _compiler() -> str:
    """A hash of what turns a language into a file."""
    hashed = hashlib.sha256()
    for package, folder in (("viva.hearing", "bias"), ("viva.understanding", "data")):
        _read(resources.files(package).joinpath(folder), hashed)
    hashed.update(resources.files("viva.understanding").joinpath("utterances.py").read_bytes())
    return hashed.hexdigest()


def _read(folder: Traversable, hashed: hashlib._Hash) -> None:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                _read(entry, hashed)
        else:
            hashed.update(entry.name.encode())
            hashed.update(entry.read_bytes())
