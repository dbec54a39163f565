"""The embedded understander: reads each hypothesis of an N-best list and chooses among the readings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from math import log

from viva.encoding.engine import Encoder
from viva.hearing.evidence import Hypothesis, Recognition
from viva.understanding.agreement import combined
from viva.understanding.candidate import Candidate
from viva.understanding.engine import Context, Language
from viva.understanding.entities import Entities
from viva.understanding.expectation import Expectation
from viva.understanding.explanation import Alternative, Explanation, IntentConsidered, Score
from viva.understanding.intents.examples import training_examples
from viva.understanding.intents.model import IntentModel
from viva.understanding.intents.outside import outside_sentences
from viva.understanding.intents.requests import Requests, examples_places
from viva.understanding.marks import as_places
from viva.understanding.memory import Memory
from viva.understanding.normalise import Text, normalise, words_of
from viva.understanding.pronouncer import Pronouncer, Spelled
from viva.understanding.provenance import with_provenance
from viva.understanding.reading import Entity, Intent, Reading
from viva.understanding.slots.examples import marked_examples
from viva.understanding.slots.tagger import SlotTagger, Tagged
from viva.understanding.vocabulary import vocabulary

MOST_HYPOTHESES = 5
_LEAST_POSTERIOR = 0.003
"""Of the best hypothesis's posterior; others are not read."""
_POSTERIOR_WORTH = 0.12
"""Of the natural log of the posterior, beside the evidence of meaning."""
_ENTITY_WORTH = 0.3
_EXPECTED_WORTH = 0.5
_UNEXPLAINED = 0.15
"""Each word that is in no entity and in no example, as evidence against."""
_GUESS = 0.3
"""Confidence from which an intent by words alone speaks for a hypothesis."""
_FREE_KINDS = ("phrase", "text")
_REPAIR = frozenset({"repeat", "wait", "person", "help", "goodbye", "cancel", "restart"})
_CLEAR = 0.9
"""So clearly one of these, an utterance is no free text."""
_SURE = 0.5
"""With an intent or a phrase inside it this sure, an utterance is not as a whole the phrase asked for."""
_NOTHING = 0.1
"""Confidence of a reading in which nothing was understood."""


def build_understander(
    language: Language,
    *,
    pronouncer: Pronouncer | None = None,
    encoder: Encoder | None = None,
    memory: Memory | None = None,
) -> EmbeddedUnderstander:
    """An understander for a bot's language, trained on its examples (deterministic, a second or two,
    and a few where examples mark values).

    pronouncer: how the language's words sound; None matches listed values by spelling.
    encoder: reads intents and marked values by meaning; None goes by words and letters alone.
    memory: of this language and encoder; what it knows need not be trained again.
    Raises VivaError for a language there is no data for and for a pattern that is no regular
    expression.
    """
    return EmbeddedUnderstander(language, pronouncer or Spelled(), encoder, memory)


