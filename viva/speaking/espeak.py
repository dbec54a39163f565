"""The default voice: eSpeak NG, small, quick, and the same on every machine."""

from __future__ import annotations

import math
import unicodedata

import numpy as np

from viva.audio.pcm import from_float
from viva.audio.resample import resample
from viva.errors import VivaError
from viva.pronunciation.espeak_library import library
from viva.pronunciation.voices import find_voice
from viva.speaking.engine import Voice
from viva.speaking.levels import levelled, speech_span
from viva.speaking.marks import word_marks
from viva.speaking.speech import Speech

LONGEST = 5000
"""Characters in one synthesis; a sentence has far fewer."""
_RATE = 16000
_NOT_SPOKEN = str.maketrans(dict.fromkeys("<>[]{}|\\^~`", " "))
"""Signs of markup, each replaced by a space so that offsets stay: eSpeak NG reads some of them aloud."""


class EspeakSynthesizer:
    """A `Synthesizer`. All instances of a process share one library, one synthesis at a time."""

    def synthesize(self, text: str, voice: Voice) -> Speech:
        """Speak `text`. Empty audio where there is nothing to say.

        The same text twice differs a little (durations by some ms): the pitch flutters on from one
        synthesis to the next, and eSpeak NG 1.52 has no way to begin it anew.

        Raises:
            VivaError: the voice is unknown, the text longer than `LONGEST`, or eSpeak NG is missing.
        """
        if len(text) > LONGEST:
            raise VivaError(
                f"{len(text)} characters to speak at once; at most {LONGEST} are taken",
                hint="cut the text with viva.speaking.sentences.split_sentences",
            )
        engine = library()
        identifier = find_voice(engine, voice.name)
        spoken_text = clean(text)
        if not any(c.isalnum() or unicodedata.category(c)[0] == "S" for c in spoken_text):
            return Speech(text, b"", ())
        spoken = engine.speak(
            spoken_text, identifier, _within(voice.rate, 80, 450), _within(voice.pitch, 0, 100)
        )
        samples = np.frombuffer(spoken.samples, np.int16).astype(np.float32) / np.float32(32768)
        samples = resample(samples, engine.rate, _RATE)
        start, end = speech_span(samples)
        gain_db = 20 * math.log10(_within(voice.volume, 1, 200) / 100)
        pcm = from_float(levelled(samples[start:end], gain_db))
        lead_ms = start * 1000 // _RATE
        reports = [(offset, ms - lead_ms) for offset, ms in spoken.words]
        return Speech(text, pcm, word_marks(text, reports, len(pcm) // 32))


def clean(text: str) -> str:
    """What eSpeak NG is given: as long as `text`, without control characters and signs of markup."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text.translate(_NOT_SPOKEN))


def _within(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
