"""The n-gram model over words: probabilities, and what happens to histories it never saw."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.hearing.bias.words import END, START, WordModel, Words, counted

ORDERS = "a small latte,a large latte please,a mocha,a small mocha"
UTTERANCES = [tuple(one.split()) for one in ORDERS.split(",")]
WORDS = Words(word for one in UTTERANCES for word in one)


@pytest.fixture
def model() -> WordModel:
    return WordModel(counted(UTTERANCES, WORDS), len(WORDS))


@given(st.lists(st.integers(START, len(WORDS) - 1), max_size=6))
def test_probabilities_of_any_history_sum_to_one(history: list[int]) -> None:
    following = WordModel(counted(UTTERANCES, WORDS), len(WORDS)).following(tuple(history))
    assert following.sum() == pytest.approx(1.0)
    assert (following > 0).all()


def test_what_examples_say_next_is_likelier(model: WordModel) -> None:
    after_small = model.following((WORDS.number["small"],))
    assert after_small[WORDS.number["latte"]] > 3 * after_small[WORDS.number["please"]]
    assert model.following((START,)).argmax() == WORDS.number["a"]
    assert model.following((WORDS.number["please"],)).argmax() == END


def test_a_history_that_was_never_seen_falls_back_to_its_end(model: WordModel) -> None:
    small = WORDS.number["small"]
    unseen = (WORDS.number["please"], WORDS.number["mocha"], small)
    assert (model.following(unseen) == model.following((small,))).all()


def test_only_the_last_words_count(model: WordModel) -> None:
    history = tuple(WORDS.number[word] for word in ("a", "small"))
    assert (model.following((5, 5, START, *history)) == model.following((START, *history))).all()
