from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.errors import VivaError
from viva.hearing.overlap.words import is_backchannel, overlap_words


@pytest.mark.parametrize(
    "text",
    [
        "Mm-hmm.",
        "uh-huh",
        "Mmmm",
        "Okay.",
        "Oh, okay.",
        "Yeah, yeah.",
        "I see.",
        "all right",
        "Oh okay yeah right",
    ],
)
def test_who_only_listens(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ... ", "no", "wait", "okay but no", "I see two", "right now", "yeah I want a latte"),
        "okay okay okay okay okay",
    ],
)
def test_who_says_more_or_nothing(text: str) -> None:
    assert not is_backchannel(text)


def test_what_affirms_is_a_backchannel_that_answers() -> None:
    words = overlap_words()
    assert words.is_affirmation("Oh yes.") and words.is_affirmation("mm-hm")
    assert not words.is_affirmation("I see.") and not words.is_affirmation("yes please go on")
    assert words.affirmations <= words.backchannels


def test_what_opens_is_no_backchannel() -> None:
    words = overlap_words()
    assert words.opens("Wait a minute") and words.opens("No.") and not words.opens("nobody")
    assert not words.openers & words.backchannels


def test_every_phrase_is_found_as_it_stands_in_the_file() -> None:
    words = overlap_words()
    assert all(is_backchannel(" ".join(phrase)) for phrase in words.backchannels)
    assert all("" not in phrase and phrase for phrase in words.backchannels | words.openers)


def test_a_language_without_words_is_told_with_those_that_have_some() -> None:
    assert is_backchannel("okay", "en-GB")
    with pytest.raises(VivaError, match="'xx'; there are en"):
        is_backchannel("okay", "xx")


@given(st.text())
def test_any_text_is_one_or_not(text: str) -> None:
    assert is_backchannel(text) in (True, False)
