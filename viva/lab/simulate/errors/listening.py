"""A bot's own recognizer in a call without audio: what it is asked to hear is said, just that, and heard.

So the rows that an error model is fitted to are those that it will be asked for: what callers of the bot say,
in the middle and at the end, where the bot expects what it expects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from viva.audio.pcm import to_float
from viva.call.commands import JudgeOverlap, Recognize
from viva.hearing.engine import Recognizer
from viva.hearing.evidence import Recognition
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.silero import SileroVad
from viva.hearing.speech import SpeechDetector
from viva.lab.simulate.cast import Conditions
from viva.lab.simulate.errors.ears import words_within
from viva.lab.simulate.errors.fit import Hypothesis, Row
from viva.lab.simulate.errors.model import Background as NoSounds
from viva.lab.simulate.errors.model import condition_label
from viva.lab.simulate.errors.overlaps import kind_of
from viva.lab.simulate.errors.spoken import Spoken, SpokenWord
from viva.lab.simulate.voice.line import line
from viva.lab.simulate.voice.noise import FRAME, Background, level_of
from viva.lab.simulate.voice.said import PER_MS
from viva.lab.simulate.voice.said import spoken as sounded
from viva.lab.sounds.humming import Floats
from viva.speaking.engine import Voice
from viva.understanding.expectation import Expectation

LEAD_MS, LEAD_OUT_MS = 200, 120
"""Audio that a call gives the recognizer around the speech."""
BEGIN_MS = 100
"""And the judge of overlaps before a sound."""


@dataclass
class ListeningEars:
    """In the place of `Ears`. What was heard stays in it."""

    recognizer: Recognizer
    language: Path
    voice: Voice
    conditions: Conditions
    rng: np.random.Generator
    rows: list[Row] = field(default_factory=list)
    judged: list[tuple[str, str]] = field(default_factory=list)
    """Of each sound over the bot that was judged: its kind, and what it was taken for."""

    @property
    def background(self) -> NoSounds:
        """What is heard where nobody speaks is measured by `background`."""
        return NoSounds()

    def recognize(self, said: Sequence[Spoken], command: Recognize) -> Recognition:
        numbers, words, whole = words_within(said, command.start_ms, command.end_ms)
        speech = [_until(said[number], self.voice, words) for number in numbers]
        pcm = self._through(np.concatenate(speech) if speech else np.zeros(300 * PER_MS, np.float32))
        heard = self.recognizer.recognize(pcm, command.expects, self.language)
        self.rows.append(
            row(" ".join(word.text for word in words), heard, label_of(self.conditions), whole=whole)
        )
        return heard

    def judge(self, said: Sequence[Spoken], command: JudgeOverlap) -> Overlap:
        numbers, _, _ = words_within(said, command.start_ms, command.end_ms)
        one = said[numbers[0] if numbers else -1]
        length = max(0, command.end_ms - max(one.start, command.start_ms))
        begun = max(0, command.start_ms - one.start)
        sound = sounded(one.utterance, self.voice).samples[begun * PER_MS : (begun + length) * PER_MS]
        pcm = self._through(sound, BEGIN_MS, 0)
        overlap = self.recognizer.judge_overlap(
            pcm, command.expects, command.usual_level_db, language=self.language
        )
        self.judged.append((kind_of(one.utterance), overlap.kind))
        return overlap

    def _through(self, speech: Floats, lead_ms: int = LEAD_MS, out_ms: int = LEAD_OUT_MS) -> bytes:
        gain = np.float32(10 ** (self.conditions.level_db / 20))
        around = np.zeros(lead_ms * PER_MS, np.float32), np.zeros(out_ms * PER_MS, np.float32)
        return through(np.concatenate((around[0], gain * speech, around[1])), self.conditions, self.rng)


@dataclass(frozen=True, slots=True)
class Sound:
    """What voice activity takes for speech where nobody speaks."""

    duration_ms: int
    row: Row
    taken_for: str
    """By the judge, were it over the bot."""


def background(
    recognizer: Recognizer, language: Path, conditions: Conditions, seconds: float, rng: np.random.Generator
) -> list[Sound]:
    """Of so many seconds in which the caller is silent."""
    pcm = through(np.zeros(round(seconds * 1000) * PER_MS, np.float32), conditions, rng)
    samples, voice, detector = to_float(pcm), SileroVad(), SpeechDetector()
    stream = voice.open()
    label = label_of(conditions)
    found: list[Sound] = []
    start = 0
    for at in range(0, len(samples) - voice.window + 1, voice.window):
        speech = float(voice.probabilities([stream], samples[None, at : at + voice.window])[0])
        for change in detector.push(speech, (at + voice.window) // PER_MS):
            if change.kind == "started":
                start = change.at_ms
                continue
            first, last = max(0, start - LEAD_MS), change.at_ms + LEAD_OUT_MS
            heard = recognizer.recognize(pcm[2 * first * PER_MS : 2 * last * PER_MS], Expectation(), language)
            begun = max(0, start - BEGIN_MS)
            over = pcm[2 * begun * PER_MS : 2 * min(last, start + 400) * PER_MS]
            judged = recognizer.judge_overlap(over, Expectation(), None, language=language)
            found.append(Sound(change.at_ms - start, row("", heard, label), judged.kind))
    return found


def label_of(conditions: Conditions) -> str:
    return condition_label(str(conditions.to_json()["noise"]), conditions.line)


def through(samples: Floats, conditions: Conditions, rng: np.random.Generator) -> bytes:
    """Speech among the caller's noise, over the caller's line."""
    wire = line(conditions.line, conditions.loss, rng)
    noise = None
    if conditions.noise and conditions.snr_db is not None:
        noise = Background(conditions.noise, level_of(conditions.snr_db, conditions.level_db), rng)
    out = bytearray()
    for frame in np.pad(samples, (0, -len(samples) % FRAME)).reshape(-1, FRAME):
        out += wire.push(frame if noise is None else frame + noise.frame())
    return bytes(out)


def row(truth: str, heard: Recognition, noise: str, *, whole: bool = True) -> Row:
    nbest = (
        Hypothesis(one.text, one.posterior, tuple(word.confidence for word in one.words))
        for one in heard.hypotheses
    )
    return Row(truth, tuple(nbest), noise, whole)


def _until(one: Spoken, voice: Voice, words: Sequence[SpokenWord]) -> Floats:
    """An utterance as it sounds, as far as it is among the words. Estimated and real times differ, so that a
    pause is found by its number, and a place inside a breath by its share of the whole."""
    sound = sounded(one.utterance, voice)
    own = [word for word in words if one.start <= word.start < one.end]
    if not own or own[-1] is one.words[-1]:
        return sound.samples
    count, parts = len(own), 0
    for part in one.utterance.parts:
        size = len(part.text.split())
        if size > count:
            break
        count, parts = count - size, parts + bool(size)
    if count == 0 and 0 < parts <= len(sound.pauses):
        return sound.samples[: sound.pauses[parts - 1][0] * PER_MS]
    share = (own[-1].end - one.start) / max(one.end - one.start, 1)
    return sound.samples[: round(share * len(sound.samples))]
