"""A bot's own recognizer in calls without audio: rows of what its callers say and what is heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva.lab.simulate.errors.hearing import heard
from viva.lab.simulate.errors.listening import _until
from viva.lab.simulate.errors.spoken import Spoken, SpokenWord
from viva.lab.simulate.utterance import Part, Utterance
from viva.lab.simulate.voice.said import spoken as sounded
from viva.speaking.engine import Voice

BOT = Path(__file__).parents[4] / "bots" / "barista"
VOICE = Voice("en-us+m3")


def test_what_is_heard_up_to_a_pause_is_what_sounds_before_it() -> None:
    utterance = Utterance((Part("a large", 600), Part("iced latte")))
    words = tuple(
        SpokenWord(word, 500 * at, 500 * at + 400) for at, word in enumerate(["a", "large", "iced", "latte"])
    )
    one = Spoken(utterance, 0, 1900, words, ())
    whole = sounded(utterance, VOICE)
    (pause, _), *_ = whole.pauses
    assert len(_until(one, VOICE, words)) == len(whole.samples)
    assert len(_until(one, VOICE, words[:2])) == pause * 16
    within = len(_until(one, VOICE, words[:3]))
    assert pause * 16 < within < len(whole.samples)


@pytest.mark.models
def test_rows_say_what_was_said_and_heard() -> None:
    listed = heard(BOT, 2, 1)
    rows = [next(listed) for _ in range(6)]
    said = [one for one in rows if "truth" in one]
    assert {"id", "call", "truth", "whole", "noise", "nbest"} <= set(said[0])
    assert {one["noise"] for one in said} <= {"clean", "telephone"}
    assert any(one["nbest"] for one in said)
