"""Instant engines: they cost nothing, so that a measurement shows what everything else costs."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from viva.hearing.evidence import Ending, Hypothesis, Recognition
from viva.hearing.overlap.evidence import Overlap
from viva.speaking.engine import Chunk, Feature, Voice
from viva.speaking.script import Piece
from viva.speaking.speech import WordMark
from viva.understanding.engine import Context, Language
from viva.understanding.expectation import Expectation
from viva.understanding.marks import as_places
from viva.understanding.reading import Entity, Intent, Reading

TONE_S = 1.0
LOUD = 0.01
"""Amplitude."""


@dataclass(frozen=True, slots=True)
class StandInRecognizer:
    """Hears the same whole utterance in everything; a sound over the bot takes the floor with it."""

    text: str

    def recognize(self, pcm: bytes, expects: Expectation) -> Recognition:
        return Recognition((Hypothesis(self.text, 0.0, 1.0),), len(pcm) // 32, Ending(0.95, 1.0))

    def judge_overlap(self, pcm: bytes, expects: Expectation, usual_level_db: float | None) -> Overlap:
        return Overlap("interruption", 1.0, 1.0, self.text)


@dataclass(frozen=True, slots=True)
class StandInUnderstander:
    """Reads the same meaning from everything."""

    reading: Reading

    def understand(self, recognition: Recognition, context: Context) -> Reading:
        return self.reading


class StandInVoiceActivity:
    """Takes what is loud for speech."""

    window = 512

    def open(self) -> int:
        return 0

    def close(self, stream: int) -> None:
        pass

    def probabilities(self, streams: list[int], windows: np.ndarray) -> np.ndarray:
        return np.asarray(np.abs(windows).max(axis=1) > LOUD, np.float32)


class StandInVoiceAnalysis:
    """Wants no audio and measures nothing."""

    next_ms = None

    def started(self, at_ms: int) -> None:
        pass

    def push(self, samples: np.ndarray) -> None:
        pass

    def paused(self, at_ms: int) -> None:
        pass


class StandInSynthesizer:
    """Says everything as one second of a 440 Hz tone."""

    def __init__(self) -> None:
        t = np.arange(int(16_000 * TONE_S)) / 16_000
        self._tone = (0.18 * np.sin(2 * np.pi * 440 * t)).astype(np.float32)

    does: frozenset[Feature] = frozenset(("rate", "pitch", "pauses", "phonemes", "several", "marks"))
    rate = 16_000
    identity = "stand-in"

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        text = "".join(piece.text for piece in pieces)
        words = [match.span() for match in re.finditer(r"\S+", text)]
        step = TONE_S * 1000 / max(1, len(words))
        marks = tuple(WordMark(a, b, int(i * step)) for i, (a, b) in enumerate(words))
        yield Chunk(self._tone, marks)


def stand_in_engines(
    language: Language,
) -> tuple[StandInRecognizer, StandInUnderstander, StandInSynthesizer]:
    """Engines that take every utterance for the first example of the bot's first intent."""
    intent, examples = next(iter(language.intents.items()))
    entities: list[Entity] = []

    def fill(match: re.Match[str]) -> str:
        spec = language.entities.get(match.group(1))
        value = next(iter(spec.values), "one") if spec is not None else "one"
        entities.append(Entity(match.group(1), value, value, match.start(), match.start() + 1, 0, 1.0))
        return value

    text = re.sub(r"\{(\w+)\}", fill, as_places(examples[0]))
    reading = Reading(text, (Intent(intent, 1.0),), tuple(entities), 1.0)
    return StandInRecognizer(text), StandInUnderstander(reading), StandInSynthesizer()
