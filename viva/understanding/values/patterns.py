"""The notation of a rule's pattern, spelled out into the plain sequences that it stands for."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from viva.errors import VivaError

MOST_SEQUENCES = 4000

_TOKEN = re.compile(r"\s*(<[\w:]+>|[\[\](){}|]|[^\s\[\](){}|<>]+)")


class Item(NamedTuple):
    kind: Literal["word", "name", "own_begins", "own_ends"]
    """`own_begins`, `own_ends`: where the value's own words begin after a context, and end before one."""
    text: str = ""


Sequences = list[tuple[Item, ...]]


def expand(pattern: str) -> Sequences:
    """Every sequence that a pattern stands for, without repeats.

    Raises VivaError where the pattern is malformed, can be empty, or stands for too many.
    """
    tokens = _TOKEN.findall(pattern)
    if "".join(tokens) != re.sub(r"\s", "", pattern):
        raise VivaError(f"language data: the pattern {pattern!r} cannot be read")
    found, at = _choice(tokens, 0, pattern)
    if at != len(tokens):
        raise VivaError(f"language data: {pattern!r}: a {tokens[at]!r} closes nothing")
    if any(not any(item.kind in ("word", "name") for item in one) for one in found):
        raise VivaError(f"language data: the pattern {pattern!r} can be empty")
    return list(dict.fromkeys(found))


def _choice(tokens: list[str], at: int, pattern: str) -> tuple[Sequences, int]:
    """Alternatives up to a closing bracket or the end."""
    alternatives: Sequences = []
    current: Sequences = [()]
    begin = at
    while at < len(tokens) and tokens[at] not in ("]", ")", "}"):
        token = tokens[at]
        if token == "|":
            alternatives += current
            current, at = [()], at + 1
            continue
        if token in ("[", "(", "{"):
            inner, after = _choice(tokens, at + 1, pattern)
            closing = {"[": "]", "(": ")", "{": "}"}[token]
            if after >= len(tokens) or tokens[after] != closing:
                raise VivaError(f"language data: {pattern!r}: a {token!r} is not closed by {closing!r}")
            if token == "[":
                inner = [(), *inner]
            elif token == "{" and at == begin:
                inner = [(*one, Item("own_begins")) for one in inner]
            elif token == "{":
                inner = [(Item("own_ends"), *one) for one in inner]
            at = after + 1
        else:
            inner = [(Item("name", token[1:-1]) if token[0] == "<" else Item("word", token),)]
            at += 1
        current = [(*one, *more) for one in current for more in inner]
        if len(current) > MOST_SEQUENCES:
            raise VivaError(f"language data: {pattern!r} stands for more than {MOST_SEQUENCES} sequences")
    return alternatives + current, at
