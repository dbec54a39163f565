"""The intent model: likeness of words and meaning, confidence, what is out of scope."""

from __future__ import annotations

import pytest

from tests.understanding.front_desk import encoder_if_present
from viva.encoding.engine import Encoder
from viva.understanding.intents.examples import Example
from viva.understanding.intents.likeness import Utterance
from viva.understanding.intents.model import EXACT, IntentModel
from viva.understanding.intents.outside import outside_sentences
from viva.understanding.normalise import words_of

EXAMPLES = {
    "lost": ("I lost my card", "my card was stolen", "I cannot find my card", "somebody took my card"),
    "balance": ("what is my balance", "how much money do I have", "how much is on my account"),
    "transfer": ("send money to my sister", "I want to transfer money", "move money to another account"),
}


def examples() -> list[Example]:
    return [
        Example(intent, words_of(text), words_of(text), text, text)
        for intent, listed in EXAMPLES.items()
        for text in listed
    ]


def said(text: str) -> Utterance:
    return Utterance(words_of(text), words_of(text), text)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    found = encoder_if_present()
    if found is None:
        pytest.skip("the sentence encoder's model was not fetched; run `viva models pull all-minilm-l6-v2`")
    return found


def test_by_words_alone() -> None:
    model = IntentModel(examples(), (), outside_sentences("en"))
    (ranked,) = model.rank([said("my sister stole my card")])
    assert ranked[0].name == "lost" and len(ranked) == 3
    assert [one.confidence for one in ranked] == sorted((one.confidence for one in ranked), reverse=True)


@pytest.mark.models
def test_by_meaning(encoder: Encoder) -> None:
    model = IntentModel(examples(), (), outside_sentences("en"), encoder)
    plain = IntentModel(examples(), (), outside_sentences("en"))
    text = said("do I still have some cash left")
    (ranked,), (by_words,) = model.rank([text]), plain.rank([text])
    assert ranked[0].name == "balance" and ranked[0].confidence > by_words[0].confidence


def test_an_example_is_sure_and_what_is_for_no_bot_is_not() -> None:
    model = IntentModel(examples(), (), outside_sentences("en"), encoder_if_present())
    exact, other = model.rank([said("What is my balance?"), said("who discovered the south pole")], 1)
    assert exact[0].name == "balance" and exact[0].confidence == EXACT
    assert other[0].confidence < 0.3


def test_the_authors_own_examples_of_what_is_outside() -> None:
    said_outside = said("how much money does a doctor make")
    without = IntentModel(examples(), (), outside_sentences("en"), encoder_if_present())
    own = ("how much money does a teacher make", "how much does a nurse earn", "what does a doctor earn")
    having = IntentModel(examples(), own, outside_sentences("en"), encoder_if_present())
    assert having.rank([said_outside])[0][0].confidence < 0.8 * without.rank([said_outside])[0][0].confidence


def test_a_sentence_for_no_bot_that_is_this_bots_example_is_no_contradiction() -> None:
    trivia = [
        Example("trivia", words_of(one), words_of(one), one, one) for one in outside_sentences("en")[30:40]
    ]
    model = IntentModel([*examples(), *trivia], (), outside_sentences("en"), encoder_if_present())
    (ranked,) = model.rank([said("who was the first woman to fly over the atlantic")])
    assert ranked[0].name == "trivia" and ranked[0].confidence > 0.5


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_examples(count: int) -> None:
    few = [next(one for one in examples() if one.intent == name) for name in list(EXAMPLES)[:count]]
    model = IntentModel(few)
    (ranked,) = model.rank([said("I lost it")])
    assert len(ranked) == count and all(0 <= one.confidence <= 1 for one in ranked)
    assert model.rank([]) == []


def test_a_language_without_sentences_for_no_bot() -> None:
    assert outside_sentences("tlh") == () and len(outside_sentences("en")) > 150
