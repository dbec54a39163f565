"""Entities scored row by row: what the figures of `viva eval entities` are sums of."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from viva.lab.calls.rows import entity_rows
from viva.lab.evaluate.cells import BadCell, list_of, text_of
from viva.lab.evaluate.measures import Ratio
from viva.lab.evaluate.rows import Cells, Layout
from viva.lab.evaluate.tallies import Tally

Match = Literal["value", "span", "both"]
"""What two entities of a type must share to be the same."""
EXPECTED = 'a list like [{"type": "size", "value": "large", "start": 4, "end": 9}]'
COUNTS = ("tp", "mm", "fp", "fn")
PARTS = ("year", "month", "day", "hour", "minute")

_ISO = re.compile(r"(?:(\d{4}|XXXX)-(\d\d|XX)-(\d\d|XX))?T?(?:(\d\d):(\d\d)(?::\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Entity:
    type: str
    value: str
    """'' where the file has none."""
    span: tuple[int, int] | None
    """Offsets of the first character and behind the last."""

    def key(self, match: Match) -> tuple[Any, ...]:
        return {"value": (self.value,), "span": (self.span,), "both": (self.value, self.span)}[match]


def layout(match: Match) -> Layout[tuple[Entity, ...], tuple[Entity, ...]]:
    """An empty cell of a CSV file is no prediction; `[]` says that there is no entity."""

    def truth(cells: Cells) -> tuple[Entity, ...] | None:
        return None if cells["truth"] in (None, "") else _entities(cells["truth"], match)

    def prediction(cells: Cells) -> tuple[Entity, ...] | None:
        found = cells.get("hypothesis")
        return None if found in (None, "") else _entities(found, match)

    return Layout(("truth",), ("hypothesis",), ("hypothesis",), truth, prediction, entity_rows)


def _entities(cell: Any, match: Match) -> tuple[Entity, ...]:
    found = []
    for one in list_of(cell, EXPECTED):
        kind = one.get("type", one.get("entity")) if isinstance(one, dict) else None
        if kind is None:
            raise BadCell(f"expected {EXPECTED}, got {json.dumps(one)[:50]} in it")
        value = one.get("value", one.get("text", ""))
        value = value.strip() if isinstance(value, str) else json.dumps(value, sort_keys=True)
        start, end = one.get("start"), one.get("end")
        span = (start, end) if isinstance(start, int) and isinstance(end, int) else None
        if (match != "span" and value == "") or (match != "value" and span is None):
            lacks = "value" if match != "span" and value == "" else "start and end"
            raise BadCell(f"an entity {kind!r} without {lacks}, which --match {match} compares")
        found.append(Entity(text_of(kind), value, span))
    return tuple(found)


Pair = tuple[int, Entity, Entity]
"""Row, and the entity of the truth with the one of the same type that was found for it."""


@dataclass(frozen=True)
class Compared:
    """Of one system."""

    tally: Tally
    """`COUNTS` by type."""
    pairs: list[Pair]
    """Of tp and mm."""
    predicted: npt.NDArray[np.bool_]
    """(rows,): whether anything was said of it, be it that there is no entity."""

    @property
    def rows(self) -> int:
        return len(self.predicted)

    @property
    def whole(self) -> npt.NDArray[np.bool_]:
        """Rows without a mistake; one without a prediction is none."""
        mistakes = sum(self.tally.column(name) for name in ("mm", "fp", "fn"))
        return np.asarray((mistakes == 0) & self.predicted)

    def ratios(self) -> list[Ratio]:
        """Over all types."""
        tp, mm, fp, fn = (self.tally.column(name) for name in COUNTS)
        # Types that are neither in the truth of a row nor found in it.
        absent = len(self.tally.kinds) - np.bincount(self.tally.at, minlength=self.rows)
        found = [
            Ratio("F1", 2 * tp, 2 * tp + 2 * mm + fp + fn, "entities, true and found", False),
            Ratio("precision", tp, tp + mm + fp, "entities found", False),
            Ratio("recall", tp, tp + mm + fn, "true entities", False),
            Ratio("false positive rate", fp, fp + absent, "chances"),
            Ratio("false negative rate", fn, tp + mm + fn, "true entities"),
            Ratio("mismatch rate", mm, tp + mm, "entities told as of their type"),
            Ratio("rows wholly right", self.whole, np.ones(self.rows), "rows", False, proportion=True),
        ]
        both = [(row, one.span == other.span) for row, one, other in self.pairs if one.span and other.span]
        if both:
            found.append(self._share("exact span", both, "pairs with spans"))
        return found

    def parts(self) -> list[Ratio]:
        """Of pairs whose true value is a date or time (ISO 8601): each part that it has."""
        right: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        for row, one, other in self.pairs:
            was, got = parts_of(one.value), parts_of(other.value)
            for part, value in was.items():
                right[part].append((row, got.get(part) == value))
        return [self._share(part, right[part], "pairs") for part in PARTS if right[part]]

    def _share(self, name: str, verdicts: Sequence[tuple[int, bool]], unit: str) -> Ratio:
        rows = np.array([row for row, _ in verdicts])
        right = np.bincount(rows, [float(one) for _, one in verdicts], self.rows)
        return Ratio(name, right, np.bincount(rows, minlength=self.rows), unit, lower_is_better=False)


def parts_of(value: str) -> dict[str, str]:
    """Of `2026-11-24`, `09:30` or `2026-11-24T09:30`; nothing of another value, or for a part that is X."""
    found = _ISO.fullmatch(value) if value else None
    if not found:
        return {}
    return {name: part for name, part in zip(PARTS, found.groups(), strict=True) if part and "X" not in part}


def compare(
    truth: Sequence[tuple[Entity, ...]], predicted: Sequence[tuple[Entity, ...] | None], match: Match
) -> Compared:
    """A row without a prediction is scored as if nothing was found in it."""
    tally, pairs = Tally(len(truth), *COUNTS), []
    for row, (true, found) in enumerate(zip(truth, predicted, strict=True)):
        of_type: dict[str, tuple[list[Entity], list[Entity]]] = {}
        for side, entities in enumerate((true, found or ())):
            for one in entities:
                of_type.setdefault(one.type, ([], []))[side].append(one)
        for kind, (wanted, got) in of_type.items():
            same, other = _pair(wanted, got, match)
            matched = len(same) + len(other)
            tally.add(row, kind, len(same), len(other), len(got) - matched, len(wanted) - matched)
            pairs += [(row, *pair) for pair in (*same, *other)]
    return Compared(tally, pairs, np.array([one is not None for one in predicted]))


def _pair(
    wanted: Sequence[Entity], got: Sequence[Entity], match: Match
) -> tuple[list[tuple[Entity, Entity]], list[tuple[Entity, Entity]]]:
    """Entities of one type: those that are the same, and the rest by overlap, then in their order."""
    same, rest, free = [], [], list(got)
    for one in wanted:
        equal = next((other for other in free if other.key(match) == one.key(match)), None)
        if equal is None:
            rest.append(one)
        else:
            free.remove(equal)
            same.append((one, equal))
    different = []
    for one in rest:
        if not free:
            break
        nearest = max(free, key=lambda other: _overlap(one, other))
        free.remove(nearest)
        different.append((one, nearest))
    return same, different


def _overlap(one: Entity, other: Entity) -> int:
    if one.span is None or other.span is None:
        return 0
    return max(0, min(one.span[1], other.span[1]) - max(one.span[0], other.span[0]))
