from __future__ import annotations

import threading

import numpy as np
import pytest

from viva.audio.pcm import peak_dbfs, to_float
from viva.errors import VivaError
from viva.speaking.engine import Voice
from viva.speaking.espeak import LONGEST, EspeakSynthesizer
from viva.speaking.espeak_plan import clean
from viva.speaking.levels import LEAD_MS, TAIL_MS, TARGET_LUFS
from viva.speaking.loudness import loudness
from viva.speaking.registry import say, synthesizer
from viva.speaking.script import Piece
from viva.speaking.speech import Speech

VOICE = Voice("en-gb")
SENTENCES = (
    "Yes.",
    "How can I help?",
    "See you on Thursday the 26th of November at half past four in the afternoon.",
    "I have 9 8 4, 5 0 1, 2 3 4 5; is that right?",
    "Two large lattes with oat milk and an extra shot, please!",
)


def alike(a: Speech, b: Speech) -> bool:
    """The same words at about the same times: eSpeak NG's pitch flutters on from one sentence to the next."""
    if (a.text, len(a.marks)) != (b.text, len(b.marks)) or abs(a.duration_ms - b.duration_ms) > 40:
        return False
    return all(abs(x.at_ms - y.at_ms) <= 40 for x, y in zip(a.marks, b.marks, strict=True))


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("name", ["en-gb", "en-us", "en-gb+f3"])
def test_levels_are_even_and_nothing_clips(text: str, name: str) -> None:
    samples = to_float(say(text, Voice(name)).pcm)
    assert loudness(samples) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert peak_dbfs(samples) < -1


@pytest.mark.parametrize("text", SENTENCES)
def test_silence_around_the_words_is_short(text: str) -> None:
    samples = to_float(say(text, VOICE).pcm)
    loud = np.flatnonzero(np.abs(samples) > 0.003)
    assert loud[0] / 16 <= LEAD_MS + 15
    assert (len(samples) - loud[-1]) / 16 <= TAIL_MS + 30


@pytest.mark.parametrize(
    "text", [*SENTENCES, "Héllo wörld — of the 1,234 cafés", "日本 tea", "a\nb\tc", "-- x --"]
)
def test_every_written_word_has_a_mark(text: str) -> None:
    speech = say(text, VOICE)
    assert speech.text == text
    words = [w for w in text.split() if any(c.isalnum() for c in w)]
    assert [text[m.start : m.end] for m in speech.marks] == words
    times = [m.at_ms for m in speech.marks]
    assert times == sorted(times)
    assert all(0 <= t <= speech.duration_ms for t in times)


def test_marks_follow_the_sound() -> None:
    """The pause that a full stop makes lies just before the mark of the word behind it."""
    speech = say("Good morning. Tomorrow then.", VOICE)
    samples = to_float(speech.pcm)
    at = speech.marks[2].at_ms * 16
    assert np.abs(samples[at - 16 * 100 : at - 16 * 20]).max() < 0.02
    assert np.abs(samples[at : at + 16 * 150]).max() > 0.05


def test_another_voice_in_between_changes_nothing() -> None:
    first = say(SENTENCES[2], VOICE)
    say("Something else.", Voice("en-us", rate=250, pitch=80))
    assert alike(say(SENTENCES[2], VOICE), first)


def test_rate_and_volume_are_heard() -> None:
    normal = say(SENTENCES[2], VOICE)
    fast = say(SENTENCES[2], Voice("en-gb", rate=250))
    assert fast.duration_ms < 0.8 * normal.duration_ms
    soft = say(SENTENCES[0], Voice("en-gb", volume=50))
    assert loudness(to_float(soft.pcm)) == pytest.approx(TARGET_LUFS - 6, abs=0.5)
    loudest = say(SENTENCES[0], Voice("en-gb", volume=200))
    assert peak_dbfs(to_float(loudest.pcm)) < -1


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "...", "\x00\x07"])
def test_nothing_to_say_is_no_audio(text: str) -> None:
    speech = say(text, VOICE)
    assert (speech.text, speech.pcm, speech.marks) == (text, b"", ())


def test_markup_is_not_obeyed() -> None:
    assert clean("a [[h@]] <b>\x00c") == "a   h@    b  c"
    marked = say('One <break time="9s"/> two [[h@l@U]]', VOICE)
    assert 500 < marked.duration_ms < 6000


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(VivaError, match=r"5001 characters to speak at once; at most 5000 are taken"):
        say("a" * (LONGEST + 1), VOICE)


@pytest.mark.parametrize(
    ("name", "message", "near"),
    [
        ("en-uk", "eSpeak NG has no voice 'en-uk'", "en-gb"),
        ("", "eSpeak NG has no voice ''", "near"),
        ("en-us+f99", "eSpeak NG has no variant 'f99' (in 'en-us+f99')", "near"),
    ],
)
def test_an_unknown_voice_names_the_nearest(name: str, message: str, near: str) -> None:
    with pytest.raises(VivaError) as caught:
        say("Hello.", Voice(name))
    assert message in caught.value.message
    assert near in caught.value.hint


@pytest.mark.parametrize("name", ["EN-GB", "English (Great Britain)", "gmw/en", "en-gb+F3", "hi"])
def test_a_voice_has_several_names(name: str) -> None:
    assert say("Hello.", Voice(name)).duration_ms > 200


def test_threads_do_not_mix_up() -> None:
    voices = [VOICE, Voice("en-us"), Voice("en-gb", rate=220)]
    alone = {(text, voice): say(text, voice) for text in SENTENCES for voice in voices}
    wrong: list[str] = []

    def speak(voice: Voice) -> None:
        for text in SENTENCES:
            if not alike(say(text, voice), alone[text, voice]):
                wrong.append(text)

    threads = [threading.Thread(target=speak, args=(voice,)) for voice in voices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_an_unknown_engine_lists_the_known() -> None:
    with pytest.raises(VivaError, match="no synthesizer is called 'espaek'") as caught:
        synthesizer("espaek")
    assert caught.value.hint == "known: espeak, kokoro, openai, piper"


def test_phonemes_are_said_in_place_of_the_text() -> None:
    """A name of whose letters the voice makes something else sounds as the word that is meant."""
    engine = EspeakSynthesizer()

    def length(*pieces: Piece) -> int:
        return sum(len(chunk.samples) for chunk in engine.stream(pieces, VOICE))

    meant = length(Piece("win"))
    assert abs(length(Piece("Nguyen", phonemes="wɪn")) - meant) < 0.1 * meant
    assert abs(length(Piece("Nguyen", say="win", phonemes="ǃ")) - meant) < 0.1 * meant
    assert abs(length(Piece("Nguyen")) - meant) > 0.1 * meant
