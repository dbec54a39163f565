"""Listed values found by sound: across word boundaries, and not where nothing was said of them."""

from __future__ import annotations

import pickle

import pytest

from tests.understanding.front_desk import ENTITIES, INTENTS, asking, read, values
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import EntitySpec, Language
from viva.understanding.lists.lexicon import compile_lexicon
from viva.understanding.lists.likeness import alike
from viva.understanding.lists.phrases import Phrases, pronounced
from viva.understanding.pronouncer import Spelled
from viva.understanding.soundalikes import soundalikes
from viva.understanding.understander import build_understander
from viva.understanding.values.numbers import Numbers
from viva.understanding.vocabulary import vocabulary

SOUNDS_LIKE = {
    "a large i smoker please": {"size": "large", "drink": "iced mocha"},
    "a latte with some ilk": {"drink": "latte", "milk": "some milk"},
    "an expresso with soya milk": {"drink": "espresso", "milk": "soy milk"},
    "i want to see doctor pertell": {"doctor": "patel"},
    "can i see doctor oh kaffer": {"doctor": "okafor"},
}


@pytest.mark.parametrize(("said", "meant"), SOUNDS_LIKE.items())
def test_values_are_found_by_their_sound(said: str, meant: dict[str, str]) -> None:
    assert values(read(said)) == meant


@pytest.mark.parametrize(
    "said",
    [
        "of course",
        "i don't think so",
        "what is the verification process for my account",
        "how do i cancel a purchase from last week",
        "tell me the definition of hubris",
        "they said it was the lodge by the lake",
    ],
)
def test_sentences_about_other_matters_have_no_listed_values(said: str) -> None:
    assert not [one for one in read(said).entities if ENTITIES[one.name].kind == "list"]


def test_a_word_among_values_is_taken_sooner() -> None:
    assert values(read("tell them the lodge is closed")) == {}
    assert values(read("a lodge latte with soy milk"))["size"] == "large"


def test_what_is_asked_for_is_taken_sooner() -> None:
    (plain,), (asked,) = read("a mogul").entities, read("a mogul", asking("drink")).entities
    assert plain.value == asked.value == "mocha"
    assert plain.confidence < asked.confidence


@pytest.mark.parametrize(
    ("said", "sure"),
    [
        ("oat milk please", False),
        ("a large coffee with oat milk", False),
        ("milk please", True),
        ("a large coffee with milk", True),
        ("a dark roast latte", True),
        ("gesundheit, a latte", True),
    ],
)
def test_behind_a_word_that_nothing_is_known_of_a_value_is_less_sure(said: str, sure: bool) -> None:
    value = read(said).entities[-1]
    assert value.value in ("milk", "latte")
    assert (value.confidence >= 0.95) == sure


def test_the_lexicon_is_plain_data() -> None:
    numbers = Numbers(vocabulary("en"))
    lexicon = compile_lexicon(ENTITIES, numbers, pronouncer("en"))
    assert pickle.loads(pickle.dumps(lexicon)) == lexicon
    assert {form.value for form in lexicon.exact["sixteenounces"]} == {"sixteen ounce"}


def test_likeness_is_symmetric_and_counts_what_differs() -> None:
    def phrases(*texts: str) -> Phrases:
        return Phrases([pronounced(tuple(text.split()), pronouncer("en")) for text in texts])

    def like(a: str, b: str) -> float:
        return alike(phrases(a), phrases(b), 0.0)[0].likeness

    assert like("iced mocha", "ice mocker") == pytest.approx(like("ice mocker", "iced mocha"), abs=1e-5)
    assert like("the coffee", "drip coffee") < like("trip coffee", "drip coffee")
    assert like("flower", "flour") > 0.8
    assert [one.differing for one in alike(phrases("trip coffee"), phrases("drip coffee"), 0.5)] == [
        ("trip",)
    ]
    assert alike(phrases("dark roast"), phrases("a dark roast"), 0.0) == [], "one only has more words"


def test_other_scripts_are_compared_too() -> None:
    hindi = pronouncer("hi")
    listed = Phrases([pronounced((word,), hindi) for word in ("कॉफ़ी", "चाय", "पानी")])
    said = Phrases([pronounced(("कॉफी",), hindi), pronounced(("पाणी",), hindi)])
    best = {one.said: one.listed for one in sorted(alike(said, listed, 0.0), key=lambda one: one.likeness)}
    assert best == {0: 0, 1: 2}
    assert {(one.said, one.listed) for one in alike(said, listed, 0.6)} == {(0, 0), (1, 2)}


def test_without_a_voice_spelling_decides() -> None:
    specs = {"drink": EntitySpec("drink", "list", {"cappuccino": ()})}
    understander = build_understander(Language("en", {"order": ("a {drink}",)}, specs))
    assert Spelled().phonemes("tea") == ("t", "e", "a")
    from tests.understanding.front_desk import NOW
    from viva.hearing.evidence import Recognition
    from viva.understanding.engine import Context
    from viva.understanding.expectation import Expectation

    reading = understander.understand(Recognition.of_text("a cappucino"), Context(NOW, Expectation()))
    assert values(reading) == {"drink": "cappuccino"}


def test_texts_with_values_that_sound_alike() -> None:
    found = soundalikes(Language("en", INTENTS, ENTITIES), pronouncer("en"))
    texts = [one.text for one in found.rewrites("Dark rose, ice mocker!")]
    assert texts[0] == "dark roast, iced mocha!"
    assert "dark roast, ice mocker!" in texts
    assert len(found.rewrites("dark rose ice mocker", most=2)) == 2
    assert all(0.5 < one.likeness <= 1 for one in found.rewrites("dark rose ice mocker"))
    assert found.rewrites("a dark roast latte") == []
    assert found.rewrites("") == [] and found.rewrites("what is the weather like") == []
    assert soundalikes(Language("en", {}, {}), pronouncer("en")).rewrites("dark rose") == []
