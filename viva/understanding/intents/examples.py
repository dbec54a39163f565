"""Training utterances from a bot's examples: entity places filled in, and left as places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from viva.understanding.engine import EntitySpec, Language
from viva.understanding.marks import as_places, without_marks
from viva.understanding.normalise import words_of
from viva.understanding.vocabulary import Vocabulary

FILLED = 3
"""Ways in which an example with places is filled in; each takes other values."""
_PLACE = re.compile(r"\{\s*([^{}]+?)\s*\}")
_SAMPLES = {
    "number": ("two", "four", "10"),
    "ordinal": ("first", "the second", "third"),
    "money": ("twenty dollars", "50 pounds", "a hundred"),
    "duration": ("an hour", "two days", "ten minutes"),
    "date_interval": ("next week", "this weekend", "monday to friday"),
    "time_interval": ("in the morning", "between two and four", "after six"),
    "phone": ("five five five one two one two", "98450 12345", "double four seven one nine"),
    "code": ("a b one two", "x ninety nine", "AB12"),
    "email": ("ada at example dot org", "info@example.com", "a dot lee at mail dot net"),
    "digits": ("five five five one two", "98450", "4 1 7 7"),
    "date": ("tomorrow", "next friday", "the third of march"),
    "time": ("nine am", "half past four", "4:30"),
    "text": ("something", "a note", "ada"),
    "pattern": ("ab123", "x9", "12"),
}


class Example(NamedTuple):
    intent: str
    words: tuple[str, ...]
    """With the places filled in."""
    delexicalised: tuple[str, ...]
    """With each place as one word: `{size}`."""
    text: str
    """As written, with the places filled in."""
    source: str
    """The example that it was made from, as written."""


def place(name: str) -> str:
    """The word that stands for an entity in a delexicalised utterance."""
    return "{" + name + "}"


def training_examples(language: Language, vocabulary: Vocabulary) -> list[Example]:
    """Every example of the bot and of the built-in intents, each once.

    A built-in phrase that the bot has as an example of another intent is the bot's. Deterministic.
    """
    own = {
        delexicalised(example): intent for intent, listed in language.intents.items() for example in listed
    }
    out: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Example] = {}
    for intent in dict.fromkeys((*language.intents, *vocabulary.intents)):
        built_in = [
            one for one in vocabulary.intents.get(intent, ()) if own.get(delexicalised(one), intent) == intent
        ]
        for example in (*language.intents.get(intent, ()), *built_in):
            for filled_in in filled(example, language.entities):
                text = without_marks(filled_in)
                words = words_of(text)
                if words:
                    found = Example(intent, words, delexicalised(example), text, example)
                    out.setdefault((intent, words, found.delexicalised), found)
    return list(out.values())


def delexicalised(example: str) -> tuple[str, ...]:
    """The example's words, each place and each marked value as one word."""
    example = as_places(example)
    words: list[str] = []
    at = 0
    for match in _PLACE.finditer(example):
        words.extend(words_of(example[at : match.start()]))
        words.append(place(match[1]))
        at = match.end()
    words.extend(words_of(example[at:]))
    return tuple(words)


def filled(example: str, entities: Mapping[str, EntitySpec]) -> Iterator[str]:
    """The example with values in its places, in a few ways where it has any; a `phrase` comes marked."""
    names = _PLACE.findall(example)
    for turn in range(FILLED if names else 1):
        place_at = 0

        def value(match: re.Match[str], turn: int = turn) -> str:
            nonlocal place_at
            place_at += 1
            return _sample(match[1], entities, turn + 5 * place_at + len(example))

        yield _PLACE.sub(value, example)


def _sample(name: str, entities: Mapping[str, EntitySpec], turn: int) -> str:
    spec = entities.get(name)
    if spec is None:
        return name.replace("_", " ")
    ways: tuple[str, ...] = _SAMPLES.get(spec.kind, ())
    if spec.kind == "phrase":
        ways = tuple(f"[{value}]({name})" for value in spec.values)
    if spec.kind == "list":
        ways = tuple(way for value, others in spec.values.items() for way in (value, *others))
    return ways[turn % len(ways)] if ways else name
