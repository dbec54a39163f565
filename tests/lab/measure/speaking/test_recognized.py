"""The bench of concepts: which words count, which are lost, and that nothing is said but prompts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner

from viva.cli.app import viva
from viva.dialogue.load import load_bot
from viva.hearing.engine import Recognizer
from viva.hearing.evidence import Recognition
from viva.hearing.registry import recognizer
from viva.lab.measure.speaking.recognized import (
    Heard,
    Utterance,
    ear_of,
    hear,
    table,
    utterances,
)
from viva.lab.say.asked import Asked
from viva.speaking.registry import synthesizer
from viva.speaking.speaker import Speaker
from viva.understanding.expectation import Expectation

BOTS = Path(__file__).resolve().parents[4] / "bots"


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


def test_the_table_counts_both() -> None:
    said = Utterance("kept", Asked("kept"), "All right.", ())
    shown = table({"clinic": [Heard(said, "", 1, ("2026-11-25",), 3, ())]})
    assert shown.splitlines()[1].split()[:3] == ["clinic", "1", "1"] and "25.0%" in shown


def test_options_that_need_another() -> None:
    found = CliRunner().invoke(viva, ["bench", "speaking", "recognized", "clinic", "--rate", "150"])
    assert found.exit_code == 2 and "go with --voice" in found.output
    found = CliRunner().invoke(viva, ["bench", "speaking", "recognized", "clinic", "--model", "voices/joe"])
    assert found.exit_code == 2 and "goes with --engine" in found.output


@dataclass
class _Writes:
    """A recognizer that always writes the same."""

    text: str

    def recognize(self, pcm: bytes, expects: Expectation, language: Path | None = None) -> Recognition:
        return Recognition.of_text(self.text)


def _heard_as(prompt: str, text: str) -> Heard:
    bot = load_bot(BOTS / "clinic")
    said = next(one for one in utterances(bot) if one.prompt == prompt)
    ear = ear_of(bot, cast(Recognizer, _Writes(text)))
    return hear(bot, Speaker(synthesizer("espeak"), bot.voice), ear, said)


def test_a_value_counts_as_understood_however_it_is_written() -> None:
    for text in ("You are booked for tomorrow at 9 a.m.", "booked: the 25th of November, nine o'clock, see"):
        assert _heard_as("booked", text).lost_values == (), text
    assert _heard_as("booked", "You are booked for tomorrow at 10.").lost_values == ("09:00",)
    assert _heard_as("booked", "").lost_values == ("2026-11-25", "09:00")
    assert _heard_as("booked", "").lost_words == ("booked", "see")


@pytest.mark.models
def test_a_plain_sentence_is_heard() -> None:
    bot = load_bot(BOTS / "clinic")
    speaker = Speaker(synthesizer("espeak"), bot.voice)
    said = next(one for one in utterances(bot) if one.prompt == "opening_hours")
    heard = hear(bot, speaker, ear_of(bot, recognizer("moonshine-tiny")), said)
    assert heard.values == 0 and heard.words >= 6 and len(heard.lost_words) < heard.words
