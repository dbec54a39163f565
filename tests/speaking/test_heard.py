from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.heard import heard_text
from viva.speaking.marks import word_marks
from viva.speaking.speech import WordMark

TEXT = "See you on Thursday."
MARKS = (WordMark(0, 3, 10), WordMark(4, 7, 200), WordMark(8, 10, 400), WordMark(11, 20, 500))


def test_a_word_is_heard_when_the_next_begins_and_the_last_at_the_end() -> None:
    heard = {ms: heard_text(TEXT, MARKS, 900, ms) for ms in (0, 199, 200, 400, 499, 500, 899, 900, 2000)}
    assert heard == {
        0: "",
        199: "",
        200: "See",
        400: "See you",
        499: "See you",
        500: "See you on",
        899: "See you on",
        900: TEXT,
        2000: TEXT,
    }


def test_without_marks_it_is_all_or_nothing() -> None:
    assert heard_text("Yes.", (), 300, 299) == ""
    assert heard_text("Yes.", (), 300, 300) == "Yes."


@st.composite
def spoken(draw: st.DrawFn) -> tuple[str, tuple[WordMark, ...], int]:
    text = draw(st.text("ab ,.é1", max_size=30))
    duration = draw(st.integers(1, 3000))
    reports = draw(st.lists(st.tuples(st.integers(-2, 35), st.integers(-100, 4000)), max_size=10))
    return text, word_marks(text, reports, duration), duration


@given(spoken(), st.lists(st.integers(-10, 4000), min_size=1, max_size=6))
def test_heard_is_a_growing_prefix(speech: tuple[str, tuple[WordMark, ...], int], times: list[int]) -> None:
    text, marks, duration = speech
    before = ""
    for played in sorted(times):
        heard = heard_text(text, marks, duration, played)
        assert text.startswith(heard)
        assert heard.startswith(before)
        before = heard
    assert heard_text(text, marks, duration, duration) == text
    if marks and marks[-1].at_ms > 0:
        assert heard_text(text, marks[-1:], duration, 0) == ""


@given(spoken())
def test_marks_are_the_written_words_in_order(speech: tuple[str, tuple[WordMark, ...], int]) -> None:
    text, marks, duration = speech
    assert [text[m.start : m.end] for m in marks] == [w for w in text.split(" ") if any(map(str.isalnum, w))]
    times = [m.at_ms for m in marks]
    assert times == sorted(times)
    assert all(0 <= t <= duration for t in times)
