"""What is out of scope for nearly every bot: sentences that its intents are told apart from."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def outside_sentences(language: str) -> tuple[str, ...]:
    """Of a language by its base code, e.g. `en`; none where there is no file for it."""
    file = resources.files("viva.understanding").joinpath("data", language, "outside.txt")
    if not file.is_file():
        return ()
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
