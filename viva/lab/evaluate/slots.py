"""Slots scored row by row: tagged spans of utterances, or what calls captured."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from viva.lab.calls.rows import slot_rows
from viva.lab.evaluate.cells import BadCell, json_of, text_of
from viva.lab.evaluate.measures import Ratio
from viva.lab.evaluate.rows import Cells, Layout
from viva.lab.evaluate.spans import Span, is_tag, spans_of
from viva.lab.evaluate.tallies import Tally

EXPECTED = 'tags like "O B-size", spans like [{"slot": "size", "start": 1, "end": 2}], or {"size": "large"}'


@dataclass(frozen=True, slots=True)
class Filled:
    """Either spans of an utterance, or values of slots."""

    spans: frozenset[Span] | None
    values: dict[str, str] | None
    tokens: int | None
    """Tags given; None of spans and values."""
    asked: tuple[str, ...] = ()
    """Slots that the bot asked for in this row."""


def _filled(cell: Any) -> Filled:
    if isinstance(cell, str) and all(map(is_tag, cell.split())):
        cell = cell.split()
    found = json_of(cell, EXPECTED)
    if isinstance(found, dict):
        values = {name: _value(value) for name, value in found.items() if value is not None}
        return Filled(None, values, None)
    if isinstance(found, list) and all(isinstance(one, str) for one in found):
        if bad := next((one for one in found if not is_tag(one)), None):
            raise BadCell(f"{bad!r} is no tag: expected O, B-slot or I-slot")
        return Filled(frozenset(spans_of(found)), None, len(found))
    if isinstance(found, list) and all(isinstance(one, dict) for one in found):
        return Filled(frozenset(map(_span, found)), None, None)
    raise BadCell(f"expected {EXPECTED}")


def _span(one: dict[str, Any]) -> Span:
    name, start, end = one.get("slot", one.get("type")), one.get("start"), one.get("end")
    if name is None or not isinstance(start, int) or not isinstance(end, int):
        raise BadCell(f"a span has slot, start and end, got {json.dumps(one)[:60]}")
    return text_of(name), start, end


def _value(value: Any) -> str:
    return value.strip() if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _truth(cells: Cells) -> Filled | None:
    if cells["truth"] in (None, ""):
        return None
    found, asked = _filled(cells["truth"]), cells.get("asked")
    if asked in (None, ""):
        return found
    listed = json_of(asked, "slots") if isinstance(asked, str) and asked.startswith("[") else asked
    names = listed if isinstance(listed, list) else [listed]
    return Filled(found.spans, found.values, found.tokens, tuple(map(text_of, names)))


def _prediction(cells: Cells) -> Filled | None:
    return None if cells.get("hypothesis") in (None, "") else _filled(cells["hypothesis"])


LAYOUT: Layout[Filled, Filled] = Layout(
    ("truth", "asked"), ("hypothesis",), ("hypothesis",), _truth, _prediction, slot_rows
)

COUNTS = ("right", "found", "true")


def tally_spans(truth: Sequence[Filled], predicted: Sequence[Filled | None]) -> Tally:
    """Spans alike in slot, first and last token; `COUNTS` by slot."""
    tally = Tally(len(truth), *COUNTS)
    for row, (one, other) in enumerate(zip(truth, predicted, strict=True)):
        true = one.spans or frozenset()
        found = (other.spans if other else None) or frozenset()
        right = Counter(span[0] for span in true & found)
        was, got = Counter(span[0] for span in true), Counter(span[0] for span in found)
        for slot in {*was, *got}:
            tally.add(row, slot, right[slot], got[slot], was[slot])
    return tally


def span_ratios(tally: Tally, predicted: Sequence[Filled | None]) -> list[Ratio]:
    """Micro averages, and rows without a mistake; one without a prediction is none."""
    right, found, true = (tally.column(name) for name in COUNTS)
    whole = (right == found) & (right == true) & np.array([one is not None for one in predicted])
    return [
        Ratio("F1 of spans", 2 * right, found + true, "spans, true and found", lower_is_better=False),
        Ratio("precision", right, found, "spans found", lower_is_better=False),
        Ratio("recall", right, true, "true spans", lower_is_better=False),
        Ratio("rows wholly right", whole, np.ones(tally.rows), "rows", False, proportion=True),
    ]


CALL_COUNTS = ("captured", "true", "wrong", "missed", "invented", "asked", "retries", "at_once")


@dataclass(frozen=True)
class Captured:
    """Slots of whole calls; a call's counts stand in its first row."""

    tally: Tally
    """`CALL_COUNTS` by slot."""
    calls: list[int]
    """First row of each call."""
    last: dict[int, tuple[dict[str, str], dict[str, str]]]
    """Of each first row: what the slots should hold at the end of the call, and what they hold."""

    def ratios(self) -> list[Ratio]:
        count = {name: self.tally.column(name) for name in CALL_COUNTS}
        first = np.bincount(self.calls, minlength=self.tally.rows)
        needed = first * (count["true"] > 0)
        whole = needed * (count["captured"] == count["true"])
        found = [
            Ratio("capture rate", count["captured"], count["true"], "slots of calls", lower_is_better=False),
            Ratio("calls with every slot captured", whole, needed, "calls", lower_is_better=False),
            Ratio("captured wrongly", count["wrong"], count["true"], "slots of calls"),
            Ratio("not captured", count["missed"], count["true"], "slots of calls"),
            Ratio("invented slots a call", count["invented"], first, "calls", share=False),
        ]
        if count["asked"].any():
            found += [
                Ratio("retries a slot", count["retries"], count["asked"], "slots asked for", share=False),
                Ratio(
                    "captured at the first asking",
                    count["at_once"],
                    count["asked"],
                    "slots asked for",
                    lower_is_better=False,
                ),
            ]
        return found


def capture(
    truth: Sequence[Filled], predicted: Sequence[Filled | None], call_of: Callable[[int], str]
) -> Captured:
    """Rows of a call in their order: a later value of a slot replaces an earlier one, on both sides."""
    first: dict[str, int] = {}
    should: dict[int, dict[str, str]] = {}
    does: dict[int, dict[str, str]] = {}
    asked: dict[int, Counter[str]] = {}
    for row, (one, other) in enumerate(zip(truth, predicted, strict=True)):
        at = first.setdefault(call_of(row), row)
        should.setdefault(at, {}).update(one.values or {})
        does.setdefault(at, {}).update((other.values if other else None) or {})
        asked.setdefault(at, Counter()).update(one.asked)
    tally = Tally(len(truth), *CALL_COUNTS)
    for at, wanted in should.items():
        for slot in {**wanted, **does[at], **asked[at]}:
            true, found, times = wanted.get(slot), does[at].get(slot), asked[at][slot]
            right = true is not None and found == true
            wrong = true is not None and found is not None and not right
            tally.add(
                at,
                slot,
                right,
                true is not None,
                wrong,
                true is not None and found is None,
                true is None and found is not None,
                times > 0,
                max(times - 1, 0),
                right and times == 1,
            )
    return Captured(tally, list(should), {at: (wanted, does[at]) for at, wanted in should.items()})
