"""What became of a value that a text may hold."""

from __future__ import annotations

from collections.abc import Sequence

from viva.understanding.candidate import Candidate
from viva.understanding.explanation import Fate, ValueConsidered
from viva.understanding.lists.evidence import ENOUGH, WEIGHTS
from viva.understanding.lists.finder import Considered
from viva.understanding.normalise import Text
from viva.understanding.reading import Entity, JsonValue


def valued(
    one: Candidate, text: Text, taken: Sequence[Entity], listed: Considered | None = None
) -> ValueConsidered:
    """A candidate beside the entities that were taken from the same text; `listed`: how a list found it."""
    start, end = text.span(one.first, one.end)
    fate, lost_to = _fate(one, start, end, taken)
    if listed and fate != "taken" and one.confidence < ENOUGH:
        fate, lost_to = "little_evidence", None
    odds: dict[str, float] | None = None
    if listed and listed.evidence:
        named = zip(listed.evidence._fields, WEIGHTS, listed.evidence, strict=True)
        odds = {name: round(weight * value, 3) for name, weight, value in named}
        odds["expected"] = listed.beforehand
    return ValueConsidered(
        one.name,
        one.value,
        text.original[start:end],
        start,
        end,
        round(one.confidence, 4),
        fate,
        lost_to,
        round(listed.likeness, 4) if listed else None,
        odds,
    )


def _fate(one: Candidate, start: int, end: int, taken: Sequence[Entity]) -> tuple[Fate, JsonValue]:
    """And the value that has its words instead."""
    over = [entity for entity in taken if entity.start < end and start < entity.end]
    if any(
        (entity.name, entity.value, entity.start, entity.end) == (one.name, one.value, start, end)
        for entity in over
    ):
        return "taken", None
    return ("words_taken", over[0].value) if over else ("given_up", None)
