from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.speaking.recorded import clip, put, recordings, studio
from viva.audio.pcm import to_float
from viva.errors import VivaError
from viva.lab.stand_ins import StandInSynthesizer
from viva.speaking.engine import Chunk, Feature, Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.levels import TARGET_LUFS
from viva.speaking.loudness import loudness
from viva.speaking.prosody import Prosody
from viva.speaking.recordings import Clip, Recordings
from viva.speaking.script import Piece, Script, plain
from viva.speaking.speaker import Speaker, speech_of
from viva.speaking.speech import Speech

VOICE = Voice("en-gb")
BOOKED = Script((Piece("You are booked for "), Piece("Thursday"), Piece(" at half past four. See you then!")))
CLIPS = {"booked.wav": "you are booked for", "at.flac": "at", "then.ogg": "See you then"}


class Plain:
    """The same voice as an engine that says one piece, as it is written, in chunks, and follows nothing."""

    does: frozenset[Feature] = frozenset(("marks",))
    identity = "plain"

    def __init__(self, fails_on: str = "nothing") -> None:
        self._voice = EspeakSynthesizer()
        self.rate = self._voice.rate
        self.closed = 0
        self.fails_on = fails_on

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        (piece,) = pieces
        if self.fails_on in piece.text:
            raise VivaError("the engine is gone")
        try:
            for chunk in self._voice.stream((Piece(piece.text, piece.say),), voice):
                for at in range(0, len(chunk.samples), 1_000):
                    marks = [m for m in chunk.marks if at <= m.at_ms * self.rate // 1000 < at + 1_000]
                    yield Chunk(chunk.samples[at : at + 1_000], tuple(marks))
        finally:
            self.closed += 1


def is_sound(speech: Speech) -> None:
    """Marks for every word, in order, none back in time or beyond the end; at the house's loudness."""
    text = speech.text
    words = [word for word in text.split() if any(c.isalnum() for c in word)]
    assert [text[m.start : m.end] for m in speech.marks] == words
    times = [mark.at_ms for mark in speech.marks]
    assert times == sorted(times)
    assert all(0 <= at <= speech.duration_ms for at in times)
    assert loudness(to_float(speech.pcm)) == pytest.approx(TARGET_LUFS, abs=1)


@pytest.mark.parametrize("synthesizer", [EspeakSynthesizer(), Plain()], ids=["several", "one"])
def test_pieces_become_one_sentence(synthesizer: EspeakSynthesizer) -> None:
    speaker = Speaker(synthesizer, VOICE)
    whole = speaker.render(BOOKED)
    is_sound(whole)
    streamed = speech_of(BOOKED, speaker.stream(BOOKED))
    assert streamed.text == whole.text
    assert [m.start for m in streamed.marks] == [m.start for m in whole.marks]
    assert streamed.duration_ms == pytest.approx(whole.duration_ms, abs=60)


def test_the_first_audio_comes_before_the_rest_and_closing_ends_the_work() -> None:
    synthesizer = Plain()
    sounds = Speaker(synthesizer, VOICE).stream(BOOKED)
    first = next(sound for sound in sounds if sound.pcm)
    assert len(first.pcm) < 32 * 1_000
    sounds.close()
    assert synthesizer.closed == 1


@pytest.mark.parametrize("synthesizer", [EspeakSynthesizer(), Plain()], ids=["follows", "follows nothing"])
def test_rate_pause_and_level_are_met_whatever_the_engine_does(synthesizer: EspeakSynthesizer) -> None:
    speaker = Speaker(synthesizer, VOICE)
    text = "Would you like to come on Thursday afternoon, or rather on Friday morning?"
    own = speaker.render(plain(text))
    slow = speaker.render(Script((Piece(text, prosody=Prosody(0.8)),)))
    assert slow.duration_ms == pytest.approx(own.duration_ms / 0.8, rel=0.03)
    assert slow.marks[6].at_ms == pytest.approx(own.marks[6].at_ms / 0.8, rel=0.06, abs=60)
    softly = speaker.render(Script((Piece(text, prosody=Prosody(level_db=-4)),)))
    assert loudness(to_float(softly.pcm)) == pytest.approx(TARGET_LUFS - 4, abs=0.6)
    cut = text.index(" or rather")
    paused = speaker.render(Script((Piece(text[:cut]), Piece(text[cut:], pause_ms=700))))
    assert paused.duration_ms - own.duration_ms == pytest.approx(700, abs=250)
    is_sound(paused)


def test_a_sentence_is_stitched_from_recordings_and_the_voice(tmp_path: Path) -> None:
    speaker = Speaker(EspeakSynthesizer(), VOICE, recordings(tmp_path, CLIPS, level_db=-12))
    speech = speaker.render(BOOKED)
    is_sound(speech)
    samples = to_float(speech.pcm)
    at = {speech.text[m.start : m.end]: m.at_ms * 16 for m in speech.marks}
    recorded, synthesized = samples[: at["Thursday"]], samples[at["Thursday"] : at["at"]]
    assert loudness(recorded) == pytest.approx(loudness(synthesized), abs=1.5)
    loud = np.flatnonzero(np.abs(samples) > 0.01) / 16
    gaps = [b - a for a, b in pairwise(loud) if b - a > 60]
    assert all(gap < 450 for gap in gaps), "the silence around the takes is gone"


def test_joins_do_not_click(tmp_path: Path) -> None:
    """A tone that is cut in the middle of a swing, joined to the voice."""
    tone = 0.3 * np.cos(2 * np.pi * 300 * np.arange(16_000) / 16_000).astype(np.float32)
    put(tmp_path, "tone.wav", tone, 16_000)
    clips = Recordings((clip(tmp_path, "tone.wav", "one two"),))
    speech = Speaker(EspeakSynthesizer(), VOICE, clips).render(plain("one two three"))
    samples = to_float(speech.pcm)
    begin = int(np.flatnonzero(np.abs(samples) > 1e-3)[0])
    assert np.abs(np.diff(samples[max(0, begin - 5) : 15_990])).max() < 0.06
    is_sound(speech)


def test_prosody_is_laid_over_recordings(tmp_path: Path) -> None:
    speaker = Speaker(EspeakSynthesizer(), VOICE, recordings(tmp_path, CLIPS))
    text = "You are booked for"
    own = speaker.render(plain(text))
    slow = speaker.render(Script((Piece(text, prosody=Prosody(0.8, level_db=-5)),)))
    assert slow.duration_ms == pytest.approx(own.duration_ms / 0.8, rel=0.02)
    assert loudness(to_float(slow.pcm)) == pytest.approx(TARGET_LUFS - 5, abs=0.6)
    assert slow.marks[-1].at_ms > own.marks[-1].at_ms


@pytest.mark.parametrize("fault", ["gone", "changed", "silent", "no audio"])
def test_a_clip_that_fails_is_synthesized(tmp_path: Path, fault: str) -> None:
    put(tmp_path, "a.wav", np.zeros(9_000) if fault == "silent" else studio("you are booked for"))
    known = clip(tmp_path, "a.wav", "you are booked for")
    if fault == "gone":
        (tmp_path / "a.wav").unlink()
    elif fault == "changed":
        put(tmp_path, "a.wav", studio("something else"))
    elif fault == "no audio":
        (tmp_path / "a.wav").write_bytes(b"no audio")
        known = clip(tmp_path, "a.wav", "you are booked for")
    speech = Speaker(EspeakSynthesizer(), VOICE, Recordings((known,))).render(BOOKED)
    is_sound(speech)
    assert speech.duration_ms == pytest.approx(
        Speaker(EspeakSynthesizer(), VOICE).render(BOOKED).duration_ms, rel=0.25
    )


def test_a_part_that_fails_does_not_lose_the_others() -> None:
    speaker = Speaker(Plain(fails_on="second"), VOICE)
    script = Script((Piece("The first. "), Piece("The second. ", prosody=Prosody(0.9)), Piece("The third.")))
    sounds = []
    with pytest.raises(VivaError, match="the engine is gone"):
        sounds += [sounds.append(sound) for sound in speaker.stream(script)]
    said = [script.text[m.start : m.end] for sound in sounds for m in sound.marks]
    assert said == ["The", "first.", "The", "third."]
    with pytest.raises(VivaError, match="the engine is gone"):
        list(speaker.stream(script, skip_failed=False))


@pytest.mark.parametrize("text", ["", " ", "\u2026", "\U0001f600"])
def test_nothing_to_say_is_no_audio(text: str) -> None:
    speech = Speaker(Plain(), VOICE).render(plain(text))
    assert speech.marks == ()
    assert Speaker(Plain(), VOICE).render(Script(())).pcm == b""


def test_a_pause_at_the_end_is_kept() -> None:
    speaker = Speaker(EspeakSynthesizer(), VOICE)
    own = speaker.render(plain("Wait."))
    paused = speaker.render(Script((Piece("Wait."), Piece("", pause_ms=500))))
    assert paused.duration_ms - own.duration_ms == pytest.approx(500, abs=60)


def test_equal_keys_sound_the_same_and_others_differ(tmp_path: Path) -> None:
    clips = recordings(tmp_path, CLIPS)
    speaker = Speaker(EspeakSynthesizer(), VOICE, clips)
    keys = {
        speaker.key(BOOKED),
        speaker.key(plain("Hello.")),
        Speaker(EspeakSynthesizer(), Voice("en-us"), clips).key(BOOKED),
        Speaker(StandInSynthesizer(), VOICE, clips).key(BOOKED),
        Speaker(EspeakSynthesizer(), VOICE).key(BOOKED),
    }
    assert len(keys) == 5
    assert Speaker(EspeakSynthesizer(), VOICE).key(plain("Hello.")) == speaker.key(plain("Hello."))
    assert Clip("a", "b", tmp_path, "c") not in clips.clips
