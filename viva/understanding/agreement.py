"""What the other hypotheses add to the chosen one: values it lacks, where they do not contradict it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from viva.hearing.evidence import Hypothesis
from viva.understanding.normalise import Text
from viva.understanding.reading import Entity, Reading

_LEAST_POSTERIOR = 0.05
_SURE = 0.9
"""An entity is borrowed only where its own hypothesis has it nearly exactly."""


def combined(
    readings: Sequence[Reading], texts: Sequence[Text], hypotheses: Sequence[Hypothesis], chosen: int
) -> Reading:
    """The chosen reading with what others add.

    An entity of another hypothesis is taken where the chosen one has none of that name, the two
    agree on every entity that both have, and the words it stands on are no entity in the chosen one.
    """
    reading = readings[chosen]
    values = {entity.name: entity.value for entity in reading.entities}
    borrowed: list[tuple[int, Entity]] = []
    for index, other in enumerate(readings):
        if index == chosen or hypotheses[index].posterior < _LEAST_POSTERIOR:
            continue
        new = [one for one in other.entities if one.name not in values and one.confidence >= _SURE]
        agree = all(values.get(one.name, one.value) == one.value for one in other.entities)
        if not new or not agree:
            continue
        for one in new:
            at = _same_place(one, reading, texts[index], texts[chosen])
            if at is not None:
                sure = 0.5 + 0.4 * min(1.0, hypotheses[index].posterior)
                borrowed.append((at, replace(one, confidence=round(one.confidence * sure, 4))))
                values[one.name] = one.value
    if not borrowed:
        return reading
    placed = [(entity.start, entity) for entity in reading.entities] + borrowed
    placed.sort(key=lambda one: one[0])
    return replace(reading, entities=tuple(entity for _, entity in placed))


def _same_place(entity: Entity, reading: Reading, its: Text, chosen: Text) -> int | None:
    """Offset in the chosen text of the words that stand where the entity does in its own text.

    None: they are part of another entity, or nothing stands there.
    """
    first = next(i for i, token in enumerate(its.tokens) if token.end > entity.start)
    end = next((i for i, token in enumerate(its.tokens) if token.start >= entity.end), len(its.tokens))
    begin, stop = 0, len(chosen.tokens)
    for a, b, size in SequenceMatcher(None, its.words, chosen.words, autojunk=False).get_matching_blocks():
        if a + size <= first:
            begin = b + size
        elif a >= end:
            stop = b
            break
        elif size:
            return None  # part of the very words are in both, and are no such entity there
    if begin >= stop:
        return None
    start_at, end_at = chosen.tokens[begin].start, chosen.tokens[stop - 1].end
    if any(one.start < end_at and one.end > start_at for one in reading.entities):
        return None
    return start_at
