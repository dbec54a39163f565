"""What is asked of eSpeak NG against what it produces, and several pieces as one sentence."""

from __future__ import annotations

import numpy as np
import pytest

from viva.hearing.voice.analyser import VoiceAnalyser
from viva.pronunciation.espeak_library import Manner
from viva.speaking.engine import Chunk, Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.espeak_prosody import manner
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.script import Piece
from viva.speaking.speech import WordMark

HZ = EspeakSynthesizer.rate
TEXTS = {
    "en-gb": "Your appointment with Doctor Patel is confirmed for tomorrow morning.",
    "en-us": "Which branch is closest to you, Victoria or Leeds?",
    "en-gb+f3": "I have nine eight four, five oh one, two three four five; is that right?",
    "hi": "कल सुबह दस बजे आपका अपॉइंटमेंट है।",
}


def said(*pieces: Piece, voice: str = "en-gb") -> tuple[np.ndarray, list[WordMark]]:
    chunks: list[Chunk] = list(EspeakSynthesizer().stream(pieces, Voice(voice)))
    audio = np.concatenate([np.zeros(0, np.float32), *(chunk.samples for chunk in chunks)])
    return audio, [mark for chunk in chunks for mark in chunk.marks]


def speech_s(samples: np.ndarray) -> float:
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return float(loud[-1] - loud[0]) / HZ


def pitch(samples: np.ndarray) -> float:
    """Semitones, mean of the middle half: a median would jump where two accents are about as long."""
    found = 12 * np.log2(VoiceAnalyser().push(samples).pitch_hz)
    low, high = np.nanpercentile(found, [25, 75])
    return float(np.nanmean(found[(found >= low) & (found <= high)]))


@pytest.mark.parametrize("voice", TEXTS)
@pytest.mark.parametrize("rate", [0.7, 0.85, 1.15, 1.4])
def test_the_rate_is_met(voice: str, rate: float) -> None:
    own, _ = said(Piece(TEXTS[voice]), voice=voice)
    made, _ = said(Piece(TEXTS[voice], prosody=Prosody(rate)), voice=voice)
    assert speech_s(own) / speech_s(made) == pytest.approx(rate, rel=0.03)


@pytest.mark.parametrize("voice", TEXTS)
@pytest.mark.parametrize("pitch_st", [-4, -2, 2, 4])
def test_the_pitch_is_met(voice: str, pitch_st: float) -> None:
    own, _ = said(Piece(TEXTS[voice]), voice=voice)
    made, _ = said(Piece(TEXTS[voice], prosody=Prosody(pitch_st=pitch_st)), voice=voice)
    assert pitch(made) - pitch(own) == pytest.approx(pitch_st, abs=0.5)


def test_numbers_of_espeak() -> None:
    assert manner("gmw/en", Voice("en-gb", 170, 40), PLAIN) == Manner(170, 40, 50)
    higher = manner("gmw/en+f3", Voice("en-gb+f3"), Prosody(pitch_st=12))
    assert (higher.range, higher.pitch) == (99, 99)
    assert manner("gmw/en", Voice("en-gb", rate=20, pitch=900), Prosody(0.01, -99)).rate == 80


def test_pieces_of_several_rates_are_one_sentence() -> None:
    words = ("Your number is ", "nine eight four five oh one ", "is that right?")
    _, own = said(*(Piece(text) for text in words))
    _, slow = said(Piece(words[0]), Piece(words[1], prosody=Prosody(0.7)), Piece(words[2]))
    assert [(m.start, m.end) for m in slow] == [(m.start, m.end) for m in own]
    length = [m[9].at_ms - m[3].at_ms for m in (own, slow)]
    assert length[0] / length[1] == pytest.approx(0.7, rel=0.04)
    assert slow[3].at_ms == pytest.approx(own[3].at_ms, rel=0.05)


def gap_ms(samples: np.ndarray, mark: WordMark) -> float:
    """Silence before a word."""
    at = mark.at_ms * HZ // 1000
    return float(at - np.flatnonzero(np.abs(samples[:at]) > 0.01)[-1]) * 1000 / HZ


def test_a_pause_is_as_long_as_asked() -> None:
    """Beside what the voice makes by itself: at a comma, nothing within a phrase."""
    bare = gap_ms(*_fourth(said(Piece("nine eight four "), Piece("five oh one", pause_ms=400))))
    assert bare == pytest.approx(400, abs=25)
    own = gap_ms(*_fourth(said(Piece("nine eight four, five oh one"))))
    comma = gap_ms(*_fourth(said(Piece("nine eight four, "), Piece("five oh one", pause_ms=400))))
    assert comma - own == pytest.approx(400, abs=25)
    leading, marks = said(Piece("five oh one", pause_ms=400))
    assert not leading[: HZ * 4 // 10].any()
    assert 400 <= marks[0].at_ms < 450


def _fourth(sentence: tuple[np.ndarray, list[WordMark]]) -> tuple[np.ndarray, WordMark]:
    return sentence[0], sentence[1][3]


def test_what_is_said_in_place_of_a_text_has_its_marks_on_the_text() -> None:
    text = ("Come at ", "4:30 pm", " on the ", "3rd.")
    _, marks = said(
        Piece(text[0]),
        Piece(text[1], "half past four in the afternoon"),
        Piece(text[2]),
        Piece(text[3], "third"),
    )
    joined = "".join(text)
    assert [joined[m.start : m.end] for m in marks] == joined.split()
    times = [m.at_ms for m in marks]
    assert times == sorted(times)
    assert times[4] - times[2] > 1000


def test_the_first_chunk_does_not_wait_for_the_whole() -> None:
    text = "See you on Thursday the 26th of November at half past four in the afternoon."
    chunks = list(EspeakSynthesizer().stream((Piece(text),), Voice("en-gb")))
    assert 0.2 * HZ < len(chunks[0].samples) < 0.4 * HZ
    assert all(mark.at_ms < 400 for mark in chunks[0].marks)
    assert [text[m.start : m.end] for chunk in chunks for m in chunk.marks] == text.split()


CODES = ("\x01300S hello \x01V", "a\x00b", "\ud800", "&amp; <speak>", "-- ... !?")
SCRIPTS = ("😀", "日本語のテキスト", "مرحبا", "½ ¾ ±")


@pytest.mark.parametrize("text", CODES + SCRIPTS)
def test_odd_text_neither_fails_nor_commands(text: str) -> None:
    made, marks = said(Piece(text), Piece(" and so on", prosody=Prosody(0.9)))
    assert 0.3 * HZ < len(made) < 20 * HZ
    assert marks[-1].end == len(text) + 10


def test_a_flood_is_cut_and_said_whole() -> None:
    text = "word, " * 500
    made, marks = said(Piece(text))
    assert len(marks) == 500
    assert [m.start for m in marks] == list(range(0, 3000, 6))
    assert made.any()
    solid, _ = said(Piece("a" * 5000))
    assert solid.any()
