"""Marks for voices that give none, against marks that are known: other eSpeak NG voices, theirs hidden."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from viva.errors import VivaError
from viva.speaking.align import Aligned, Alignment
from viva.speaking.engine import Chunk, Feature, Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.heard import heard_text
from viva.speaking.script import Piece
from viva.speaking.speech import WordMark, latest

REFERENCE = Voice("en-gb")
OTHERS = (
    Voice("en-us+f3"),
    Voice("en-gb+m7", 200, 60),
    Voice("en-us+klatt2", 130, 40),
    Voice("en-gb-scotland+f2", 230),
)
SENTENCES = (
    "What would you like to drink today?",
    "You have an appointment on Thursday the twenty sixth of November, at half past four.",
    "Say the digits one by one, or key them in and press hash.",
    "Yes.",
    "I'm afraid there is nothing free on Monday; would Tuesday morning suit you?",
)  # fmt: skip


class Unmarked:
    """A synthesizer that gives no marks, 100 ms at a time."""

    does: frozenset[Feature] = frozenset()

    def __init__(self) -> None:
        self._inner = EspeakSynthesizer()
        self.closed = False

    @property
    def rate(self) -> int:
        return self._inner.rate

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        samples, _ = spoken(pieces[0].text, voice)
        try:
            for start in range(0, len(samples), self.rate // 10):
                yield Chunk(samples[start : start + self.rate // 10])
        finally:
            self.closed = True


def spoken(text: str, voice: Voice) -> tuple[NDArray[np.float32], tuple[WordMark, ...]]:
    chunks = list(EspeakSynthesizer().stream((Piece(text),), voice))
    samples = np.concatenate([np.zeros(0, np.float32), *(chunk.samples for chunk in chunks)])
    return samples, latest(mark for chunk in chunks for mark in chunk.marks)


def aligned(text: str, voice: Voice) -> list[Chunk]:
    return list(Aligned(Unmarked(), EspeakSynthesizer(), REFERENCE).stream((Piece(text),), voice))


def errors(text: str, voice: Voice) -> list[int]:
    _, true = spoken(text, voice)
    found = latest(mark for chunk in aligned(text, voice) for mark in chunk.marks)
    assert [(m.start, m.end) for m in found] == [(m.start, m.end) for m in true]
    return [abs(f.at_ms - t.at_ms) for f, t in zip(found[1:], true[1:], strict=True)]


@pytest.mark.parametrize("voice", OTHERS, ids=lambda voice: voice.name)
def test_marks_lie_near_the_true_ones(voice: Voice) -> None:
    off = [error for text in SENTENCES for error in errors(text, voice)]
    assert np.median(off) <= 25
    assert np.percentile(off, 95) <= 120


def test_audio_comes_first_and_unchanged() -> None:
    chunks = aligned(SENTENCES[1], OTHERS[0])
    assert len(chunks[0].samples) > 0
    assert chunks[0].marks == ()
    whole = np.concatenate([chunk.samples for chunk in chunks])
    assert len(whole) == pytest.approx(len(spoken(SENTENCES[1], OTHERS[0])[0]), rel=0.05)


def test_early_marks_are_of_all_words_and_never_go_back() -> None:
    _, true = spoken(SENTENCES[1], OTHERS[0])
    told = [chunk.marks for chunk in aligned(SENTENCES[1], OTHERS[0]) if chunk.marks]
    assert len(told) > 5
    for marks in told:
        assert [m.start for m in marks] == [m.start for m in true]
        assert [m.at_ms for m in marks] == sorted(m.at_ms for m in marks)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SENTENCES), st.sampled_from(OTHERS), st.floats(0, 1))
def test_what_was_heard_is_known_to_one_word(text: str, voice: Voice, share: float) -> None:
    """A barge-in at any time, while the voice comes three times as fast as it plays."""
    samples, true = spoken(text, voice)
    duration = len(samples) / EspeakSynthesizer().rate * 1000
    played = int(share * duration)
    marks: tuple[WordMark, ...] = ()
    came, whole = 0.0, True
    for chunk in aligned(text, voice):
        if len(chunk.samples) and came >= 3 * played + 220:
            whole = False
            break
        marks = latest((*marks, *chunk.marks))
        came += len(chunk.samples) / EspeakSynthesizer().rate * 1000
    believed = heard_text(text, marks, round(duration), played, whole=whole)
    heard = heard_text(text, true, round(duration), played)
    assert abs(len(believed.split()) - len(heard.split())) <= 1


def test_closing_ends_the_voice() -> None:
    voice = Unmarked()
    chunks = Aligned(voice, EspeakSynthesizer(), REFERENCE).stream((Piece(SENTENCES[1]),), OTHERS[0])
    next(chunks)
    next(chunks)
    chunks.close()
    assert voice.closed


@pytest.mark.parametrize("text", ["...", "", "日本"])
def test_a_text_without_readable_words_does_no_harm(text: str) -> None:
    assert all(len(chunk.marks) <= 1 for chunk in aligned(text, OTHERS[0]))


def test_a_reference_that_fails_leaves_speech_without_marks() -> None:
    chunks = list(
        Aligned(Unmarked(), EspeakSynthesizer(), Voice("xx")).stream((Piece("Hello there."),), REFERENCE)
    )
    assert sum(len(chunk.samples) for chunk in chunks) > 0
    assert all(chunk.marks == () for chunk in chunks)
    with pytest.raises(VivaError):
        list(EspeakSynthesizer().stream((Piece("Hello there."),), Voice("xx")))


def test_silence_where_speech_was_expected_is_no_error() -> None:
    samples, marks = spoken(SENTENCES[0], REFERENCE)
    alignment = Alignment(samples, marks, EspeakSynthesizer.rate, 16_000)
    alignment.push(np.zeros(16_000, np.float32))
    assert len(alignment.marks()) == len(marks)


def test_a_long_text_stays_within_its_band() -> None:
    text = " ".join(SENTENCES * 8)
    samples, marks = spoken(text, REFERENCE)
    alignment = Alignment(samples, marks, EspeakSynthesizer.rate, EspeakSynthesizer.rate)
    alignment.push(spoken(text, OTHERS[1])[0])
    _, true = spoken(text, OTHERS[1])
    off = [abs(f.at_ms - t.at_ms) for f, t in zip(alignment.marks(), true, strict=True)]
    assert np.percentile(off, 95) <= 200
