"""Utterances as sound: their times are true, their level is that of speech, and they are always the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from viva.errors import VivaError
from viva.lab.simulate.utterance import Part, Utterance
from viva.lab.simulate.voice import said
from viva.lab.simulate.voice.said import LEVEL_DBFS, spoken
from viva.lab.simulate.voice.script import breath
from viva.lab.sounds.levels import active_level
from viva.speaking.engine import Voice

VOICE = Voice("en-gb+f3", 165, 55)
ORDER = Utterance((Part("can I get a", 400), Part("large latte please")))


def test_pauses_are_silent_and_as_long_as_they_were_meant() -> None:
    sound = spoken(ORDER, VOICE)
    ((start, end),) = sound.pauses
    assert end - start == 400
    assert not sound.samples[start * 16 : end * 16].any()
    for edge in (sound.samples[:320], sound.samples[-320:]):
        assert np.abs(edge).max() > 0.0005, "no silence around the sound"


def test_no_pause_is_left_of_a_part_that_is_not_heard() -> None:
    sound = spoken(Utterance((Part("", 300), Part("yes", 200), Part("", 500))), VOICE)
    assert sound.pauses == ()
    alone = spoken(Utterance((Part("yes"),)), VOICE)
    assert sound.duration_ms == pytest.approx(alone.duration_ms, abs=60)
    assert spoken(Utterance((Part("", 500),)), VOICE).duration_ms == 0


@pytest.mark.parametrize("text", ["no, I said eight ounce", "yes, please. a latte, um, with milk"])
def test_a_breath_has_no_pause_that_was_not_meant(text: str) -> None:
    samples = spoken(Utterance((Part(text),)), VOICE).samples
    level = np.square(samples[: len(samples) // 160 * 160].reshape(-1, 160)).mean(axis=1)
    quiet = "".join("." if one < level.max() * 1e-4 else "#" for one in level)
    assert max(map(len, quiet.split("#"))) <= 9


@pytest.mark.parametrize("voice", ["en-us", "en-gb+f3", "en-us+m7", "en-gb-scotland+m2"])
def test_speech_has_the_level_of_telephony(voice: str) -> None:
    sound = spoken(Utterance((Part("I would like a medium cappuccino with oat milk"),)), Voice(voice))
    assert active_level(sound.samples) == pytest.approx(LEVEL_DBFS, abs=3)
    assert np.abs(sound.samples).max() < 0.9


def test_what_was_said_before_changes_nothing() -> None:
    first = spoken(ORDER, VOICE).samples
    said.synthesized.cache_clear()
    spoken(Utterance((Part("something else"),)), Voice("en-us", 190))
    assert np.array_equal(spoken(ORDER, VOICE).samples, first)


def test_hesitations_are_drawn_out_and_repeats_are_slower() -> None:
    hesitating = breath("um, a latte")
    assert [piece.text for piece in hesitating.pieces] == ["um, ", "a latte"]
    assert hesitating.pieces[0].prosody.rate < 0.8 and hesitating.pieces[1].pause_ms > 0
    assert [piece.text for piece in breath("the summer album").pieces] == ["the summer album"]
    order = Utterance((Part("a large latte please"),))
    again = Utterance(order.parts, act="repeat")
    assert spoken(again, VOICE).duration_ms > 1.1 * spoken(order, VOICE).duration_ms
    assert active_level(spoken(again, VOICE).samples) > active_level(spoken(order, VOICE).samples) + 1


def test_a_part_that_goes_on_keeps_its_melody_up() -> None:
    assert breath("five five", goes_on=True).text == "five five,"
    assert breath("five five").text == "five five"


@pytest.mark.parametrize(
    "utterance",
    [Utterance((Part("mm-hm"),), kind="backchannel"), Utterance((Part(""),), kind="noise")],
    ids=["hum", "cough"],
)
def test_sounds_without_words(utterance: Utterance) -> None:
    sound = spoken(utterance, VOICE)
    assert 100 < sound.duration_ms < 2500
    assert np.array_equal(sound.samples, spoken(utterance, VOICE).samples)
    assert active_level(sound.samples) == pytest.approx(LEVEL_DBFS, abs=6)


def test_a_recording_is_trimmed_and_its_pauses_are_found(tmp_path: Path) -> None:
    tone = 0.2 * np.sin(np.arange(8000) / 4)
    quiet = np.random.default_rng(0).normal(0, 0.0005, 8000)
    path = tmp_path / "order.wav"
    soundfile.write(path, np.concatenate((quiet, tone, quiet, tone, quiet)), 16_000)
    sound = spoken(Utterance((Part("two tones"),), recording=path), VOICE)
    assert sound.duration_ms == pytest.approx(1500, abs=30)
    ((start, end),) = sound.pauses
    assert start == pytest.approx(500, abs=20) and end == pytest.approx(1000, abs=20)
    assert active_level(sound.samples) == pytest.approx(LEVEL_DBFS, abs=0.1)


def test_a_recording_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match=r"gone\.wav"):
        spoken(Utterance((Part("x"),), recording=tmp_path / "gone.wav"), VOICE)
