"""What the bot's language did, word by word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hearing.conftest import spoken
from viva.hearing.beam import Finished
from viva.hearing.explained import BiasedWord, biased_words, token_words
from viva.hearing.moonshine import MoonshineRecognizer
from viva.understanding.engine import EntitySpec, Language
from viva.understanding.expectation import Expectation

PIECES = ["▁a", "▁mo", "cha", ",", "▁-", "▁please", "."]


def test_tokens_make_words() -> None:
    assert [list(one) for one in token_words(PIECES)] == [[0], [1, 2, 3], [4], [5, 6]]
    assert [list(one) for one in token_words(["a", "b", "▁c"])] == [[0, 1], [2]]
    assert not list(token_words([]))


def test_gains_go_to_the_words_that_have_letters() -> None:
    gains = (0.5, 1.0, 2.0, -0.25, 9.0, 0.0, 0.5, 3.0)
    found = Finished(tuple(range(7)), (0.0,) * 8, (0,) * 8, gains, 0.0)
    assert list(biased_words(found, None, PIECES.__getitem__)) == [
        BiasedWord("a", 0.5, 0.0),
        BiasedWord("mocha", 2.75, 0.0),
        BiasedWord("please", 0.5, 0.0),
    ]


@pytest.fixture(scope="module")
def bar(tmp_path_factory: pytest.TempPathFactory) -> tuple[Language, Path]:
    drinks = EntitySpec("drink", "list", {"latte": (), "iced mocha": ()}, "")
    language = Language("en", {"order": ("a {drink} please", "I would like a {drink}")}, {"drink": drinks})
    return language, tmp_path_factory.mktemp("bar") / "bar.npz"


@pytest.mark.models
def test_the_same_is_heard_and_explained(recognizer: MoonshineRecognizer, bar: tuple[Language, Path]) -> None:
    language, path = bar
    recognizer.compile(language, path)
    for pcm in (
        spoken("I would like a latte.").pcm,
        spoken("I would like a latte.").pcm + bytes(64_000) + spoken("She sold seven small boats.").pcm,
    ):
        explained = recognizer.explain(pcm, Expectation(), path)
        heard = recognizer.recognize(pcm, Expectation(), path)
        assert tuple(one.hypothesis for one in explained) == heard.hypotheses
        for one in explained:
            assert [word.text for word in one.words] == [word.text for word in one.hypothesis.words]
            assert all(0 <= word.inside <= 1 for word in one.words)
    inside = {word.text: word.inside for word in explained[0].words}
    assert inside["latte"] > 0.9 and inside["boats"] == 0


@pytest.mark.models
def test_without_a_language_nothing_is_gained(recognizer: MoonshineRecognizer) -> None:
    for one in recognizer.explain(spoken("I would like a latte.").pcm, Expectation()):
        assert one.gain == 0 and all(word.gain == word.inside == 0 for word in one.words)
    assert recognizer.explain(bytes(32_000), Expectation()) == []
