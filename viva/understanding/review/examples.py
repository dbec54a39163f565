"""Examples that contradict each other, are too few, or are read as something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from viva.hearing.evidence import Recognition
from viva.understanding.engine import Context, Language, Understander
from viva.understanding.expectation import Expectation
from viva.understanding.intents.examples import delexicalised, place, training_examples
from viva.understanding.normalise import normalise
from viva.understanding.reading import Reading
from viva.understanding.review.finding import Finding, Place
from viva.understanding.vocabulary import Vocabulary, vocabulary

_CONTEXT = Context("2026-01-05T09:00:00", Expectation())
"""Nothing asked, on any working day: the examples must stand for themselves."""
_SURE = 0.9
"""Confidence of an entity whose words are taken for a place."""


@dataclass(frozen=True, slots=True)
class Example:
    intent: str
    index: int
    text: str
    """As written."""
    readings: tuple[Reading, ...]
    """Of the text with its places filled in, in some ways."""

    @property
    def place(self) -> Place:
        return ("intents", self.intent, self.index)


def twice(language: Language) -> Iterator[Finding]:
    """Examples that stand in two intents word for word: they can be read as one of them only."""
    first: dict[tuple[str, ...], tuple[str, int]] = {}
    for intent, listed in language.intents.items():
        for index, example in enumerate(listed):
            words = delexicalised(example)
            other, at = first.setdefault(words, (intent, index))
            if words and other != intent:
                yield Finding(
                    ("intents", intent, index),
                    f"`{example}` is an example of `{intent}` and of `{other}`: callers who say it will"
                    " never get one of the two.",
                    "Keep it in one of them.",
                    ("intents", other, at),
                )


def read_examples(language: Language, understander: Understander) -> list[Example]:
    """Every example of the bot as its understander reads it."""
    fillings: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in training_examples(language, vocabulary(language.code)):
        fillings.setdefault((one.intent, one.delexicalised), []).append(" ".join(one.words))
    return [
        Example(
            intent,
            index,
            text,
            tuple(
                understander.understand(Recognition.of_text(said), _CONTEXT)
                for said in fillings.get((intent, delexicalised(text)), ())
            ),
        )
        for intent, listed in language.intents.items()
        for index, text in enumerate(listed)
    ]


def alone(language: Language) -> Iterator[Finding]:
    """Intents with one example, save those that every bot has examples of."""
    built_in = vocabulary(language.code).intents
    for intent, listed in language.intents.items():
        if len(listed) == 1 and intent not in built_in:
            yield Finding(
                ("intents", intent),
                f"the intent `{intent}` has one example: who uses other words will not be understood.",
                "Write five or more, each in other words.",
            )


def misread(examples: list[Example]) -> Iterator[Finding]:
    """Examples that the understander reads as another intent, or as none."""
    for one in examples:
        if any(reading.has(one.intent) for reading in one.readings):
            continue
        got = next((reading.intent for reading in one.readings if reading.intent), None)
        is_read = f"is read as `{got}`: so are" if got else "is not understood as any intent: nor are"
        yield Finding(
            one.place,
            f"`{one.text}` is an example of `{one.intent}` but {is_read} callers who say it.",
            f"Word it more clearly, or give `{one.intent}` more examples like it.",
        )


def nearly_twice(language: Language, examples: list[Example]) -> Iterator[Finding]:
    """Examples of two intents with the same wording but for polite words, or but for a place filled in."""
    data = vocabulary(language.code)
    told: set[frozenset[Place]] = set()
    places = [_places(one.text, language) for one in examples]
    for names in dict.fromkeys(places):
        worded: dict[tuple[str, ...], Example] = {}
        for one, own in zip(examples, places, strict=True):
            if own == names:
                worded.setdefault(_without_politeness(delexicalised(one.text), data), one)
        for one in examples:
            for words in _wordings(one, names):
                other = worded.get(_without_politeness(words, data), one)
                pair = frozenset((one.place, other.place))
                if other.intent == one.intent or pair in told:
                    continue
                if delexicalised(one.text) == delexicalised(other.text):
                    continue  # told by `twice`
                told.add(pair)
                yield Finding(
                    one.place,
                    f"`{one.text}` of `{one.intent}` says nearly the same as `{other.text}` of"
                    f" `{other.intent}`: callers who say it will get now one, now the other.",
                    "Keep it in one of them.",
                    other.place,
                )


def _places(example: str, language: Language) -> frozenset[str]:
    words = delexicalised(example)
    return frozenset(name for name in language.entities if place(name) in words)


def _wordings(example: Example, names: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The words of an example as written, and with what was found of these entities as places."""
    yield delexicalised(example.text)
    for reading in example.readings if names else ():
        words: list[str] = []
        for token in normalise(reading.text).tokens:
            inside = [
                one
                for one in reading.entities
                if one.name in names and one.confidence >= _SURE and one.start <= token.start < one.end
            ]
            if not inside:
                words.append(token.text)
            elif token.start == inside[0].start:
                words.append(place(inside[0].name))
        yield tuple(words)


def _without_politeness(words: tuple[str, ...], data: Vocabulary) -> tuple[str, ...]:
    """The words that count; all of them where there are no others."""
    return tuple(word for word in words if word not in data.politeness) or words