class EmbeddedUnderstander:
    """Lists by likeness, grammars for numbers, dates and times, a tagger of free values and an intent
    model from examples."""

    def __init__(
        self, language: Language, pronouncer: Pronouncer, encoder: Encoder | None, memory: Memory | None
    ) -> None:
        data = vocabulary(language.code)
        examples = training_examples(language, data)
        places = examples_places(language.intents, tuple(language.entities))
        own = {
            word
            for listed in language.intents.values()
            for one in listed
            for word in words_of(_no_places(as_places(one)))
        }
        self._entities = Entities(language.entities, data, frozenset(own), pronouncer)
        outside, background = language.outside, outside_sentences(data.code)
        plain = IntentModel(examples, outside, background)
        lists = frozenset(spec.name for spec in language.entities.values() if spec.kind == "list")
        self._guesses = Requests(data, plain, places, lists, lambda _: _GUESS)
        model = IntentModel(examples, outside, background, encoder) if encoder else plain
        self._requests = Requests(data, model, places, lists, language.costs.threshold)
        marked = marked_examples(language, data)
        self._tagger = SlotTagger(marked, encoder, memory) if marked else None
        self._free = frozenset(one.name for one in language.entities.values() if one.kind in _FREE_KINDS)
        self._known = frozenset(word for one in examples for word in one.words) | data.fillers

    def understand(self, recognition: Recognition, context: Context) -> Reading:
        """The meaning of the likeliest hypothesis that makes sense. Any text is read without error."""
        hypotheses = _worth_reading(recognition.hypotheses)
        return (
            self._weighed(hypotheses, context, recognition.bursts).reading
            if hypotheses
            else Reading("", (), (), 0.0)
        )

    def explain(self, recognition: Recognition, context: Context) -> Explanation:
        """The same reading, with what it was chosen from and why."""
        hypotheses = _worth_reading(recognition.hypotheses)
        if not hypotheses:
            return Explanation(Reading("", (), (), 0.0), -1, (), (), ())
        weighed = self._weighed(hypotheses, context, recognition.bursts)
        text, reading = weighed.texts[weighed.chosen], weighed.reading
        alternatives = tuple(
            Alternative(hypothesis.text, hypothesis.posterior, own, score, self._unexplained(own, said))
            for hypothesis, own, score, said in zip(
                hypotheses, weighed.readings, weighed.scores, weighed.texts, strict=True
            )
        )
        ranked = self._requests.considered(text, weighed.entities)
        # Answers, and what a part of the utterance asks for, have no threshold of their own.
        ranked += [(one, 0.0) for one in reading.intents if one.name not in {own.name for own, _ in ranked}]
        intents = tuple(
            IntentConsidered(one.name, round(one.confidence, 4), least, reading.has(one.name))
            for one, least in sorted(ranked, key=lambda pair: -pair[0].confidence)
        )
        values = self._entities.considered(text, context, weighed.tagged, reading.entities, weighed.chosen)
        return Explanation(reading, weighed.chosen, alternatives, intents, values)

    def _weighed(self, hypotheses: tuple[Hypothesis, ...], context: Context, bursts: int | None) -> _Weighed:
        texts = [normalise(hypothesis.text) for hypothesis in hypotheses]
        found = self._entities.find(texts, context)
        # Words alone tell which hypothesis makes sense; only that one is worth the encoder's time.
        readings = [
            self._read(index, hypotheses[index], text, candidates, context.expects, self._guesses)
            for index, (text, candidates) in enumerate(zip(texts, found, strict=True))
        ]
        scores = [
            self._score(reading, hypothesis, text, context.expects)
            for reading, hypothesis, text in zip(readings, hypotheses, texts, strict=True)
        ]
        chosen = max(range(len(scores)), key=lambda index: (round(scores[index].total, 6), -index))
        entities, tagged = found[chosen], list[Tagged]()
        if self._tagger:
            (tagged,) = self._tagger.find([texts[chosen]])
            (entities,) = self._entities.find([texts[chosen]], context, tagged)
        readings[chosen] = self._read(
            chosen, hypotheses[chosen], texts[chosen], entities, context.expects, self._requests
        )
        reading = combined(readings, texts, hypotheses, chosen)
        reading = with_provenance(reading, readings, texts, hypotheses, chosen, self._free)
        if reading.entities:
            sure = _confidence(reading.intents, reading.entities, context.expects)
            reading = replace(reading, confidence=sure)
        parts = self._entities.parts(texts[chosen], context)
        reading = replace(
            reading,
            parts=tuple(_entity(chosen, texts[chosen], one) for one in parts),
            dictated=self._entities.numbers.so_far(hypotheses, context.expects, bursts),
        )
        return _Weighed(texts, readings, scores, chosen, entities, tagged, reading)

    def _read(
        self,
        index: int,
        hypothesis: Hypothesis,
        text: Text,
        found: list[Candidate],
        expects: Expectation,
        requests: Requests,
    ) -> Reading:
        if not text.tokens:
            return Reading(hypothesis.text, (), (), 0.0)
        intents = requests.find(text, found, expects)
        free = self._entities.free_text(text, expects)
        goes_on = free and any(
            one.continues and one.first <= free.first and one.end >= free.end for one in found
        )
        if free and not goes_on and not self._means_more(free, intents, found):
            found = [*(one for one in found if one.name != free.name), free]
        entities = tuple(_entity(index, text, one) for one in found)
        return Reading(hypothesis.text, intents, entities, _confidence(intents, entities, expects))

    def _means_more(self, free: Candidate, intents: tuple[Intent, ...], found: list[Candidate]) -> bool:
        """Whether an utterance is no mere answer in free words."""
        if any(one.name in _REPAIR and one.confidence >= _CLEAR for one in intents):
            return True
        if self._entities.specs[free.name].kind == "text":
            return False
        # A phrase may stand inside a sentence, which is then a request, with the phrase or without it.
        inside = any(one.name == free.name and one.confidence >= _SURE for one in found)
        return inside or any(one.confidence >= _SURE for one in intents)

    def _score(self, reading: Reading, hypothesis: Hypothesis, text: Text, expects: Expectation) -> Score:
        """It makes sense, and the recognizer likes it."""
        posterior = _POSTERIOR_WORTH * log(max(hypothesis.posterior, 1e-4))
        if not text.tokens:
            return Score(posterior, sense=-1.0)
        answer = any(entity.name in expects.entities for entity in reading.entities)
        covered = sum(entity.end - entity.start for entity in reading.entities)
        return Score(
            posterior,
            sense=max([intent.confidence for intent in reading.intents] + [0.9 * answer]),
            unexplained=0.0 - _UNEXPLAINED * len(self._unexplained(reading, text)),
            values=sum(
                (_EXPECTED_WORTH if entity.name in expects.entities else _ENTITY_WORTH) * entity.confidence
                for entity in reading.entities
            ),
            coverage=0.3 * min(1.0, covered / max(len(reading.text), 1)),
        )

    def _unexplained(self, reading: Reading, text: Text) -> tuple[str, ...]:
        """Words that are in no entity and in no example."""
        spans = [(entity.start, entity.end) for entity in reading.entities]
        return tuple(
            token.text
            for token in text.tokens
            if token.text not in self._known and not any(a <= token.start < b for a, b in spans)
        )


