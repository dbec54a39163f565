"""Training utterances from a bot's examples: entity places filled in, and left as places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from viva.understanding.engine import EntitySpec, Language
from viva.understanding.marks import as_places, without_marks
from viva.understanding.normalise import words_of
from viva.understanding.vocabulary import Vocabulary

FILLED = 3
"""Ways in which an example with places is filled in; each takes other values."""
_PLACE = re.compile(r"\{\s*([^{}]+?)\s*\}")


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
            for filled_in in filled(example, language.entities, vocabulary.samples):
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


def filled(
    example: str, entities: Mapping[str, EntitySpec], samples: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """The example with values in its places, in a few ways where it has any; a `phrase` comes marked.

    samples: kind of entity -> values as people say them (`Vocabulary.samples`).
    """
    names = _PLACE.findall(example)
    for turn in range(FILLED if names else 1):
        place_at = 0

        def value(match: re.Match[str], turn: int = turn) -> str:
            nonlocal place_at
            place_at += 1
            ways = _ways(match[1], entities, samples)
            return ways[(turn + 5 * place_at + len(example)) % len(ways)]

        yield _PLACE.sub(value, example)


def _ways(
    name: str, entities: Mapping[str, EntitySpec], samples: Mapping[str, Sequence[str]]
) -> Sequence[str]:
    """What may stand in a place: values of its entity, otherwise its name."""
    spec = entities.get(name)
    ways: Sequence[str] = ()
    if spec is not None and spec.kind == "phrase":
        ways = [f"[{value}]({name})" for value in spec.values]
    elif spec is not None and spec.kind == "list":
        ways = [way for value, others in spec.values.items() for way in (value, *others)]
    elif spec is not None:
        ways = samples.get(spec.kind, ())
    return ways or [name.replace("_", " ")]
