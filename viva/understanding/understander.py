"""The first understander: intents from examples, entities from lists and grammars, over the N-best list."""

from __future__ import annotations

import re
from itertools import cycle, islice
from typing import Any

from viva.hearing.evidence import Recognition
from viva.understanding.engine import Context, Language
from viva.understanding.entities import EntityFinder
from viva.understanding.expectation import Expectation
from viva.understanding.intents import IntentModel
from viva.understanding.normalise import tokens
from viva.understanding.reading import Entity, Intent, Reading
from viva.understanding.words import language_data

ACCEPT = 0.35
"""Confidence from which an intent counts as meant."""
HYPOTHESES = 5
FILLED = 3
"""How many ways an example with places is filled in."""
_PLACE = re.compile(r"\{\s*(\w+)\s*\}")
_CLAUSE = re.compile(
    r"[.;?!]\s+|,\s+"
    r"|\s+(?:and|but)\s+(?=(?:can|could|what|when|where|how|do|is|are|i|also)\b)",
    re.IGNORECASE,
)
_NOWHERE = Context("2026-01-01T09:00:00", Expectation())


def build_understander(language: Language) -> NgramUnderstander:
    """Train on a bot's language; some 0.1 to 1 s."""
    return NgramUnderstander(language)


class NgramUnderstander:
    """`viva.understanding.engine.Understander`."""

    def __init__(self, language: Language) -> None:
        self._data = language_data(language.code)
        self._finder = EntityFinder(language.entities, self._data)
        self._prefixes = [
            (intent, [t.text for t in tokens(str(phrase))])
            for intent, phrases in self._data["prefixes"].items()
            for phrase in phrases
        ]
        self._prefixes.sort(key=lambda p: -len(p[1]))
        self._model = IntentModel(self._training(language))

    def _training(self, language: Language) -> list[tuple[str, str]]:
        """Examples with their places filled in, and the same with the entities' names in place."""
        pairs: dict[tuple[str, str], None] = {}
        for intent, examples in language.intents.items():
            for example in examples:
                for text in _filled(example, language):
                    pairs[text, intent] = None
                    pairs[self._abstract(text, self._finder.find(text, _NOWHERE)), intent] = None
        for intent, examples in self._data["intents"].items():
            for example in examples:
                pairs[str(example), str(intent)] = None
        return list(pairs)

    def understand(self, recognition: Recognition, context: Context) -> Reading:
        readings = [
            (self._worth(reading, h.posterior, context), reading)
            for reading, h in (
                (self._read(h.text[:5000], i, context), h)
                for i, h in enumerate(recognition.hypotheses[:HYPOTHESES])
            )
        ]
        if not readings:
            return Reading("", (), (), 0.0)
        return max(readings, key=lambda pair: pair[0])[1]

    def _read(self, text: str, index: int, context: Context) -> Reading:
        """One hypothesis."""
        entities = tuple(self._finder.find(text, context, index))
        intents = self._intents(text, entities, context)
        sure = max(
            [i.confidence for i in intents]
            + [e.confidence for e in entities if e.name in context.expects.entities],
            default=max((e.confidence for e in entities), default=0.0) * 0.5,
        )
        return Reading(text, intents, entities, round(min(1.0, sure), 4))

    def _worth(self, reading: Reading, posterior: float, context: Context) -> float:
        """A less likely hypothesis that answers the question beats a likelier one that says nothing."""
        asked = sum(e.confidence for e in reading.entities if e.name in context.expects.entities)
        others = sum(e.confidence for e in reading.entities if e.name not in context.expects.entities)
        intent = reading.intents[0].confidence if reading.intents else 0.0
        return 0.6 * posterior + 1.0 * min(asked, 2.0) + 0.5 * min(others, 6.0) + intent

    def _intents(self, text: str, entities: tuple[Entity, ...], context: Context) -> tuple[Intent, ...]:
        found: dict[str, float] = {}
        prefix, rest = self._yes_or_no(text)
        if prefix:
            found[prefix] = 0.95 if context.expects.kind == "yes_no" or not rest else 0.85
        clauses = [rest] if prefix and rest else [] if prefix else [text]
        parts = [c for c in _CLAUSE.split(rest if prefix else text) if c and len(tokens(c)) > 1]
        if len(parts) > 1:
            clauses += parts
        for clause in clauses:
            name, confidence = self._classify(clause, entities)
            floor = ACCEPT if clause is clauses[0] else 0.6
            if confidence >= floor:
                found[name] = max(found.get(name, 0.0), confidence)
        if prefix and found.get("no" if prefix == "yes" else "yes"):
            found.pop("no" if prefix == "yes" else "yes")
        ranked = sorted(found.items(), key=lambda item: -item[1])
        return tuple(Intent(name, round(min(1.0, confidence), 4)) for name, confidence in ranked[:4])

    def _classify(self, text: str, entities: tuple[Entity, ...]) -> tuple[str, float]:
        """The best of the text as it is and of the text with its entities' names in place."""
        best = self._model.scores(text)[0]
        inside = [e for e in entities if e.text and e.text in text]
        if inside:
            abstract = self._model.scores(self._abstract_in(text, inside))[0]
            best = max(best, abstract, key=lambda pair: pair[1])
        return best

    def _yes_or_no(self, text: str) -> tuple[str, str]:
        """("yes" or "no" or "", what follows it): how the text begins."""
        found = tokens(text)
        words = [t.text for t in found]
        for intent, phrase in self._prefixes:
            if words[: len(phrase)] == phrase:
                rest = text[found[len(phrase)].start :] if len(words) > len(phrase) else ""
                return str(intent), rest
        return "", text

    def _abstract(self, text: str, entities: list[Entity]) -> str:
        for entity in sorted(entities, key=lambda e: -e.start):
            text = f"{text[: entity.start]} {_sign(entity.name)} {text[entity.end :]}"
        return text

    def _abstract_in(self, text: str, entities: list[Entity]) -> str:
        for entity in entities:
            text = text.replace(entity.text, f" {_sign(entity.name)} ", 1)
        return text


def _sign(name: str) -> str:
    """An entity's name as one word."""
    return "entity" + "".join(c for c in name.lower() if c.isalpha())


def _filled(example: str, language: Language) -> list[str]:
    places = _PLACE.findall(example)
    if not places:
        return [example]
    choices: dict[str, list[str]] = {}
    for name in places:
        spec = language.entities.get(name)
        said = [p for value, others in spec.values.items() for p in (value, *others)] if spec else []
        choices[name] = list(islice(cycle(said or [_DEFAULTS.get(spec.kind if spec else "", "one")]), 400))
    # Different values at each turn, so that a few examples show many values.
    offset = sum(map(ord, example))
    return [
        _PLACE.sub(lambda m, k=k: choices[m.group(1)][(offset + 7 * k) % 400], example)  # type: ignore[misc]
        for k in range(FILLED)
    ]


_DEFAULTS: dict[str, Any] = {
    "date": "thursday",
    "time": "three pm",
    "digits": "5551234",
    "number": "two",
    "text": "ann",
}
