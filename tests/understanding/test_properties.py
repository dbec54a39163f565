"""What must hold for any text."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.understanding.front_desk import (
    ENTITIES,
    INTENTS,
    NOW,
    asking,
    encoder_if_present,
    read_all,
    understander,
)
from viva.hearing.evidence import Recognition
from viva.pronunciation.pronouncer import EspeakPronouncer
from viva.understanding.engine import Context, Language
from viva.understanding.expectation import Expectation
from viva.understanding.normalise import normalise
from viva.understanding.reading import Reading
from viva.understanding.understander import build_understander
from viva.understanding.values.numbers import Numbers
from viva.understanding.vocabulary import vocabulary

SAID = """a the no yes next in on at to past half quarter twenty three third of march thursday tomorrow week
from two oh double nine o'clock pm latte ice mocker dark rose 4:30 23rd hundred and point 1999 31st may 29
february please actually day after an hour evening this sixteen ounce doctor"""
WORDS = st.sampled_from(SAID.split())
SENTENCES = st.lists(WORDS, max_size=14).map(" ".join)
TEXTS = st.one_of(st.text(max_size=80), SENTENCES, SENTENCES.map(str.title))
EXPECTS = st.one_of(
    st.just(Expectation()),
    st.sampled_from(list(ENTITIES)).map(asking),
    st.just(asking("day", "time", kind="yes_no")),
)


def check(reading: Reading, texts: list[str]) -> None:
    assert 0 <= reading.confidence <= 1
    assert reading.text in texts or reading.text == ""
    assert all(0 <= intent.confidence <= 1 for intent in reading.intents)
    assert [i.confidence for i in reading.intents] == sorted(
        (i.confidence for i in reading.intents), reverse=True
    )
    names = [intent.name for intent in reading.intents]
    assert len(names) == len(set(names))
    for entity in reading.entities:
        text = texts[entity.hypothesis]
        assert 0 <= entity.start < entity.end <= len(text)
        assert text[entity.start : entity.end] == entity.text
        assert 0 <= entity.confidence <= 1
        spec = ENTITIES[entity.name]
        if spec.kind == "list":
            assert entity.value in spec.values
        elif spec.kind == "date":
            assert date.fromisoformat(str(entity.value))
        elif spec.kind == "time":
            hour, minute = str(entity.value).split(":")
            assert 0 <= int(hour) < 24 and 0 <= int(minute) < 60
        elif spec.kind == "number":
            assert isinstance(entity.value, int | float) and 1 <= entity.value <= 200
        elif spec.kind == "digits":
            assert str(entity.value).isdecimal() and 5 <= len(str(entity.value)) <= 12


@given(st.dictionaries(TEXTS, st.floats(0, 1), max_size=5), EXPECTS)
@settings(max_examples=300)
def test_any_n_best_is_read(texts: dict[str, float], expects: Expectation) -> None:
    reading = read_all(texts, expects)
    check(reading, list(texts))
    assert reading == read_all(texts, expects), "the same words, the same meaning"


def test_any_length_is_read() -> None:
    for text in ("latte " * 900, "x" * 5000, "९८४५ " * 1000, "\U0001f600" * 5000, "no, " * 1300, "1" * 5000):
        check(read_all({text: 1.0}, asking("phone")), [text])


@given(st.sampled_from([(name, example) for name, listed in INTENTS.items() for example in listed]))
def test_every_example_is_its_intent(pair: tuple[str, str]) -> None:
    intent, example = pair
    for name, said in {
        "day": "next friday",
        "time": "four pm",
        "doctor": "dr patel",
        "size": "large",
    }.items():
        example = example.replace("{" + name + "}", said)
    for name, said in {"drink": "latte", "milk": "soy milk", "roast": "dark roast"}.items():
        example = example.replace("{" + name + "}", said)
    reading = read_all({example: 1.0})
    assert reading.intent == intent and reading.intents[0].confidence > 0.9


@given(st.text(max_size=200))
def test_offsets_of_normalised_words(text: str) -> None:
    at = 0
    for token in normalise(text).tokens:
        assert at <= token.start < token.end <= len(text) and token.text
        at = token.end
    words = normalise(text).words
    assert not any(set(word) & set(" '’!?") for word in words)


@given(st.integers(0, 99))
def test_numbers_there_and_back(number: int) -> None:
    numbers = Numbers(vocabulary("en"))
    words = numbers.in_words(str(number))
    found = numbers.whole(words, 0)
    assert found == (number, len(words)) and numbers.whole([str(number)], 0) == (number, 1)


def test_it_is_trained_alike_each_time() -> None:
    language = Language("en", INTENTS, ENTITIES)
    again = build_understander(language, pronouncer=EspeakPronouncer("en"), encoder=encoder_if_present())
    for text in ("I need an appointment on friday", "what time do you close", "a large ice mocker"):
        heard, context = Recognition.of_text(text), Context(NOW, Expectation())
        assert again.understand(heard, context) == understander().understand(heard, context)
