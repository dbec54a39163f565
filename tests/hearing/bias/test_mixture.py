"""The bot's language in the search: what it may change, and what it must leave alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hearing.bias.toy import END, PIECES, TOKENS, drinks
from viva.hearing.bias.language import BotLanguage
from viva.hearing.bias.mixture import IN_LANGUAGE, RANK, Mixture, State
from viva.understanding.expectation import Expectation

OPEN = Expectation()
ASKED = Expectation("choice", "order.0", ("drink",))


@cache
def mixture(expects: Expectation = OPEN) -> Mixture:
    return drinks().at(expects)


def gains(text: str, expects: Expectation = OPEN) -> float:
    """What a text gains in all, its end included."""
    bias = mixture(expects)
    state, total = bias.start(), 0.0
    for token in TOKENS.encode(text):
        total += bias.gain(state, token)
        state = bias.advance(state, token)
    return total + bias.gain(state, END)


tokens = st.lists(st.integers(3, len(PIECES) - 1), max_size=30)


@given(tokens)
def test_any_tokens_leave_probabilities(sequence: list[int]) -> None:
    bias = mixture()
    state: State = bias.start()
    plain = np.full((1, len(PIECES)), -np.log(len(PIECES)), np.float32)
    for token in sequence:
        guided = bias.guided([state], plain)
        assert np.exp(guided).sum() == pytest.approx(1.0, abs=0.02)
        assert np.isfinite(bias.gain(state, token))
        state = bias.advance(state, token)
        assert 0.0 <= float(state.inside) <= 1.0


def test_the_bots_words_gain_and_others_lose_little() -> None:
    assert gains("a mocha please") > 3
    assert gains("i want a flat white") > 3
    # Outside from the first word on, what is lost is the weight of the bot's language, once.
    assert RANK * np.log(1 - IN_LANGUAGE) - 1 < gains("zebras quarrel below") <= 0


def test_the_words_in_the_bots_order_gain_more() -> None:
    assert gains("a flat white please") > gains("white a please flat") + 1


def test_what_is_asked_for_weighs_more() -> None:
    assert gains("cup of tea", ASKED) > gains("cup of tea") + 0.3


def test_a_word_is_found_after_a_hyphen_too() -> None:
    bias = mixture()
    state = bias.start()
    for token in [*TOKENS.encode("flat"), TOKENS.hyphen, *TOKENS.encode("xwhite")[1:]]:
        state = bias.advance(state, token)
    assert float(state.inside) > 0.5


def test_figures_gain_nothing() -> None:
    bias = mixture()
    seven = PIECES.index("7")
    state = bias.advance(bias.start(), PIECES.index("▁"))
    assert bias.gain(state, seven) <= 0


def test_a_written_language_is_the_same_when_read(tmp_path: Path) -> None:
    language = drinks()
    language.save(tmp_path / "drinks.npz")
    again = BotLanguage.load(tmp_path / "drinks.npz", TOKENS).at(OPEN)
    plain = np.random.default_rng(0).normal(size=(1, len(PIECES))).astype(np.float32)
    state = again.start()
    for token in TOKENS.encode("a flat white"):
        assert np.allclose(again.guided([state], plain), mixture().guided([state], plain), atol=1e-5)
        state = again.advance(state, token)


def test_a_bot_without_examples_has_a_language_still() -> None:
    from tests.hearing.bias.toy import even
    from viva.understanding.engine import Language

    bias = BotLanguage.compiled(Language("en", {}, {}), TOKENS, even).at(OPEN)
    state = bias.start()
    for token in TOKENS.encode("say that again please"):
        state = bias.advance(state, token)
    assert float(state.inside) > 0.5
