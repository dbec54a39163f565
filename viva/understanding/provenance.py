"""Where a value comes from: who has it too and when it was said; and how sure that makes it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from viva.hearing.evidence import Hypothesis
from viva.understanding.normalise import Text, words_of
from viva.understanding.reading import Reading

OF_SUPPORT = 0.7
"""Share of a value's confidence that the hypotheses without it take away: a value that a tenth of the
posterior has is seldom right, however exactly it is written there. Chosen on half of the development
orders in noise, measured on the other half (benchmarks/support.py)."""

Letters = list[tuple[str, int]]
"""Letters and digits, each with the number of what it belongs to."""


def with_provenance(
    reading: Reading,
    readings: Sequence[Reading],
    texts: Sequence[Text],
    hypotheses: Sequence[Hypothesis],
    chosen: int,
    free: Collection[str],
) -> Reading:
    """The reading with provenance in its entities, which are less sure where other hypotheses disagree.

    `readings` and `texts`: of each hypothesis; `free`: entities whose values are free words. A hypothesis has
    such a value if it has the words, since only the chosen one was searched for where they begin and end.
    What was borrowed from another hypothesis than `chosen` was made less sure there and then.
    """
    if not reading.entities:
        return reading
    times = {index: Times(hypotheses[index]) for index in {one.hypothesis for one in reading.entities}}
    whole = sum(one.posterior for one in hypotheses)
    entities = []
    for one in reading.entities:
        said = f" {' '.join(words_of(one.text))} " if one.name in free else ""
        supported = tuple(
            index
            for index, other in enumerate(readings)
            if index == one.hypothesis
            or any(own.name == one.name and own.value == one.value for own in other.entities)
            or (said and said in f" {texts[index].joined} ")
        )
        start_ms, end_ms = times[one.hypothesis].of(one.start, one.end)
        sure = one.confidence
        if one.hypothesis == chosen and whole > 0:
            share = sum(hypotheses[index].posterior for index in supported) / whole
            sure = round(sure * (1 - OF_SUPPORT + OF_SUPPORT * share), 4)
        origin = replace(one, confidence=sure, supported_by=supported, start_ms=start_ms, end_ms=end_ms)
        entities.append(origin)
    return replace(reading, entities=tuple(entities))


class Times:
    """When the parts of a hypothesis's text were said.

    The text's letters are matched with those of the words, whatever each has of punctuation, hyphens and
    capitals.
    """

    def __init__(self, hypothesis: Hypothesis) -> None:
        self._words = hypothesis.words
        self._of: list[tuple[int, int]] = []
        """Of letters that both have, in order: place in the text, index of the word."""
        if hypothesis.words:
            text = _letters(hypothesis.text)
            words = [(one, at) for at, word in enumerate(hypothesis.words) for one, _ in _letters(word.text)]
            for a, b, size in _common(text, words):
                self._of += [(text[a + at][1], words[b + at][1]) for at in range(size)]

    def of(self, start: int, end: int) -> tuple[int, int] | tuple[None, None]:
        """From the start of the recognized audio, for characters from `start` up to, not including, `end`.

        None where the words have no times (typed text), or no letter in common with the text.
        """
        said = [word for at, word in self._of if start <= at < end]
        return (self._words[said[0]].start_ms, self._words[said[-1]].end_ms) if said else (None, None)


def _letters(text: str) -> Letters:
    return [(letter, at) for at, char in enumerate(text) if char.isalnum() for letter in char.casefold()]


def _common(text: Letters, words: Letters) -> Sequence[tuple[int, int, int]]:
    """Blocks that both have, as (place in the text, place in the words, length)."""
    a, b = ("".join(letter for letter, _ in one) for one in (text, words))
    if a == b:
        return [(0, 0, len(a))]
    return SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
