"""All entities of a bot in a text: each kind's own finder, then the best choice without overlap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from viva.errors import VivaError
from viva.understanding.candidate import Candidate, best_cover
from viva.understanding.dictated import DictatedNumbers
from viva.understanding.engine import DICTATED, Context, EntitySpec
from viva.understanding.expectation import Earlier, Expectation
from viva.understanding.explanation import ValueConsidered
from viva.understanding.fates import valued
from viva.understanding.lists.evidence import ASKED, ENOUGH, EXPECTED
from viva.understanding.lists.finder import Lists
from viva.understanding.lists.lexicon import compile_lexicon
from viva.understanding.normalise import Text, normalise
from viva.understanding.pronouncer import Pronouncer
from viva.understanding.reading import Entity, JsonValue
from viva.understanding.slots.tagger import Tagged
from viva.understanding.values.dictated import DictatedFinders
from viva.understanding.values.finders import JSON, Utterance, ValueFinders
from viva.understanding.values.free_text import pattern_hits, without_carriers
from viva.understanding.values.mended import without_corrected
from viva.understanding.values.numbers import Numbers
from viva.understanding.vocabulary import Vocabulary

_ASKED_WORTH = 1.35
_EXPECTED_WORTH = 1.15
_JOINED_WORTH = 1.5
"""Of a value that goes on with what an earlier turn began."""
_ROUGH = 0.85
"""A value gives way to a surer one of its name said beside it where it has less than this of its confidence:
"in the evening" to an hour, a bare "four" to "half past eight"."""
_WHOLE = 0.8
"""Worth of each word beyond the first: "from two to four" is one interval before it is two."""
_MOST_EARLIER = 120
"""Characters of an earlier turn that are read again, its last ones."""

_LEAST_PHRASE = 0.3
"""Probability below which a free value is not worth asking about."""


class Entities:
    """Finds the entities of a bot. Shared and stateless."""

    def __init__(
        self,
        specs: Mapping[str, EntitySpec],
        vocabulary: Vocabulary,
        of_examples: frozenset[str],
        pronouncer: Pronouncer,
    ) -> None:
        """`of_examples`: the words of the bot's examples, which are seldom a misheard value.

        Raises VivaError for a pattern that is no regular expression.
        """
        self.specs = dict(specs)
        self._patterns = {spec.name: _compiled(spec) for spec in specs.values()}
        self._vocabulary = vocabulary
        numbers = Numbers(vocabulary)
        self.lexicon = compile_lexicon(specs, numbers, pronouncer)
        self._lists = Lists(
            self.lexicon,
            pronouncer,
            numbers,
            ordinary=vocabulary.ordinary,
            fillers=vocabulary.fillers,
            of_examples=of_examples,
        )
        self._values = ValueFinders(vocabulary, numbers)
        self._dictated = DictatedFinders(specs, vocabulary, numbers)
        self.numbers = DictatedNumbers(specs, vocabulary, self._dictated.dictation)
        self._order = {name: index for index, name in enumerate(specs)}
        several = ("list", "pattern", "phrase", "text")
        self._single = frozenset(one.name for one in specs.values() if one.kind not in several)

    def find(
        self, texts: Sequence[Text], context: Context, tagged: Sequence[Tagged] = ()
    ) -> list[list[Candidate]]:
        """For each text its entities, without overlap, in order of place.

        tagged: what the tagger of free values has found in the text, where there is but one.
        """
        expects = context.expects
        asked = self.asked(expects)
        listed = self._lists.find(texts, self._easier(expects))
        now = _moment(context.now)
        chosen = []
        for text, found in zip(texts, listed, strict=True):
            own = [*found, *self._others(text, asked, context, now), *self._phrases(text, tagged)]
            joined = self._joined(text, context, now, own, asked)
            cover = self._chosen([*own, *joined], asked, expects)
            chosen.append(without_corrected(cover, text, self._single, self._vocabulary))
        return chosen

    def considered(
        self,
        text: Text,
        context: Context,
        tagged: Sequence[Tagged],
        taken: Sequence[Entity],
        hypothesis: int,
    ) -> tuple[ValueConsidered, ...]:
        """All values that the text may hold, in order of place, and what became of each.

        `taken`: the entities of the reading; `hypothesis`: the index of this text.
        """
        asked, now = self.asked(context.expects), _moment(context.now)
        (listed,) = self._lists.considered([text], self._easier(context.expects))
        own = [*self._others(text, asked, context, now), *self._phrases(text, tagged)]
        enough = [one.candidate for one in listed if one.candidate.confidence >= ENOUGH]
        own += self._joined(text, context, now, [*enough, *own], asked)
        here = [one for one in taken if one.hypothesis == hypothesis]
        found = [valued(one.candidate, text, here, one) for one in listed]
        found += [valued(one, text, here) for one in own]
        return tuple(sorted(found, key=lambda one: (one.start, -one.confidence, one.end)))

    @staticmethod
    def _easier(expects: Expectation) -> dict[str, float]:
        """Entity -> log odds in its favour, since the dialogue expects it."""
        asked = dict.fromkeys(Entities.asked(expects), ASKED)
        return {**dict.fromkeys(expects.entities, EXPECTED), **asked}

    def parts(self, text: Text, context: Context) -> list[Candidate]:
        """Beginnings of the dictated value that is asked for, which has too few signs yet."""
        utterance = self._values.utterance(text, _moment(context.now))
        return [
            self._candidate(text, name, one.value, one.first, one.end, one.confidence)
            for name in self.asked(context.expects)
            if name in self.specs
            for one in self._dictated.parts(self.specs[name], utterance)
        ]

    def free_text(self, text: Text, expects: Expectation) -> Candidate | None:
        """The whole utterance as a value in free words, where that is what was asked for."""
        name = next(iter(self.asked(expects)), "")
        if name not in self.specs or self.specs[name].kind not in ("text", "phrase"):
            return None
        left = without_carriers(text, self._vocabulary)
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
        best: dict[str, float] = {}
        for one in chosen:
            if one.name in self._single:
                best[one.name] = max(one.confidence, best.get(one.name, 0.0))
        return [one for one in chosen if one.confidence >= _ROUGH * best.get(one.name, 0.0)]

    def _others(
        self, text: Text, asked: Sequence[str], context: Context, now: datetime
    ) -> Iterator[Candidate]:
        utterance = self._values.utterance(text, now)
        for spec in self.specs.values():
            wanted = spec.name in asked
            expected = spec.name in context.expects.entities
            yield from self._of(spec, text, utterance, wanted, expected, context)

    def _of(
        self,
        spec: EntitySpec,
        text: Text,
        utterance: Utterance,
        asked: bool,
        expected: bool,
        context: Context,
    ) -> Iterator[Candidate]:
        """The values of one entity that is neither a list nor a phrase."""
        if spec.kind in JSON:
            for one in self._values.find(spec, utterance, asked, context.prefer):
                candidate = self._candidate(text, spec.name, one.value, one.first, one.end, one.confidence)
                yield replace(candidate, shared=one.shared)
        elif spec.kind in DICTATED or spec.kind == "email":
            for one in self._dictated.find(spec, utterance, asked, expected):
                yield self._candidate(text, spec.name, one.value, one.first, one.end, one.confidence)
        elif spec.kind == "pattern":
            for value, first, end in pattern_hits(self._patterns[spec.name], text, self._dictated.dictation):
                yield self._candidate(text, spec.name, value, first, end, 0.95)

    def _phrases(self, text: Text, tagged: Sequence[Tagged]) -> Iterator[Candidate]:
        """What the tagger has found."""
        for one in tagged:
            if one.entity in self.specs and one.probability >= _LEAST_PHRASE:
                value = text.original[one.start : one.end]
                yield self._candidate(text, one.entity, value, one.first, one.last + 1, one.probability)

    def _joined(
        self, text: Text, context: Context, now: datetime, own: Sequence[Candidate], asked: Sequence[str]
    ) -> Iterator[Candidate]:
        """Values that go on with what an earlier turn said: they stand across the border of the two turns.

        They give way to what the turn says by itself (`own`): such a value in as many words, or an answer
        to the question in some of them. What is dictated in parts the dialogue itself puts together.
        """
        for earlier in context.expects.earlier:
            spec = self.specs.get(earlier.entity)
            if spec is None or not text.tokens or not (spec.kind in JSON or spec.kind == "email"):
                continue
            for one in self._across(spec, earlier, text, context, now):
                if not any(
                    (earlier.given and mine.name == one.name and mine.first == 0 and mine.end >= one.end)
                    or (mine.name != one.name and mine.name in asked and mine.first < one.end)
                    for mine in own
                ):
                    yield one

    def _across(
        self, spec: EntitySpec, earlier: Earlier, text: Text, context: Context, now: datetime
    ) -> Iterator[Candidate]:
        before = earlier.text[-_MOST_EARLIER:].rstrip(" .,;:!?…") + " "
        both = normalise(before + text.original)
        border = sum(token.start < len(before) for token in both.tokens)
        utterance = self._values.utterance(both, now)
        for one in self._of(spec, both, utterance, True, True, context):
            if one.first < border < one.end and one.end - border <= len(text.tokens):
                end = one.end - border
                joined = self._candidate(text, spec.name, one.value, 0, end, one.confidence)
                yield replace(joined, weight=joined.weight * _JOINED_WORTH, continues=True)

    @staticmethod
    def _candidate(
        text: Text, name: str, value: JsonValue, first: int, end: int, confidence: float
    ) -> Candidate:
        letters = sum(len(word) for word in text.words[first:end])
        worth = letters + 0.2 * (end - first) + _WHOLE * (end - first - 1)
        return Candidate(name, value, first, end, confidence, confidence * worth)


def _moment(now: str) -> datetime:
    """The caller's local time; its zone, if given, is left out, since the words are local."""
    return datetime.fromisoformat(now).replace(tzinfo=None)


def _compiled(spec: EntitySpec) -> re.Pattern[str]:
    try:
        return re.compile(spec.pattern)
    except re.error as error:
        raise VivaError(
            f"entity {spec.name!r}: the pattern {spec.pattern!r} is no regular expression: {error}",
            hint="Write a Python regular expression over lower-case text without punctuation.",
        ) from error
