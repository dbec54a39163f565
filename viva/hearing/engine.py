"""What the call needs of its ears: small protocols, each implemented by one module per engine."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np

from viva.hearing.evidence import Recognition
from viva.hearing.explained import ExplainedHypothesis
from viva.hearing.overlap.evidence import Overlap
from viva.understanding.engine import Language
from viva.understanding.expectation import Expectation


class BotRecognizer(Protocol):
    """Turns one utterance to one bot into an N-best list. Stateless, safe to call from any thread."""

    def recognize(self, pcm: bytes, expects: Expectation) -> Recognition:
        """`pcm`: PCM16LE, mono, 16 kHz, any length. Blocking."""
        ...

    def judge_overlap(self, pcm: bytes, expects: Expectation, usual_level_db: float | None) -> Overlap:
        """What a sound over the bot's speech is, from 0.1 s before it began to 0.3 s or more into it.

        `pcm` as above; only its first second counts. `usual_level_db`: mean level of this caller's speech so
        far, dBFS; None where that is not known. Blocking, some tens of milliseconds.
        """
        ...


class Recognizer(Protocol):
    """The same for any bot, whose language helps it to hear."""

    def compile(self, language: Language, path: Path) -> None:
        """Work out once what of a bot's language helps, into a file. Blocking; may take seconds."""
        ...

    def recognize(self, pcm: bytes, expects: Expectation, language: Path | None = None) -> Recognition:
        """`language`: a file that `compile` wrote; None: without a bot's language."""
        ...

    def judge_overlap(
        self, pcm: bytes, expects: Expectation, usual_level_db: float | None, language: Path | None = None
    ) -> Overlap: ...

    def explain(
        self, pcm: bytes, expects: Expectation, language: Path | None = None
    ) -> list[ExplainedHypothesis]:
        """The same N-best, with what the bot's language did to each hypothesis."""
        ...


class VoiceActivity(Protocol):
    """Speech probability of many streams at once; holds one small state per open stream."""

    window: int
    """Samples per window at 16 kHz (512 = 32 ms)."""

    def open(self) -> int:
        """A fresh stream's number."""
        ...

    def close(self, stream: int) -> None: ...

    def probabilities(self, streams: list[int], windows: np.ndarray) -> np.ndarray:
        """One window of each named stream -> its speech probability.

        `windows`: float32 [len(streams), window], -1..1. Returns float32 [len(streams)], 0..1.
        A stream appears at most once per call.
        """
        ...
