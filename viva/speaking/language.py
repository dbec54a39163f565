"""What a language knows about saying values, read from `viva/speaking/data/<code>.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Sayings:
    """The data file's sections as they are; the file's comments say what each means."""

    affirm: str
    deny: str
    minus: str
    listing: dict[str, str]
    numbers: list[str]
    dates: dict[str, Any]
    times: dict[str, Any]
    intervals: dict[str, str]
    ordinals: dict[int, str]
    money: dict[str, Any]
    units: dict[str, list[str]]
    extension: str
    spelling: dict[str, str]
    articles: dict[str, list[str]]
    phrase_openers: list[str]
    unknown_prompt: str


@cache
def sayings(code: str = "en") -> Sayings:
    """The sayings of a language, `en` for `en-GB`. English where a language has no file yet."""
    folder = files("viva.speaking") / "data"
    path = folder / f"{code.split('-')[0].lower()}.yaml"
    if not path.is_file():
        path = folder / "en.yaml"
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    raw["articles"] = {kind: [str(b) for b in begins] for kind, begins in raw["articles"].items()}
    return Sayings(**raw)
