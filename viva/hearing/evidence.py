"""What the recognizer heard, as plain values: words, hypotheses, an N-best list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start_ms: int
    """From the start of the recognized audio."""
    end_ms: int
    confidence: float
    """0..1, the recognizer's own; not calibrated unless the recognizer says so."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    text: str
    log_prob: float
    """Natural log of the model's probability of the whole token sequence."""
    posterior: float
    """0..1, normalised over the N-best list it stands in."""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """Whether the words are a whole utterance, under the bot's language and what it expects."""

    complete: float
    """Probability that an utterance of that language that begins with these words ends with them, 0..1: a
    mean over the N-best."""
    progress: float
    """Number of words, by the number that such utterances have on average."""


@dataclass(frozen=True, slots=True)
class Recognition:
    hypotheses: tuple[Hypothesis, ...]
    """Best first. Empty: no speech was recognized in the audio."""
    audio_ms: int
    """Duration of the audio that was recognized."""
    ending: Ending | None = None
    """None: the recognizer knows no language of the bot, or nothing was recognized."""
    bursts: int | None = None
    """Bursts of energy in it: of words said one by one, as in dictation, about their number. None: not
    counted."""

    @property
    def text(self) -> str:
        """The best hypothesis's text, or ''."""
        return self.hypotheses[0].text if self.hypotheses else ""

    @classmethod
    def of_text(cls, text: str) -> Recognition:
        """Typed text as a recognition: one certain hypothesis, no audio."""
        return cls((Hypothesis(text, 0.0, 1.0),) if text.strip() else (), 0)
