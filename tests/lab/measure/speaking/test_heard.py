"""The bench of heard text: its truth is in the sound, and belief stays within one word of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viva.audio.pcm import to_float
from viva.dialogue.load import load_bot
from viva.lab.measure.speaking.heard import KINDS, BargeIn, bench_heard, table, texts_of
from viva.lab.measure.speaking.word_sounds import Hummer, ends_of_sounds, one_by_one
from viva.speaking.engine import Voice
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.registry import synthesizer
from viva.speaking.script import plain
from viva.speaking.speaker import Speaker

BOTS = Path(__file__).resolve().parents[4] / "bots"


def test_belief_is_within_one_word_of_the_truth_always() -> None:
    texts = texts_of([load_bot(BOTS / "clinic")])
    found, _ = bench_heard(texts, 120)
    assert len(found) == 120 and max(abs(one.off) for one in found) <= 1
    assert {one.kind for one in found} == set(KINDS) and any(one.growing for one in found)
    assert bench_heard(texts, 8)[0] == found[:8]


def test_the_ends_of_words_are_found_in_the_sound() -> None:
    text = "The diary does not answer just now."
    hummed = Speaker(Hummer(), Voice("hum")).render(plain(text))
    ends = ends_of_sounds(to_float(hummed.pcm))
    assert len(ends) == 7 and all(mark.at_ms < end for mark, end in zip(hummed.marks, ends, strict=True))
    spoken = Speaker(synthesizer("espeak"), Voice("en-gb")).render(one_by_one(text, Prosody(0.8)))
    assert len(ends_of_sounds(to_float(spoken.pcm))) == 7
    assert ends_of_sounds(np.zeros(1600, np.float32)) == []


def test_the_table_shows_the_worst() -> None:
    shown = table([BargeIn("eSpeak NG", True, False, 3, 3), BargeIn("eSpeak NG", True, False, 1, 3)])
    assert shown.splitlines()[-1] == "words off: -2: 1, +0: 1"
    assert "50.0%" in shown.splitlines()[1] and shown.splitlines()[1].endswith(" 2")


@pytest.mark.parametrize("prosody", [PLAIN, Prosody(0.8)])
def test_a_word_is_a_piece(prosody: Prosody) -> None:
    script = one_by_one("See you  then.", prosody)
    assert script.text == "See you  then." and [p.text for p in script.pieces] == ["See ", "you  ", "then."]
    assert script.pieces[0].pause_ms == 0 and all(p.prosody == prosody for p in script.pieces)
