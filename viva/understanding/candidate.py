"""One possible entity in one text, and the choice among those that overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from viva.understanding.reading import JsonValue


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    value: JsonValue
    first: int
    """Index of its first token."""
    end: int
    """Index after its last token."""
    confidence: float
    """0..1"""
    weight: float
    """What it is worth in the choice: about the letters that it explains, less where unsure."""
    shared: bool = False
    """May stand on the very words of another: "tonight" is a date and a time."""
    continues: bool = False
    """It began in an earlier turn: "of March" after "the ninth"."""


_EACH = 0.05
"""What each candidate costs in the sum."""


def best_cover(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates without overlap whose weights sum highest, in order of place.

    Weighted interval scheduling. Of nearly equal sums the one with fewer, then earlier declared, is taken:
    "drip coffee" is one value, though "drip" and "coffee" are values too.
    """
    listed = sorted(candidates, key=lambda one: (one.end, -one.weight))
    if not listed:
        return []
    last = listed[-1].end
    best: list[tuple[float, Candidate | None]] = [(0.0, None)] * (last + 1)
    ends: dict[int, list[Candidate]] = {}
    for one in listed:
        ends.setdefault(one.end, []).append(one)
    for end in range(1, last + 1):
        best[end] = (best[end - 1][0], None)
        for one in ends.get(end, ()):
            total = best[one.first][0] + one.weight - _EACH
            if total > best[end][0] + 1e-9:
                best[end] = (total, one)
    chosen: list[Candidate] = []
    end = last
    while end > 0:
        one_or_none = best[end][1]
        if one_or_none is None:
            end -= 1
        else:
            chosen.append(one_or_none)
            end = one_or_none.first
    chosen.reverse()
    spans = {(one.first, one.end) for one in chosen if one.shared}
    names = {one.name for one in chosen}
    also = [one for one in listed if one.shared and one.name not in names and (one.first, one.end) in spans]
    return sorted(chosen + also, key=lambda one: (one.first, one.end))
