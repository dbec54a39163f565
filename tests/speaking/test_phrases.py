"""Where a speaker who was interrupted begins again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.phrases import begin_again, phrase_starts

OPEN = "We are open from Monday to Friday, and on Saturday mornings if the weather is fine."


def phrases(text: str) -> list[str]:
    starts = [*phrase_starts(text), len(text)]
    return [text[a:b].strip() for a, b in pairwise(starts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            OPEN,
            [
                "We are open",
                "from Monday",
                "to Friday,",
                "and on Saturday mornings",
                "if the weather is fine.",
            ],
        ),
        ("Your table is booked; see you then.", ["Your table is booked;", "see you then."]),
        ("Thursday, at nine, is that right?", ["Thursday, at nine,", "is that right?"]),
        ("Right.", ["Right."]),
    ],
)
def test_phrases(text: str, expected: list[str]) -> None:
    assert phrases(text) == expected


@pytest.mark.parametrize(
    ("heard", "rest"),
    [
        ("", OPEN),
        ("We are", OPEN),
        ("We are open", OPEN),
        ("We are open from Monday to Friday, and", "and on Saturday mornings if the weather is fine."),
        ("We are open from Monday to Friday, and on Saturday mornings if the", "if the weather is fine."),
    ],
)
def test_a_phrase_of_which_a_word_was_heard_is_begun_again(heard: str, rest: str) -> None:
    assert OPEN[begin_again(OPEN, heard) :] == rest


@given(st.text(st.sampled_from("ab ,.;and"), max_size=60), st.integers(0, 60))
def test_no_word_is_lost(text: str, heard: int) -> None:
    """What was heard and what is said again cover the sentence."""
    assert 0 <= begin_again(text, text[:heard]) <= max(0, min(heard, len(text)))
    assert phrase_starts(text) == sorted(set(phrase_starts(text)))
