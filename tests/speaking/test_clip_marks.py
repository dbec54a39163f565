"""Marks in recordings, against the true ones of the voice that stands for the speaker."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from tests.speaking.recorded import clip, put
from viva.audio.pcm import to_float
from viva.errors import VivaError
from viva.speaking.clip_marks import ClipMarks
from viva.speaking.engine import Chunk, Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.prosody import Prosody
from viva.speaking.recordings import Recordings
from viva.speaking.script import Piece, Script, plain
from viva.speaking.speaker import Speaker

TEXT = "I'm afraid there is nothing free on Monday; would Tuesday morning suit you?"
STUDIO = Voice("en-gb-scotland+f2")
OWN = Voice("en-gb")


class Counting(EspeakSynthesizer):
    asked = 0
    fails = False

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        self.asked += 1
        if self.fails:
            raise VivaError("the voice is gone")
        return super().stream(pieces, voice)


@pytest.fixture
def recorded(tmp_path: Path) -> tuple[Recordings, list[int]]:
    """A clip of the text, and when its words begin."""
    speech = Speaker(EspeakSynthesizer(), STUDIO).render(plain(TEXT))
    put(tmp_path, "a.wav", to_float(speech.pcm), 16_000)
    return Recordings((clip(tmp_path, "a.wav", TEXT),)), [mark.at_ms for mark in speech.marks]


@pytest.mark.parametrize("rate", [0.8, 1.0, 1.2])
def test_marks_lie_near_the_true_ones_at_every_rate(
    recorded: tuple[Recordings, list[int]], rate: float
) -> None:
    clips, true = recorded
    speaker = Speaker(EspeakSynthesizer(), OWN, clips)
    made = speaker.render(Script((Piece(TEXT, prosody=Prosody(rate)),)))
    assert [TEXT[m.start : m.end] for m in made.marks] == TEXT.split()
    off = [abs(mark.at_ms - at / rate) for mark, at in zip(made.marks, true, strict=True)]
    assert np.median(off) <= 25
    assert max(off) <= 120


def test_marks_are_made_once_and_come_with_the_audio(recorded: tuple[Recordings, list[int]]) -> None:
    reference = Counting()
    speaker = Speaker(EspeakSynthesizer(), OWN, recorded[0], ClipMarks(reference, OWN))
    first, again = (list(speaker.stream(plain(TEXT))) for _ in range(2))
    assert reference.asked == 1
    assert first == again
    with_sound = [mark for sound in first if sound.pcm for mark in sound.marks]
    assert len(with_sound) == len(TEXT.split()), "a barge-in may come before the next sound"


def test_a_reference_that_fails_leaves_the_clip_without_marks(recorded: tuple[Recordings, list[int]]) -> None:
    reference = Counting()
    reference.fails = True
    speaker = Speaker(EspeakSynthesizer(), OWN, recorded[0], ClipMarks(reference, OWN))
    assert speaker.render(plain(TEXT)).marks == ()
    reference.fails = False
    assert len(speaker.render(plain(TEXT)).marks) == len(TEXT.split())
