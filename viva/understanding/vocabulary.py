"""What is known of one language: number words, calendar, clock, fillers, built-in intents. From data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, cast

import yaml

from viva.errors import VivaError

Words = tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """A language's data, in normalised words (lower case, no punctuation, no apostrophes)."""

    code: str
    numbers: Mapping[str, Any]
    """The file's `numbers` part, as written; `numbers.py` reads it."""
    digits: Mapping[str, Any]
    calendar: Mapping[str, Any]
    clock: Mapping[str, Any]
    fillers: frozenset[str]
    """Words that carry an answer and mean nothing of their own."""
    politeness: frozenset[str]
    """The few that may stand around a phrase which is a whole answer."""
    carriers: tuple[Words, ...]
    """Phrases cut from the front of free text, longest first."""
    connectives: tuple[Words, ...]
    """Phrases that join two requests, longest first."""
    openers: Mapping[str, tuple[Words, ...]]
    """Built-in intent -> phrases that are it at the front of an utterance, longest first."""
    clause_starts: frozenset[str]
    answers_yes: frozenset[Words]
    answers_no: frozenset[Words]
    intents: Mapping[str, tuple[str, ...]]
    """Built-in intent -> its examples."""
    ordinary: frozenset[str]
    """Frequent words, seldom a misheard name."""


def languages() -> tuple[str, ...]:
    """Codes of the languages there is data for."""
    folder = resources.files(__package__).joinpath("data")
    return tuple(
        sorted(one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml"))
    )


@cache
def vocabulary(code: str) -> Vocabulary:
    """The data of a language by its BCP 47 code: `en-GB` is read with `en`'s.

    Raises VivaError where there is none, with those there are.
    """
    base = code.lower().replace("_", "-").split("-")[0]
    if base not in languages():
        raise VivaError(
            f"language {code!r} is not known to the understander",
            hint=f"Known languages: {', '.join(languages())}.",
        )
    file = resources.files(__package__).joinpath("data", f"{base}.yaml")
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    return _vocabulary(cast("dict[str, Any]", raw))


def _vocabulary(raw: dict[str, Any]) -> Vocabulary:
    return Vocabulary(
        code=raw["code"],
        numbers=raw["numbers"],
        digits=raw["digits"],
        calendar=raw["calendar"],
        clock=raw["clock"],
        fillers=frozenset(_strings(raw["fillers"])),
        politeness=frozenset(_strings(raw["politeness"])),
        carriers=_phrases(raw["carriers"]),
        connectives=_phrases(raw["connectives"]),
        openers={name: _phrases(listed) for name, listed in raw["openers"].items()},
        clause_starts=frozenset(_strings(raw["clause_starts"])),
        answers_yes=frozenset(_phrases(raw["answers_yes"])),
        answers_no=frozenset(_phrases(raw["answers_no"])),
        intents={name: tuple(_strings(listed)) for name, listed in raw["intents"].items()},
        ordinary=frozenset(raw["ordinary"].split()),
    )


def _strings(listed: list[Any]) -> list[str]:
    """A YAML list of strings; an unquoted `yes` or `on`, which YAML reads as a boolean, is refused."""
    wrong = [one for one in listed if not isinstance(one, str)]
    if wrong:
        raise ValueError(f"language data: {wrong[0]!r} in {listed[:5]} is no string; quote it")
    return listed


def _phrases(listed: list[Any]) -> tuple[Words, ...]:
    return tuple(
        sorted({tuple(one.split()) for one in _strings(listed)}, key=lambda words: (-len(words), words))
    )
