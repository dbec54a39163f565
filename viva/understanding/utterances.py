"""What callers of a bot may say: utterances drawn from its examples, for a language model of its own.

Deterministic for a seed. An example with places or marked values is filled with values said in any
of their ways; some utterances are instead walks over what the examples put next to each other, so that an
order of things which no single example has ("a dark roast small ...") is still of the bot's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from viva.understanding.engine import EntitySpec, Language
from viva.understanding.marks import as_places
from viva.understanding.vocabulary import Vocabulary, vocabulary

Words = tuple[str, ...]
T = TypeVar("T")

START, END = "<s>", "</s>"
_PLACE = re.compile(r"\{\s*([^{}]+?)\s*\}")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_WALKS = 0.3
"""Share of utterances that are walks."""
_LONGEST = 30
"""Words and places in a walk."""
_FIGURES = 0.3
"""How often a number word is written in figures, as recognizers do."""
_UNKNOWN = ("text", "pattern")
"""Kinds whose words are not known beforehand."""
_CARRIED = 0.4
"""Share of answers with a few words before the value."""
_CANONICAL = 0.5
"""How often a value is said as it is named, where there are other ways."""


def spoken_words(text: str) -> Words:
    """The words of a text as a recognizer writes them, lower case, apostrophes kept."""
    return tuple(word.replace("’", "'") for word in _WORD.findall(text.lower()))


class Utterances:
    """Draws utterances for a bot's language."""

    def __init__(self, language: Language, seed: int = 0) -> None:
        self._random = np.random.default_rng(seed)
        self._data = vocabulary(language.code)
        self._figures = _figures(self._data)
        self._said = {name: _ways(spec, self._data) for name, spec in language.entities.items()}
        self._templates = [
            _template(as_places(one), self._said) for listed in language.intents.values() for one in listed
        ]
        self._next = _neighbours(self._templates)

    def whole(self, count: int) -> list[Words]:
        """Utterances that start a conversation or go on with it."""
        if not self._templates:
            return []
        return [self._filled(self._one()) for _ in range(count)]

    def phrases(self) -> list[Words]:
        """What every bot understands ("yes", "say that again"), each once."""
        spelled = self._data.contractions
        return [
            tuple(spelled.get(word, word) for word in one.split())
            for listed in self._data.intents.values()
            for one in listed
        ]

    def answers(self, entity: str, count: int) -> list[Words]:
        """Answers to a question for an entity: its value, alone or carried by a few words.

        Empty for an entity without known words, such as free text.
        """
        if not self._said.get(entity):
            return []
        carriers = [spoken_words(one) for one in self._data.answer_carriers]
        out = []
        for _ in range(count):
            carried = bool(carriers) and self._random.random() < _CARRIED
            out.append((*(self._choice(carriers) if carried else ()), *self._value(entity)))
        return out

    def _one(self) -> Sequence[str]:
        if self._random.random() >= _WALKS:
            return self._choice(self._templates)
        out: list[str] = []
        at = START
        while len(out) < _LONGEST:
            at = self._choice(self._next[at])
            if at == END:
                break
            out.append(at)
        return out

    def _filled(self, template: Sequence[str]) -> Words:
        out: list[str] = []
        for word in template:
            if word.startswith("{"):
                out.extend(self._value(word[1:-1]))
            else:
                out.append(self._written(word))
        return tuple(out)

    def _value(self, entity: str) -> Words:
        ways = self._choice(self._said[entity])
        first = len(ways) == 1 or self._random.random() < _CANONICAL
        return tuple(self._written(word) for word in (ways[0] if first else self._choice(ways[1:])))

    def _choice(self, listed: Sequence[T]) -> T:
        return listed[int(self._random.integers(len(listed)))]

    def _written(self, word: str) -> str:
        if word in self._figures and self._random.random() < _FIGURES:
            return self._figures[word]
        return word


def _template(example: str, said: Mapping[str, object]) -> tuple[str, ...]:
    """Words, and `{entity}` for each place whose values have known words."""
    out: list[str] = []
    at = 0
    for match in _PLACE.finditer(example):
        out.extend(spoken_words(example[at : match.start()]))
        if said.get(match[1]):
            out.append("{" + match[1] + "}")
        at = match.end()
    out.extend(spoken_words(example[at:]))
    return tuple(out)


def _neighbours(templates: Sequence[tuple[str, ...]]) -> dict[str, list[str]]:
    """Word or place -> what examples have after it, once for each time."""
    after: dict[str, list[str]] = {}
    for template in templates:
        for a, b in zip((START, *template), (*template, END), strict=True):
            after.setdefault(a, []).append(b)
    return after


def _ways(spec: EntitySpec, data: Vocabulary) -> list[tuple[Words, ...]]:
    """For each value the ways to say it, its own name first; empty where its words are not known."""
    if spec.kind in _UNKNOWN:
        return []
    if spec.kind not in ("list", "phrase"):
        return [(spoken_words(one),) for one in data.samples.get(spec.kind, ())]
    out = []
    for value, others in spec.values.items():
        ways = [words for words in map(spoken_words, (value.replace("_", " "), *others)) if words]
        if ways:
            out.append(tuple(dict.fromkeys(ways)))
    return out


def _figures(data: Vocabulary) -> dict[str, str]:
    """Number word -> figures."""
    return {
        word: str(value) for part in ("units", "teens", "tens") for word, value in data.numbers[part].items()
    }
