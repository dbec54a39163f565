"""How values are marked inside an example: `play [thriller](track) by [michael jackson](artist)`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_MARK = re.compile(r"\[([^\[\]()]*)\]\(([^\[\]()]*)\)")
_LEFT_OVER = re.compile(r"[\[\]]|\(\s*\)")
HOW = "A mark is written `[value](entity)`."


class Span(NamedTuple):
    entity: str
    start: int
    """Character offset in the text, inclusive."""
    end: int
    """Character offset, exclusive."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An utterance and where its values stand."""

    text: str
    spans: tuple[Span, ...]


def read_marks(example: str) -> Marked:
    """The example as it is said, and its marks. What is no whole mark is left as it stands."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for match in _MARK.finditer(example):
        value = match[1].strip()
        before = example[at : match.start()]
        start = length + len(before)
        length = start + len(value)
        pieces += [before, value]
        spans.append(Span(match[2].strip(), start, length))
        at = match.end()
    pieces.append(example[at:])
    return Marked("".join(pieces), tuple(spans))


def without_marks(example: str) -> str:
    """The example as it is said."""
    return _MARK.sub(lambda match: match[1].strip(), example)


def as_places(example: str) -> str:
    """The example with each marked value as a place: `play {track} by {artist}`."""
    return _MARK.sub(lambda match: "{" + match[2].strip() + "}", example)


def marked_entities(examples: Iterable[str]) -> frozenset[str]:
    """Names of the entities that examples mark values of."""
    return frozenset(match[2].strip() for example in examples for match in _MARK.finditer(example))


def marked_values(examples: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Entity -> the values that examples mark, each once."""
    values: dict[str, dict[str, None]] = {}
    for example in examples:
        for match in _MARK.finditer(example):
            values.setdefault(match[2].strip(), {})[match[1].strip()] = None
    return {entity: tuple(said) for entity, said in values.items()}


def broken_marks(example: str) -> list[str]:
    """What is wrong with how the example's marks are written, in words; empty: nothing."""
    problems = []
    for match in _MARK.finditer(example):
        if not any(char.isalnum() for char in match[1]):
            problems.append(f"the mark `{match[0]}` has no value.")
        elif not match[2].strip():
            problems.append(f"the mark `{match[0]}` has no entity.")
    rest = _MARK.sub("", example)
    if _LEFT_OVER.search(rest):
        problems.append(f"`{example}` has a bracket that belongs to no mark.")
    return problems
