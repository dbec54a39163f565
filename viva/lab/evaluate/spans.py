"""Spans out of tags, one tag for each token."""

from __future__ import annotations

from collections.abc import Sequence

Span = tuple[str, int, int]
"""Name, first token, last token."""

_BEGINS = {"B", "S"}
_GOES_ON = {"I", "E"}
_ENDS = {"E", "S", "O"}


def spans_of(tags: Sequence[str]) -> list[Span]:
    """Of tags `B-x`, `I-x`, `E-x`, `S-x` and `O`, as conlleval and seqeval's default mode read them.

    An I or E that follows nothing, an ended span, or a span of another name begins one.
    """
    spans: list[Span] = []
    name, start, before = "", -1, "O"
    for at, tag in enumerate([*tags, "O"]):
        letter, kind = tag[0], tag.split("-", 1)[-1]
        begins = letter in _BEGINS or (letter in _GOES_ON and (before in _ENDS or kind != name))
        if start >= 0 and (begins or letter == "O"):
            spans.append((name, start, at - 1))
            start = -1
        if begins:
            name, start = kind, at
        before = letter
    return spans


def is_tag(text: str) -> bool:
    """Whether it is one of those that `spans_of` reads."""
    return text == "O" or (text[:1] in _BEGINS | _GOES_ON and text[1:2] == "-" and len(text) > 2)
