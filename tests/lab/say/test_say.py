"""A prompt said: its words on the clock, its curves, and the file that shows them."""

from __future__ import annotations

import base64
import io
import json
import re
import wave
from itertools import pairwise
from pathlib import Path

import pytest

from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.lab.say.asked import LONGEST, Asked, NotSaid, value_of, ways
from viva.lab.say.page import as_html, as_json, telephone, wav
from viva.lab.say.spoken import Spoken, curves, speak
from viva.speaking.registry import synthesizer
from viva.speaking.speaker import Speaker

BOTS = Path(__file__).resolve().parents[3] / "bots"
NOW = "2026-11-24T10:00:00"
BOOKED = Asked("booked", values={"day": "2026-11-26", "time": "16:30"}, now=NOW)


@pytest.fixture(scope="module")
def clinic() -> Bot:
    return load_bot(BOTS / "clinic")


@pytest.fixture(scope="module")
def spoken(clinic: Bot) -> Spoken:
    return speak(Speaker(synthesizer("espeak"), clinic.voice), ways(clinic, BOOKED))


def test_words_follow_each_other_to_the_end(spoken: Spoken) -> None:
    words = [word for sentence in spoken.sentences for word in sentence.words]
    assert all(one.start_ms < one.end_ms for one in words)
    assert all(one.end_ms <= after.start_ms for one, after in pairwise(words))
    assert words[-1].end_ms == spoken.sentences[-1].end_ms == spoken.duration_ms
    assert [one.text for one in spoken.sentences[-1].words] == ["See", "you", "then."]


def test_the_curves_are_as_long_as_the_sound(spoken: Spoken) -> None:
    found = curves(spoken)
    assert len(found.pitch_hz) == spoken.duration_ms // 10 and len(found.wave) == spoken.duration_ms // 5
    voiced = [hz for hz in found.pitch_hz if hz]
    assert len(voiced) > len(found.pitch_hz) // 4 and min(voiced) > 60 and max(voiced) < 400
    assert all(-1 <= low <= high <= 1 for low, high in found.wave)


def test_the_answer_of_the_page(spoken: Spoken) -> None:
    found = json.loads(json.dumps(as_json("clinic", BOOKED, spoken)))
    assert found["prompt"] == "booked" and found["duration_ms"] == spoken.duration_ms
    with wave.open(io.BytesIO(base64.b64decode(found["audio"]))) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (16_000, 1)
        assert sound.readframes(sound.getnframes()) == spoken.pcm
    assert -26 < found["lufs"] < -14


def test_a_file_that_needs_no_other(clinic: Bot) -> None:
    odd = Asked(text="Less </script><b>than</b> that.")
    page = as_html(
        as_json("clinic", odd, speak(Speaker(synthesizer("espeak"), clinic.voice), ways(clinic, odd)))
    )
    assert page.count("</script>") == 1 and not re.search(
        r"(src|href)=|^import |^export ", page, re.MULTILINE
    )


def test_files_of_sound(spoken: Spoken) -> None:
    assert wav(spoken.pcm)[44:] == spoken.pcm
    assert len(telephone(spoken.pcm)) == pytest.approx(len(spoken.pcm) / 4, abs=2)


def test_silence_is_no_mistake(clinic: Bot) -> None:
    nothing = speak(Speaker(synthesizer("espeak"), clinic.voice), ways(clinic, Asked(text=" ")))
    assert nothing.duration_ms == 0 and as_json("clinic", Asked(), nothing)["lufs"] is None


def test_wrong_names_are_told_the_nearest(clinic: Bot) -> None:
    with pytest.raises(NotSaid, match="no prompt 'boked'") as found:
        ways(clinic, Asked("boked"))
    assert found.value.hint == "did you mean 'booked'?"
    with pytest.raises(NotSaid, match="no place 'dya'") as found:
        ways(clinic, Asked("booked", values={"dya": "2026-11-26"}))
    assert found.value.hint == "did you mean 'day'?"
    with pytest.raises(NotSaid, match="no place 'x'") as found:
        ways(clinic, Asked("kept", values={"x": 1}))
    assert found.value.hint == "it has none"
    with pytest.raises(NotSaid, match="5001 characters"):
        ways(clinic, Asked(text="a" * (LONGEST + 1)))


def test_values_as_they_are_written(clinic: Bot) -> None:
    assert value_of(clinic, "phone", "5551212") == "5551212"
    assert value_of(clinic, "number", "42") == 42
    assert value_of(clinic, "some_times", '["09:00", "10:30"]') == ["09:00", "10:30"]
    assert value_of(clinic, "day", "2026-11-26") == "2026-11-26"
