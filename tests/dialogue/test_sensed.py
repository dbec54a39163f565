"""What the call senses beside words: seen by flows, refused where it is misspelt."""

from __future__ import annotations

import pytest

from tests.dialogue.small import NOW, Talk, bot, read
from viva.dialogue.problems import BotError
from viva.dialogue.sensed import of_voice
from viva.dialogue.state import State
from viva.hearing.voice.evidence import Emotion, Measure, Voice
from viva.hearing.voice.manner import Manner

TEXT = """
title: Shop
transfer: desk
intents: {status: [where is my order]}
slots: {mood: {keep: true}}
flows:
  status:
    intents: status
    steps:
      - set: {mood: voice.emotion}
      - if: voice.arousal > 2 and turns > 1
        then:
          - say: I can hear that this is urgent.
          - transfer
      - say: It is on its way.
"""

URGENT = ["status.1.then.0.say", "transferring"]


def tell(talk: Talk, **sensed) -> list[str]:
    talk.step = talk.dialogue.hear(talk.state, read("status"), NOW, sensed=sensed or None)
    return talk.prompts


def test_a_flow_hears_the_voice_and_counts_turns() -> None:
    talk = Talk(TEXT, "")
    assert "transfer" not in str(talk.step.acts)
    calm = tell(talk, voice={"arousal": 3.0})
    assert calm == ["status.2.say", "anything_else"]
    assert talk.state.turns == 1
    assert tell(talk, voice={"arousal": 2.5, "emotion": "angry"}) == URGENT
    assert talk.state.turns == 2 and talk.state.slots["mood"] == "angry"


def test_what_was_sensed_last_is_kept_for_keys_and_text() -> None:
    talk = Talk(TEXT, "")
    tell(talk, voice={"arousal": 3.0})
    assert tell(talk) == URGENT
    assert State.from_json(talk.state.to_json()) == talk.state


def test_nothing_sensed_is_null() -> None:
    talk = Talk(TEXT, "")
    tell(talk)
    assert tell(talk) == ["status.2.say", "anything_else"]


def test_a_voice_as_flows_see_it() -> None:
    said = Voice(900, emotion=Emotion("angry", 0.8))
    sure = of_voice(Manner(said, pitch=1.2, arousal=Measure(2.5, 0.6)))
    assert sure["arousal"] == 2.5 and sure["emotion"] == "angry" and sure["pitch"] == 1.2
    assert of_voice(Manner(said, arousal=Measure(2.5, 0.1)))["arousal"] is None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("voice.mood > 2", "there is no `voice.mood`."),
        ("voice.arousel > 2", "Did you mean `voice.arousal`?"),
        ("voice > 2", "`voice` alone is no value."),
        ("turns.count > 2", "`turns` is a number and has no attributes"),
        ("turn > 2", "Did you mean `turns`?"),
    ],
)
def test_wrong_names_are_refused_with_their_line(condition: str, expected: str) -> None:
    with pytest.raises(BotError) as caught:
        bot(TEXT.replace("voice.arousal > 2 and turns > 1", condition), "")
    assert expected in str(caught.value) and "bot.yaml:11" in str(caught.value)


@pytest.mark.parametrize("slot", ["voice", "turns"])
def test_no_slot_is_called_like_them(slot: str) -> None:
    for text in (
        TEXT.replace("mood: {keep", f"{slot}: {{keep"),
        TEXT.replace("{mood: voice", f"{{{slot}: voice"),
    ):
        with pytest.raises(BotError, match=f"`{slot}` cannot name a slot"):
            bot(text, "")


def test_a_classifier_must_be_in_the_folder_and_whole() -> None:
    text = TEXT + "engines: {voice: moods.voice.json}\n"
    with pytest.raises(BotError, match=r"there is no file `moods\.voice\.json`"):
        bot(text, "")
    with pytest.raises(BotError, match=r"moods\.voice\.json` is not JSON"):
        bot(text, "", **{"moods.voice.json": "x"})
    with pytest.raises(BotError, match="is no classifier of the voice"):
        bot(text, "", **{"moods.voice.json": "{}"})
