"""All entities of a bot in a text: each kind's own finder, then the best choice without overlap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from viva.errors import VivaError
from viva.understanding.candidate import Candidate, best_cover
from viva.understanding.engine import EntitySpec
from viva.understanding.expectation import Expectation
from viva.understanding.lists.finder import ASKED, EXPECTED, Lists
from viva.understanding.normalise import Text
from viva.understanding.slots.tagger import Tagged
from viva.understanding.values.dates import Dates
from viva.understanding.values.dictation import Dictation
from viva.understanding.values.free_text import pattern_hits, without_carriers
from viva.understanding.values.numbers import Numbers
from viva.understanding.values.times import Times
from viva.understanding.vocabulary import Vocabulary

_ASKED_WORTH = 1.35
_EXPECTED_WORTH = 1.15
_ROUGH = 0.6
"""Confidence of "in the evening" as a time, which gives way to an hour said beside it."""
_FEWEST_UNASKED_DIGITS = 4
"""Fewer digits are a dictated number only where one is asked for, unless the bot allows fewer."""

_LEAST_PHRASE = 0.3
"""Probability below which a free value is not worth asking about."""


class Entities:
    """Finds the entities of a bot. Shared and stateless."""

    def __init__(
        self, specs: Mapping[str, EntitySpec], vocabulary: Vocabulary, ordinary: frozenset[str]
    ) -> None:
        """`ordinary`: words that are seldom a misheard value.

        Raises VivaError for a pattern that is no regular expression.
        """
        self.specs = dict(specs)
        self._vocabulary = vocabulary
        self._numbers = Numbers(vocabulary)
        self._lists = Lists(specs, self._numbers, ordinary, vocabulary.fillers)
        self._dictation = Dictation(vocabulary, self._numbers)
        self._dates = Dates(vocabulary, self._numbers)
        self._times = Times(vocabulary, self._numbers)
        self._patterns = {spec.name: _compiled(spec) for spec in specs.values() if spec.kind == "pattern"}
        self._order = {name: index for index, name in enumerate(specs)}

    def find(
        self,
        texts: Sequence[Text],
        expects: Expectation,
        now: datetime,
        tagged: Sequence[Tagged] = (),
    ) -> list[list[Candidate]]:
        """For each text its entities, without overlap, in order of place.

        tagged: what the tagger of free values has found in the text, where there is but one.
        """
        asked = self.asked(expects)
        easier = dict.fromkeys(expects.entities, EXPECTED)
        easier.update(dict.fromkeys(asked, ASKED))
        listed = self._lists.find(texts, easier)
        return [
            self._chosen(
                [*found, *self._others(text, asked, expects, now), *self._phrases(text, tagged)],
                asked,
                expects,
            )
            for text, found in zip(texts, listed, strict=True)
        ]

    def free_text(self, text: Text, expects: Expectation) -> Candidate | None:
        """The whole utterance as a value in free words, where that is what was asked for."""
        name = next(iter(self.asked(expects)), "")
        if name not in self.specs or self.specs[name].kind not in ("text", "phrase"):
            return None
        left = without_carriers(text, self._vocabulary.carriers)
        if left is None:
            return None
        start, end = text.span(*left)
        return Candidate(name, text.original[start:end], left[0], left[1], 0.75, 0.1)

    @staticmethod
    def asked(expects: Expectation) -> tuple[str, ...]:
        """The entity that was asked for: the first expected one, where a step of a flow asks."""
        return expects.entities[:1] if expects.step and expects.kind != "nothing" else ()

    def _chosen(
        self, candidates: list[Candidate], asked: Sequence[str], expects: Expectation
    ) -> list[Candidate]:
        def worth(one: Candidate) -> float:
            factor = _ASKED_WORTH if one.name in asked else 1.0
            if factor == 1.0 and one.name in expects.entities:
                factor = _EXPECTED_WORTH
            return one.weight * factor

        candidates.sort(key=lambda one: self._order.get(one.name, 0))
        chosen = best_cover(replace(one, weight=worth(one)) for one in candidates)
        exact = {one.name for one in chosen if one.confidence > _ROUGH and self._is_time(one)}
        return [one for one in chosen if one.name not in exact or one.confidence > _ROUGH]

    def _is_time(self, one: Candidate) -> bool:
        return self.specs[one.name].kind == "time"

    def _others(
        self, text: Text, asked: Sequence[str], expects: Expectation, now: datetime
    ) -> Iterator[Candidate]:
        for spec in self.specs.values():
            wanted = spec.name in asked
            if spec.kind == "number":
                yield from self._number(spec, text, wanted)
            elif spec.kind == "digits":
                yield from self._digits(spec, text, wanted, spec.name in expects.entities)
            elif spec.kind == "pattern":
                for value, first, end in pattern_hits(self._patterns[spec.name], text, self._dictation):
                    yield self._candidate(text, spec.name, value, first, end, 0.95)
            elif spec.kind == "date":
                for day in self._dates.find(text.words, now.date(), wanted):
                    value = day.value.isoformat()
                    one = self._candidate(text, spec.name, value, day.first, day.end, day.confidence)
                    yield replace(one, shared=day.shared)
            elif spec.kind == "time":
                for time in self._times.find(text.words, now, wanted):
                    one = self._candidate(text, spec.name, time.value, time.first, time.end, time.confidence)
                    yield replace(one, shared=time.shared)

    def _phrases(self, text: Text, tagged: Sequence[Tagged]) -> Iterator[Candidate]:
        for one in tagged:
            if one.entity in self.specs and one.probability >= _LEAST_PHRASE:
                value = text.original[one.start : one.end]
                yield self._candidate(text, one.entity, value, one.first, one.last + 1, one.probability)

    def _number(self, spec: EntitySpec, text: Text, asked: bool) -> Iterator[Candidate]:
        words, numbers = text.words, self._numbers
        for at, word in enumerate(words):
            if at and words[at - 1] in numbers.tens and word in numbers.units:
                continue  # the five of "twenty five"
            found = numbers.cardinal(words, at)
            confidence = 0.95
            if found is None and asked and len(words) <= 3 and word in numbers.sounds_like:
                value: int | float = numbers.sounds_like[word]
                end, confidence = at + 1, 0.6
            elif found is None:
                continue
            else:
                value, end = found
            if word == "one" and end == at + 1 and at and words[at - 1] in numbers.no_number_after:
                continue
            if spec.minimum is not None and value < spec.minimum:
                continue
            if spec.maximum is not None and value > spec.maximum:
                continue
            yield self._candidate(text, spec.name, value, at, end, confidence if asked else confidence - 0.1)

    def _digits(self, spec: EntitySpec, text: Text, asked: bool, expected: bool) -> Iterator[Candidate]:
        fewest = spec.minimum if spec.minimum is not None else 1 if asked else _FEWEST_UNASKED_DIGITS
        for run in self._dictation.runs(text.words, asked):
            count = len(run.digits)
            fits = count >= fewest and (spec.maximum is None or count <= spec.maximum)
            if fits:
                confidence = 0.95 if asked or expected or count >= _FEWEST_UNASKED_DIGITS else 0.7
                yield self._candidate(text, spec.name, run.digits, run.first, run.end, confidence)

    @staticmethod
    def _candidate(
        text: Text, name: str, value: str | int | float, first: int, end: int, confidence: float
    ) -> Candidate:
        letters = sum(len(word) for word in text.words[first:end])
        return Candidate(name, value, first, end, confidence, confidence * (letters + 0.2 * (end - first)))


def _compiled(spec: EntitySpec) -> re.Pattern[str]:
    try:
        return re.compile(spec.pattern)
    except re.error as error:
        raise VivaError(
            f"entity {spec.name!r}: the pattern {spec.pattern!r} is no regular expression: {error}",
            hint="Write a Python regular expression over lower-case text without punctuation.",
        ) from error
