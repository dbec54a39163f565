"""A new bot that works at once, from the template."""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from pathlib import Path

from viva.errors import VivaError


class InitError(VivaError):
    """A new bot cannot be made where it was asked for."""

    exit_code = 2


def create(name: str, folder: Path) -> list[Path]:
    """Write a new bot called `name` into `folder`, which must not exist or be empty.

    Returns the files written. Raises InitError.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
        hint = "Use letters, digits, - and _, beginning with a letter: `viva init coffee-shop`."
        raise InitError(f"`{name}` cannot name a bot.", hint=hint)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InitError(f"{folder} exists already.", hint="Choose another name, or remove it first.")
    title = re.sub(r"[-_]+", " ", name).strip().capitalize()
    written = []
    with as_file(files("viva.dialogue") / "template") as template:
        for path in sorted(template.rglob("*")):
            if path.suffix not in (".yaml", ".py"):
                continue
            target = folder / path.relative_to(template)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(path.read_text("utf-8").replace("My bot", title), "utf-8")
            except OSError as error:
                raise InitError(f"{target} cannot be written: {error.strerror}.") from None
            written.append(target)
    return written


def init_bot(path: Path) -> list[Path]:
    """`create` for the command line: the folder's name is the bot's. Raises InitError."""
    return create(path.name, path)
