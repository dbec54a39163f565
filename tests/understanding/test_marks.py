"""Marked examples as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.understanding.marks import (
    Span,
    as_places,
    broken_marks,
    marked_entities,
    read_marks,
    without_marks,
)

EXAMPLE = "play [thriller](track) by [michael jackson](artist) please"


def test_a_marked_example() -> None:
    marked = read_marks(EXAMPLE)
    assert marked.text == without_marks(EXAMPLE) == "play thriller by michael jackson please"
    assert marked.spans == (Span("track", 5, 13), Span("artist", 17, 32))
    assert marked.text[17:32] == "michael jackson"
    assert as_places(EXAMPLE) == "play {track} by {artist} please"
    assert marked_entities([EXAMPLE, "stop"]) == {"track", "artist"}
    assert not broken_marks(EXAMPLE)


def test_blanks_inside_a_mark_are_no_part_of_the_value() -> None:
    assert read_marks("[ thriller ]( track )").spans == (Span("track", 0, 8),)


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ("play [thriller] by nobody", "belongs to no mark"),
        ("play [thriller](track", "belongs to no mark"),
        ("play [thriller]()", "has no entity"),
        ("play [](track)", "has no value"),
        ("play [...](track)", "has no value"),
        ("play [a [b](track)](artist)", "belongs to no mark"),
        ("play thriller]", "belongs to no mark"),
    ],
)
def test_a_broken_mark(example: str, says: str) -> None:
    assert any(says in problem for problem in broken_marks(example))


def test_ordinary_parentheses_are_no_mark() -> None:
    assert not broken_marks("a table for two (or three)")


@given(st.text("ab []()", max_size=30))
def test_any_text_is_read(example: str) -> None:
    marked = read_marks(example)
    assert marked.text == without_marks(example)
    assert all(0 <= span.start <= span.end <= len(marked.text) for span in marked.spans)
