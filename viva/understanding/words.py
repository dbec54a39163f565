"""A language's words, from its data file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from viva.errors import VivaError


@cache
def language_data(code: str) -> dict[str, Any]:
    """The data of a language; `en-gb` falls back to `en`.

    Raises:
        VivaError: there is none.
    """
    folder = files("viva.understanding") / "data"
    for name in (code.lower(), code.lower().split("-")[0]):
        path = folder / f"{name}.yaml"
        if path.is_file():
            data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
            return data
    known = sorted(p.name.removesuffix(".yaml") for p in folder.iterdir() if p.name.endswith(".yaml"))
    raise VivaError(f"no language {code!r} for understanding; there are {', '.join(known)}")
