"""Conditions become a caller: the same one for the same call, never in the bot's own voice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from viva.audio.pcm import rms_dbfs, to_float
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.errors import VivaError
from viva.hearing.speech import SpeechDetector
from viva.lab.simulate.cast import Conditions, cast
from viva.lab.simulate.personas import read_personas
from viva.lab.simulate.utterance import Part, Utterance
from viva.lab.simulate.voice.said import PER_MS, spoken
from viva.lab.simulate.voice.speaking import speaking_caller
from viva.lab.simulate.voice.voices import THROATS, caller_voice
from viva.server.build import build_voice_activity
from viva.speaking.engine import Voice

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def bot() -> Bot:
    return load_bot(ROOT / "bots" / "barista")


def test_voices_differ_and_are_never_the_bots(bot: Bot) -> None:
    bot = replace(bot, voice=Voice("en-gb+f2"))
    names = {caller_voice(name, bot, np.random.default_rng(n)) for n in range(200) for name in ("", "en-gb")}
    assert len(names) > 20
    assert not any(name.endswith("+f2") for name in names)
    assert {name.partition("+")[2] for name in names} <= set(THROATS)
    assert caller_voice("en-us+klatt", bot, np.random.default_rng(0)) == "en-us+klatt"


def test_a_voice_that_is_not_there_is_named(bot: Bot) -> None:
    with pytest.raises(VivaError, match="xx-yy"):
        caller_voice("xx-yy", bot, np.random.default_rng(0))


@pytest.mark.parametrize("number", range(6))
def test_a_call_sounds_the_same_whoever_called_before(bot: Bot, number: int) -> None:
    personas = read_personas(None, bot)

    def first_second() -> bytes:
        call = cast(personas, bot, seed=5, number=number)
        caller = speaking_caller(call.mind, call.conditions, bot, seed=5, number=number)
        return b"".join(caller.audio(t) for t in range(20, 1000, 20))

    first = first_second()
    other = cast(personas, bot, seed=5, number=number + 1)
    speaking_caller(other.mind, other.conditions, bot, seed=5, number=number + 1).audio(20)
    assert first_second() == first


def test_noise_lies_under_the_speech_by_what_was_asked(bot: Bot) -> None:
    call = cast(read_personas(None, bot), bot, seed=1, number=1)
    conditions = Conditions(noise="pink", snr_db=15, level_db=-4)
    caller = speaking_caller(call.mind, conditions, bot, seed=1)
    heard = b"".join(caller.audio(t) for t in range(20, 20_000, 20))
    assert rms_dbfs(to_float(heard)) == pytest.approx(-26 - 4 - 15, abs=0.5)


@pytest.mark.models
@pytest.mark.parametrize("answer", ["yes", "nope"])
def test_short_answers_wake_the_voice_activity(answer: str) -> None:
    activity = build_voice_activity()
    for throat in THROATS:
        sound = np.pad(spoken(Utterance((Part(answer),)), Voice(f"en-us+{throat}")).samples, 8000)
        detector, stream, changes = SpeechDetector(), activity.open(), []
        for end in range(activity.window, len(sound) + 1, activity.window):
            chance = activity.probabilities([stream], sound[None, end - activity.window : end])[0]
            changes += list(detector.push(float(chance), end // PER_MS))
        activity.close(stream)
        assert changes, throat
