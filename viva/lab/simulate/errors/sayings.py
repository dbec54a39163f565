"""What a bot may be told, in synthesized voices and through noise and lines: audio with its words.

Deterministic for a seed and a number: the same saying whether or not others were made before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from viva.audio.pcm import from_float, to_float
from viva.dialogue.bot import Bot
from viva.lab.measure.noise import through_a_telephone, with_noise
from viva.speaking.engine import Voice
from viva.speaking.registry import synthesizer
from viva.speaking.script import plain
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Speech
from viva.understanding.expectation import Expectation
from viva.understanding.utterances import Utterances

Floats = np.ndarray[Any, np.dtype[np.float32]]
Words = tuple[str, ...]

ACCENTS = ("en-us", "en-us", "en-gb", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-us-nyc")
THROATS = (
    *("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "f1", "f2", "f3", "f4", "f5"),
    *("Andy", "Annie", "linda", "steph", "rob", "ed", "adam", "max", "michel"),
)
"""Variants of eSpeak NG that sound like ordinary people."""
RATE = 16_000
LEAD_MS, LEAD_OUT_MS = 200, 120
"""Audio that a call gives the recognizer around the speech."""
CONDITIONS: dict[str, tuple[float | None, bool]] = {
    "clean": (None, False),
    "noise 18 dB": (18.0, False),
    "noise 12 dB": (12.0, False),
    "noise 6 dB": (6.0, False),
    "telephone": (None, True),
    "telephone, noise 12 dB": (12.0, True),
}
"""Label -> level of the noise, and whether the line is a telephone's."""
OPENED, ANSWERED, SHORT = 0.5, 0.35, 0.15
"""Shares: whole requests, answers to a question, what every bot understands ("yes", "say that again")."""
BROKEN_OFF = 0.3
"""Share of sayings of three words or more that are heard up to a pause only."""
SILENT = 0.05
"""Share where nothing is said."""
HISS = 0.0005
"""Of the line, below any noise; -66 dBFS."""


@dataclass(frozen=True, slots=True)
class Saying:
    truth: str
    whole: bool
    """False: the caller pauses here and goes on afterwards."""
    expects: Expectation
    noise: str
    speaker: str
    pcm: bytes
    """PCM16LE at 16 kHz, as a call gives it to the recognizer."""


class Sayings:
    """Of one bot. `noise`: float32 at 16 kHz, minutes of it."""

    def __init__(self, bot: Bot, noise: Floats, seed: int) -> None:
        self._noise = noise
        self._seed = seed
        drawn = Utterances(bot.language, seed)
        self._opened = drawn.whole(2000)
        self._short = drawn.phrases()
        self._answers = {
            name: listed for name in bot.language.entities if (listed := drawn.answers(name, 300))
        }
        self._synthesizer = synthesizer()

    def each(self, count: int) -> Iterator[Saying]:
        for number in range(count):
            yield self.at(number)

    def at(self, number: int) -> Saying:
        chance = np.random.default_rng([self._seed, number])
        words, expects = self._said(chance)
        label = list(CONDITIONS)[int(chance.integers(len(CONDITIONS)))]
        throat = f"{_one(ACCENTS, chance)}+{_one(THROATS, chance)}"
        voice = Voice(throat, int(chance.integers(135, 190)), int(chance.integers(35, 65)))
        whole = len(words) < 3 or chance.random() >= BROKEN_OFF
        kept = len(words) if whole else int(chance.integers(1, len(words)))
        silent = chance.random() < SILENT
        speech = self._spoken(words, kept, voice)
        if silent:
            speech, words, kept, whole = (
                np.zeros(int(chance.uniform(0.3, 1.2) * RATE), np.float32),
                (),
                0,
                True,
            )
        return Saying(
            " ".join(words[:kept]), whole, expects, label, throat, self._through(label, speech, chance)
        )

    def _said(self, chance: np.random.Generator) -> tuple[Words, Expectation]:
        what = chance.random()
        if what < OPENED or not self._answers:
            return _one(self._opened, chance), Expectation()
        if what < OPENED + ANSWERED:
            name = _one(list(self._answers), chance)
            return _one(self._answers[name], chance), Expectation("choice", f"ask.{name}", (name,))
        return _one(self._short, chance), Expectation("yes_no", "ask.whether")

    def _spoken(self, words: Words, kept: int, voice: Voice) -> Floats:
        """The first `kept` words of a sentence that has them all, with the melody of one that goes on."""
        first, rest = " ".join(words[:kept]), " ".join(words[kept:])
        speech = Speaker(self._synthesizer, voice).render(plain(f"{first}, {rest}." if rest else f"{first}."))
        samples = to_float(speech.pcm)
        if rest:
            samples = samples[: _begins(speech, len(first) + 2) * RATE // 1000]
        return _trimmed(samples)

    def _through(self, label: str, speech: Floats, chance: np.random.Generator) -> bytes:
        level, narrow = CONDITIONS[label]
        lead, out = (np.zeros(ms * RATE // 1000, np.float32) for ms in (LEAD_MS, LEAD_OUT_MS))
        audio = np.concatenate((lead, speech, out))
        if level is not None and speech.any():
            audio = with_noise(audio, self._noise, level, chance)
        elif level is not None:
            at = int(chance.integers(0, len(self._noise) - len(audio)))
            audio = self._noise[at : at + len(audio)] * np.float32(10 ** (-level / 40))
        audio = audio + chance.normal(0, HISS, len(audio)).astype(np.float32)
        pcm = from_float(np.asarray(np.clip(audio, -1, 1), np.float32))
        return through_a_telephone(pcm) if narrow else pcm


def _begins(speech: Speech, offset: int) -> int:
    """When the word at an offset of the text, or the next after it, begins; milliseconds."""
    return next((mark.at_ms for mark in speech.marks if mark.start >= offset), speech.duration_ms)


def _trimmed(samples: Floats) -> Floats:
    """Without the silence before and after."""
    loud = np.flatnonzero(np.abs(samples) > 0.005)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples


def _one(listed: Sequence[Any], chance: np.random.Generator) -> Any:
    return listed[int(chance.integers(len(listed)))]
