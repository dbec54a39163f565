"""Where values come from: hypotheses, words, audio."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.understanding.front_desk import NOW, asking, read, read_all, understander
from viva.hearing.evidence import Hypothesis, Recognition, Word
from viva.understanding.engine import Context
from viva.understanding.expectation import Expectation
from viva.understanding.provenance import Times


def timed(text: str, *words: str, posterior: float = 1.0) -> Hypothesis:
    """Word n from n * 100 to n * 100 + 80 ms; the words of the text unless given."""
    listed = words or tuple(text.split())
    times = tuple(Word(word.strip(".,?"), n * 100, n * 100 + 80, 0.9) for n, word in enumerate(listed))
    return Hypothesis(text, -1.0, posterior, times)


@pytest.mark.parametrize(
    ("text", "words", "part", "span"),
    [
        ("a large latte, please.", (), "large latte", (100, 280)),
        ("A double-shot latte.", (), "double", (100, 180)),
        ("A double-shot latte.", (), "double-shot", (100, 180)),
        ("a double shot", ("a", "double-shot"), "shot", (100, 180)),
        ("at 4:30 p.m. then", (), "4:30 p.m.", (100, 280)),
        ("for 1,000 people", ("for", "1000", "people"), "1,000", (100, 180)),
        ("Café au lait", ("CAFÉ", "au", "lait"), "Café", (0, 80)),
        ("twenty one", ("um", "twenty", "one"), "twenty one", (100, 280)),
        ("largest latte", ("large", "latte"), "latte", (100, 180)),
        ("one", ("two",), "one", (0, 80)),
        ("xyz", ("abc",), "xyz", (None, None)),
    ],
)
def test_words_are_found_whatever_the_punctuation(
    text: str, words: tuple[str, ...], part: str, span: tuple[int | None, int | None]
) -> None:
    start = text.index(part)
    assert Times(timed(text, *words)).of(start, start + len(part)) == span


@given(st.text(max_size=40), st.lists(st.text(max_size=8), max_size=6), st.data())
def test_any_text_and_words_give_a_span_inside_the_words(
    text: str, words: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    began, ended = Times(timed(text, *words)).of(start, data.draw(st.integers(start, len(text))))
    if began is not None and ended is not None:
        assert 0 <= began < ended <= 100 * max(len(words), len(text.split()))


def test_typed_text_has_no_times() -> None:
    (day,) = read("on thursday").entities
    assert (day.start_ms, day.end_ms, day.supported_by) == (None, None, (0,))


def test_a_value_tells_its_audio_and_who_has_it_too() -> None:
    heard = (
        timed("a large latte with the moon", posterior=0.8),
        timed("a lodge light with skim milk", posterior=0.1),
        timed("large latter with a moon", posterior=0.1),
    )
    reading = understander().understand(Recognition(heard, 900), Context(NOW, Expectation()))
    found = {
        one.name: (one.hypothesis, one.supported_by, one.start_ms, one.end_ms) for one in reading.entities
    }
    assert found == {
        "size": (0, (0, 1, 2), 100, 180),  # "lodge" is near enough
        "drink": (0, (0, 2), 200, 280),
        "milk": (1, (1,), 400, 580),
    }


def test_free_words_are_supported_by_who_has_them() -> None:
    reading = read_all({"asha rao": 0.6, "it is asha rao": 0.3, "usher row": 0.1}, asking("note"))
    (note,) = reading.entities
    assert note.value == "asha rao" and note.supported_by == (0, 1)


def test_a_value_that_all_have_is_as_sure_as_alone() -> None:
    alone = read("a large latte please")
    among = read_all({"a large latte please": 0.6, "please a large latte": 0.4})
    assert [replace(one, supported_by=(0,)) for one in among.entities] == list(alone.entities)


def test_a_value_is_less_sure_where_others_disagree() -> None:
    def sure(posterior: float) -> float:
        (day,) = read_all({"on thursday": posterior, "on tuesday": 1 - posterior}, asking("day")).entities
        assert day.supported_by == (0,)
        return day.confidence

    (alone,) = read("on thursday", asking("day")).entities
    assert sure(0.6) < sure(0.95) < alone.confidence
    assert sure(0.6) > 0.5
