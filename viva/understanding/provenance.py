"""Where a value comes from: the hypotheses that have it too, and when its words were said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from viva.hearing.evidence import Hypothesis
from viva.understanding.normalise import words_of
from viva.understanding.reading import Entity, Reading

Letters = list[tuple[str, int]]
"""Letters and digits, each with the number of what it belongs to."""


def with_provenance(
    reading: Reading, readings: Sequence[Reading], hypotheses: Sequence[Hypothesis], free: Collection[str]
) -> Reading:
    """The reading with `supported_by`, `start_ms` and `end_ms` of its entities.

    `readings`: of each hypothesis; `free`: entities whose values are free words. A hypothesis has such a
    value if it has the words, since only the chosen one was searched for where they begin and end.
    """
    words = [f" {' '.join(words_of(one.text))} " for one in readings] if free else []
    entities = []
    for one in reading.entities:
        said = f" {' '.join(words_of(one.text))} "
        supported = tuple(
            index
            for index, other in enumerate(readings)
            if index == one.hypothesis
            or any(own.name == one.name and own.value == one.value for own in other.entities)
            or (one.name in free and said in words[index])
        )
        start_ms, end_ms = span_ms(one, hypotheses[one.hypothesis])
        entities.append(replace(one, supported_by=supported, start_ms=start_ms, end_ms=end_ms))
    return replace(reading, entities=tuple(entities))


def span_ms(entity: Entity, hypothesis: Hypothesis) -> tuple[int, int] | tuple[None, None]:
    """When the words of an entity were said, from the start of the recognized audio.

    The text's letters are matched with those of the words, whatever each has of punctuation, hyphens and
    capitals. None where the words have no times (typed text), or no letter in common with the text.
    """
    if not hypothesis.words:
        return None, None
    text = _letters(hypothesis.text)
    words = [(letter, at) for at, word in enumerate(hypothesis.words) for letter, _ in _letters(word.text)]
    said = [
        words[b + at][1]
        for a, b, size in _common(text, words)
        for at in range(size)
        if entity.start <= text[a + at][1] < entity.end
    ]
    if not said:
        return None, None
    return hypothesis.words[said[0]].start_ms, hypothesis.words[said[-1]].end_ms


def _letters(text: str) -> Letters:
    return [(letter, at) for at, char in enumerate(text) if char.isalnum() for letter in char.casefold()]


def _common(text: Letters, words: Letters) -> Sequence[tuple[int, int, int]]:
    """Blocks that both have, as (place in the text, place in the words, length)."""
    a, b = ("".join(letter for letter, _ in one) for one in (text, words))
    if a == b:
        return [(0, 0, len(a))]
    return SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
