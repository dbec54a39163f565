"""Estimated durations are near those of the voice that they were fitted to."""

from __future__ import annotations

import pytest

from viva.lab.simulate.errors.durations import PAUSE_MS, Durations
from viva.pronunciation.pronouncer import pronouncer
from viva.speaking.engine import Voice
from viva.speaking.prosody import Prosody
from viva.speaking.registry import say
from viva.speaking.script import Piece, Script, plain

DURATIONS = Durations(pronouncer("en"))
SENTENCES = (
    "What would you like to drink?",
    "One large iced latte with oat milk and a lot of sugar.",
    "The doctor has time on Tuesday, the third of March, at half past nine.",
    "Sorry, I did not get that.",
    "Which of these: a single, a double, or a triple shot?",
    "Goodbye.",
)


@pytest.mark.parametrize("rate", [130, 165, 200])
def test_sentences_last_about_as_long_as_the_voice_takes(rate: int) -> None:
    apart = []
    for text in SENTENCES:
        real = say(text, Voice("en-gb", rate))
        duration, marks = DURATIONS.script(plain(text), rate / 165)
        apart.append(duration / real.duration_ms - 1)
        assert [(mark.start, mark.end) for mark in marks] == [
            (mark.start, min(mark.end, mark.start + len(text[mark.start : mark.end].rstrip(",.:?"))))
            for mark in real.marks
        ]
    assert max(map(abs, apart)) < 0.2
    assert abs(sum(apart)) / len(apart) < 0.08


def test_a_pause_stands_where_a_sign_is() -> None:
    first, second = DURATIONS.words("yes, please")
    assert second.at_ms - first.until_ms == PAUSE_MS
    first, second = DURATIONS.words("yes please")
    assert second.at_ms == first.until_ms


def test_what_is_said_in_place_of_a_text_gives_its_time() -> None:
    short, _ = DURATIONS.script(plain("A1 now"))
    long, marks = DURATIONS.script(Script((Piece("A1", say="the first of all the motorways"), Piece(" now"))))
    assert long > short + 500
    assert [mark.start for mark in marks] == [0, 3]


def test_rate_and_pauses_of_the_script_count() -> None:
    usual, _ = DURATIONS.script(plain("hello there"))
    slow, _ = DURATIONS.script(Script((Piece("hello there", prosody=Prosody(rate=0.5)),)))
    late, marks = DURATIONS.script(Script((Piece("hello there", pause_ms=400),)))
    assert slow > 1.7 * usual
    assert late == usual + 400
    assert marks[0].at_ms == 400


def test_nothing_lasts_as_long_as_an_empty_sentence() -> None:
    assert DURATIONS.words("...") == []
    assert DURATIONS.script(plain(""))[1] == ()