def _worth_reading(hypotheses: tuple[Hypothesis, ...]) -> tuple[Hypothesis, ...]:
    """The first few, up to one that has no chance: places in the list stay what they are."""
    first = hypotheses[:MOST_HYPOTHESES]
    return tuple(takewhile(lambda one: one.posterior >= _LEAST_POSTERIOR * first[0].posterior, first))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the choice among hypotheses went by, and what came of it."""

    texts: list[Text]
    readings: list[Reading]
    scores: list[Score]
    chosen: int
    entities: list[Candidate]
    """Of the chosen text, but for free words that were asked for."""
    tagged: list[Tagged]
    reading: Reading


def _entity(index: int, text: Text, one: Candidate) -> Entity:
    start, end = text.span(one.first, one.end)
    confidence = round(one.confidence, 4)
    return Entity(one.name, one.value, text.original[start:end], start, end, index, confidence, one.continues)


def _confidence(intents: tuple[Intent, ...], entities: tuple[Entity, ...], expects: Expectation) -> float:
    """Of the whole: an answer to what was asked counts as much as an intent."""
    best = intents[0].confidence if intents else 0.0
    for entity in entities:
        answers = entity.name in expects.entities
        best = max(best, entity.confidence if answers else 0.6 * entity.confidence)
    return round(best, 4) if intents or entities else _NOTHING


def _no_places(example: str) -> str:
    return " ".join(piece.partition("}")[2] if "}" in piece else piece for piece in example.split("{"))
