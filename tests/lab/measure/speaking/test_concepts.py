"""Words of both sides: in one written form, compared by sound, without those that carry nothing."""

from __future__ import annotations

import pytest

from viva.lab.measure.speaking.concepts import Words
from viva.pronunciation.pronouncer import pronouncer


@pytest.fixture(scope="module")
def words() -> Words:
    return Words("en", pronouncer("en"))


def test_content_words_are_without_values_and_function_words(words: Words) -> None:
    said = "You are booked for Thursday at nine."
    assert words.content(said, without=["thursday", "nine"]) == ["booked"]
    assert words.content("Say it letter by letter.") == ["say", "letter", "letter"]


def test_what_is_lost(words: Words) -> None:
    assert words.lost(["book", "appointment"], "I took an appointment") == ["book"]
    assert words.lost(["letter", "letter"], "one letter") == ["letter"]
    assert words.lost(["hour"], "") == ["hour"]


def test_digits_are_words(words: Words) -> None:
    assert words.lost(["twelve", "fifty"], "12, or 50") == []
    assert words.has("You can say from 2 to 4.", "two to four")
    assert not words.has("from 2 and to 4", "two to four")
    assert words.has("It is to-morrow at nine.", "tomorrow") and not words.has("", "tomorrow")


def test_what_sounds_the_same_is_the_same(words: Words) -> None:
    assert words.lost(["four", "write"], "for right") == []
    assert words.lost(["day"], "they") == ["day"]


@pytest.mark.parametrize(
    "said, heard", [("all right", "alright"), ("good bye", "goodbye!"), ("goodbye", "good bye")]
)
def test_compounds(words: Words, said: str, heard: str) -> None:
    assert words.lost(said.split(), heard) == []
