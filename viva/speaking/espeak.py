"""The default voice: eSpeak NG, small, quick, and the same on every machine."""

from __future__ import annotations

import unicodedata
from collections.abc import Generator

import numpy as np

from viva.errors import VivaError
from viva.pronunciation.espeak_library import library
from viva.pronunciation.voices import find_voice
from viva.speaking.engine import Chunk, Feature, Voice
from viva.speaking.marks import word_marks
from viva.speaking.script import Piece

LONGEST = 5000
"""Characters in one synthesis; a sentence has far fewer."""
_NOT_SPOKEN = str.maketrans(dict.fromkeys("<>[]{}|\\^~`", " "))
"""Signs of markup, each replaced by a space so that offsets stay: eSpeak NG reads some of them aloud."""


class EspeakSynthesizer:
    """A `Synthesizer`. All instances of a process share one library, one synthesis at a time."""

    does: frozenset[Feature] = frozenset(("rate", "pitch", "marks"))

    @property
    def rate(self) -> int:
        return library().rate

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        """Speak one piece.

        The same text twice differs a little (durations by some ms): the pitch flutters on from one
        synthesis to the next, and eSpeak NG 1.52 has no way to begin it anew.

        Raises:
            VivaError: the voice is unknown, the text longer than `LONGEST`, or eSpeak NG is missing.
        """
        (piece,) = pieces
        text = piece.say or piece.text
        if len(text) > LONGEST:
            raise VivaError(
                f"{len(text)} characters to speak at once; at most {LONGEST} are taken",
                hint="cut the text with viva.speaking.sentences.split_sentences",
            )
        engine = library()
        identifier = find_voice(engine, voice.name)
        spoken_text = clean(text)
        if not any(c.isalnum() or unicodedata.category(c)[0] == "S" for c in spoken_text):
            return
        rate = _within(round(voice.rate * piece.prosody.rate), 80, 450)
        pitch = _within(round(voice.pitch + 100 * piece.prosody.pitch_st / 24), 0, 100)
        spoken = engine.speak(spoken_text, identifier, rate, pitch)
        samples = np.frombuffer(spoken.samples, np.int16).astype(np.float32) / np.float32(32768)
        yield Chunk(samples, word_marks(piece.text, spoken.words, len(samples) * 1000 // engine.rate))


def clean(text: str) -> str:
    """What eSpeak NG is given: as long as `text`, without control characters and signs of markup."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text.translate(_NOT_SPOKEN))


def _within(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
