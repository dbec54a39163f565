from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.sentences import LONGEST, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        (" \n ", []),
        ("Hello", ["Hello"]),
        ("Good morning.  How can\nI help?", ["Good morning.", "How can I help?"]),
        ("Really?! Yes… Fine.", ["Really?!", "Yes…", "Fine."]),
        ("Dr. Smith is in. Ask him.", ["Dr. Smith is in.", "Ask him."]),
        ("We open at 8 a.m. on Monday.", ["We open at 8 a.m. on Monday."]),
        ("We close at 6 p.m. Shall I book?", ["We close at 6 p.m.", "Shall I book?"]),
        ("It is 2.5 litres. Right?", ["It is 2.5 litres.", "Right?"]),
        ("See No. 5 on the list.", ["See No. 5 on the list."]),
        ("The answer is no. Sorry.", ["The answer is no.", "Sorry."]),
        ("So do I. Bye.", ["So do I.", "Bye."]),
        ("I have J. Smith. Right?", ["I have J. Smith.", "Right?"]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("At 16:30. Fine?", ["At 16:30.", "Fine?"]),
        ("Bring milk, e.g. oat milk.", ["Bring milk, e.g. oat milk."]),
    ],
)
def test_sentences_end_where_a_speaker_pauses(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


def test_a_long_sentence_is_cut_at_a_comma() -> None:
    text = "We have " + ", ".join(f"flavour number {n}" for n in range(1, 15)) + "."
    parts = split_sentences(text)
    assert len(parts) == 2
    assert parts[0].endswith(",")
    assert " ".join(parts) == text


def test_a_long_sentence_without_commas_is_cut_between_words() -> None:
    text = "and so on " * 40
    assert " ".join(split_sentences(text)) == text.strip()


@given(st.text('ab. ,?!\n"I9', max_size=600) | st.text(max_size=400))
def test_nothing_is_lost_and_nothing_is_long(text: str) -> None:
    parts = split_sentences(text)
    assert all(part and part == part.strip() and len(part) <= LONGEST for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.lists(st.text("abc,.?1 ", min_size=1, max_size=20), max_size=40).map(" ".join))
def test_words_stay_whole(text: str) -> None:
    assert " ".join(split_sentences(text)).split() == text.split()
