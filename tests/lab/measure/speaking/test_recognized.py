"""The bench of concepts: which words count, which are lost, and that nothing is said but prompts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from viva.cli.app import viva
from viva.dialogue.load import load_bot
from viva.hearing.registry import recognizer
from viva.lab.measure.speaking.recognized import (
    Heard,
    Utterance,
    content_words,
    hear,
    lost,
    table,
    through_telephone,
    utterances,
)
from viva.lab.say.asked import Asked
from viva.speaking.registry import synthesizer
from viva.speaking.speaker import Speaker
from viva.understanding.understander import build_understander

BOTS = Path(__file__).resolve().parents[4] / "bots"


def test_content_words_are_without_values_and_function_words() -> None:
    assert content_words("You are booked for Thursday at nine.", without=["thursday", "nine"]) == ["booked"]
    assert content_words("Say it letter by letter.") == ["say", "letter", "letter"]


def test_what_is_lost() -> None:
    assert lost(["book", "appointment"], "I took an appointment") == ["book"]
    assert lost(["letter", "letter"], "one letter") == ["letter"]
    assert lost(["right"], "alright") == ["right"] and lost(["good", "bye"], "goodbye!") == []
    assert lost(["goodbye"], "good bye") == []


def test_every_variant_is_said_and_places_with_several_values() -> None:
    bot = load_bot(BOTS / "clinic")
    found = list(utterances(bot))
    variants = sum(len(list(prompt.texts)) for prompt in bot.prompts.values())
    assert len({(one.prompt, one.asked.context, one.asked.variant) for one in found}) == variants
    booked = [one for one in found if one.prompt == "booked"]
    assert len({one.said for one in booked}) >= 3
    assert [(s.value, s.entity) for s in booked[0].values] == [("2026-11-25", "date"), ("09:00", "time")]
    offered = next(one for one in found if one.prompt == "ask_time")
    assert len([s for s in offered.values if s.entity == "time"]) == 3


def test_the_line_keeps_the_length_and_takes_what_is_above_4_khz() -> None:
    t = np.arange(16_000) / 16_000
    both = (6000 * np.sin(2 * np.pi * 1000 * t) + 6000 * np.sin(2 * np.pi * 6000 * t)).astype("<i2")
    after = np.frombuffer(through_telephone(both.tobytes()), "<i2").astype(float)
    assert abs(len(after) - 16_000) <= 2
    power = np.abs(np.fft.rfft(after[:16_000]))
    assert power[6000] < power[1000] / 100


def test_the_table_counts_both() -> None:
    said = Utterance("kept", Asked("kept"), "All right.", ())
    shown = table({"clinic": [Heard(said, "", 1, ("2026-11-25",), 3, ())]})
    assert shown.splitlines()[1].split()[:3] == ["clinic", "1", "1"] and "25.0%" in shown


def test_rate_without_a_voice() -> None:
    found = CliRunner().invoke(viva, ["bench", "speaking", "recognized", "clinic", "--rate", "150"])
    assert found.exit_code == 2 and "go with --voice" in found.output


@pytest.mark.models
def test_a_plain_sentence_is_heard() -> None:
    bot = load_bot(BOTS / "clinic")
    speaker = Speaker(synthesizer("espeak"), bot.voice)
    understander = build_understander(bot.language, pronouncer=None, encoder=None)
    said = next(one for one in utterances(bot) if one.prompt == "opening_hours")
    heard = hear(bot, speaker, recognizer("moonshine-tiny"), understander, said)
    assert heard.values == 0 and heard.words >= 6 and len(heard.lost_words) < heard.words
