"""Words of a bot that sound like a word."""

from __future__ import annotations

import pytest

from viva.lab.simulate.errors.neighbours import Neighbours
from viva.pronunciation.pronouncer import pronouncer


def test_what_sounds_alike_is_likeliest_and_the_word_itself_never() -> None:
    near = Neighbours(["mocha", "roast", "rows", "latte", "nine", "7"], pronouncer("en"))
    found = dict(near.of("rose"))
    assert max(found, key=lambda word: found[word]) == "rows"
    assert "7" not in found
    assert "nine" not in dict(near.of("nine"))
    assert sum(found.values()) == pytest.approx(1)


def test_a_bot_without_words_has_none() -> None:
    assert Neighbours([], pronouncer("en")).of("rose") == ()
