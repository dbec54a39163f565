"""From what an engine reports while it speaks to one mark per written word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from viva.speaking.speech import WordMark

_WRITTEN = re.compile(r"\S+")


def word_marks(text: str, reports: Iterable[tuple[int, int]], duration_ms: int) -> tuple[WordMark, ...]:
    """Marks for the written words of `text`: what stands between spaces and holds a letter or digit.

    `reports`: (character offset, ms) where the engine began to say something; several may fall into
    one word ("1234" is said in four), of which the first counts. A word without any ("of the" may be
    said as one) gets a time between its neighbours', by its place in the text. The marks never go back
    and lie within 0..`duration_ms`.
    """
    spans = [(m.start(), m.end()) for m in _WRITTEN.finditer(text) if any(c.isalnum() for c in m.group())]
    known: dict[int, int] = {}
    ordered = sorted(reports)
    at = 0
    for index, (start, end) in enumerate(spans):
        while at < len(ordered) and ordered[at][0] < start:
            at += 1
        if at < len(ordered) and ordered[at][0] < end:
            known[index] = min(max(ordered[at][1], 0), duration_ms)
    if spans and 0 not in known:
        known[0] = 0
    marks: list[WordMark] = []
    last = 0
    for index, (start, end) in enumerate(spans):
        ms = known.get(index)
        if ms is None:
            ms = _between(index, spans, known, len(text), duration_ms)
        last = max(last, ms)
        marks.append(WordMark(start, end, last))
    return tuple(marks)


def _between(
    index: int, spans: list[tuple[int, int]], known: dict[int, int], length: int, duration_ms: int
) -> int:
    """A time for a word without a report, by its place between the nearest words that have one."""
    before = max(i for i in known if i < index)
    after = min((i for i in known if i > index), default=None)
    left, left_ms = spans[before][0], known[before]
    right, right_ms = (spans[after][0], known[after]) if after is not None else (length, duration_ms)
    share = (spans[index][0] - left) / max(1, right - left)
    return round(left_ms + share * (right_ms - left_ms))
