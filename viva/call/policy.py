"""When the caller's turn ends, and when speech over the bot makes it yield: the two decisions that
better scorers replace."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from viva.call.dictation import wait_ms
from viva.hearing.evidence import Recognition
from viva.understanding.expectation import Expectation
from viva.understanding.reading import Reading


@dataclass(frozen=True, slots=True)
class TurnEvidence:
    """What an end-of-turn decision may weigh."""

    expects: Expectation
    utterance_ms: int
    """From the start of the utterance to the end of its last speech."""
    recognition: Recognition | None
    """None until the recognizer has answered for this pause."""
    reading: Reading | None


class EndOfTurn(Protocol):
    """Decides how much silence ends a turn. Asked again whenever the evidence grows."""

    def wait_ms(self, evidence: TurnEvidence) -> int:
        """Silence after the last speech, in milliseconds, after which the turn is over."""
        ...


class BargeIn(Protocol):
    """Decides whether speech over the bot makes it yield."""

    def yield_after_ms(self, expects: Expectation) -> int | None:
        """Milliseconds of speech after which the bot falls silent; None: it never yields."""
        ...


# Words that English speakers do not end a turn on; a hesitation or a conjunction promises more
# (Gravano and Hirschberg 2011, "Turn-taking cues in task-oriented dialogue": textual completion).
UNFINISHED = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "with",
        "or",
        "but",
        "so",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "my",
        "um",
        "uh",
        "er",
        "erm",
        "hmm",
        "like",
        "is",
        "are",
        "i",
        "i'd",
        "i'll",
        "can",
        "could",
        "would",
        "also",
        "plus",
        "because",
        "if",
        "then",
        "from",
        "by",
    ]
)


@dataclass(frozen=True, slots=True)
class SilenceEndOfTurn:
    """Silence that depends on what was asked, longer after words that promise more and shorter
    once the answer that was asked for is there."""

    silence_ms: dict[str, int] = field(
        default_factory=lambda: {"open": 600, "yes_no": 400, "choice": 500, "digits": 2400, "nothing": 600}
    )
    """By `Expectation.kind`; for `digits` after what is not complete, and at most."""
    answered_factor: float = 0.75
    unfinished_factor: float = 1.7
    shortest_ms: int = 250
    sure: float = 0.7
    """Confidence from which an intent answers an open question."""

    def wait_ms(self, evidence: TurnEvidence) -> int:
        base = evidence.expects.end_silence_ms or self.silence_ms[evidence.expects.kind]
        if evidence.reading is None or evidence.recognition is None:
            return base
        if evidence.expects.kind == "digits":
            return self._dictation_ms(evidence.reading, evidence.expects, base)
        words = evidence.recognition.text.lower().rstrip(".,?!").split()
        if words and words[-1].strip(".,?!") in UNFINISHED:
            return round(base * self.unfinished_factor)
        if self._answers(evidence.expects, evidence.reading):
            return max(self.shortest_ms, round(base * self.answered_factor))
        return base

    def _dictation_ms(self, reading: Reading, expects: Expectation, longest_ms: int) -> int:
        if reading.dictated:
            return wait_ms(round(100 * reading.dictated.complete), longest_ms)
        answers = any(entity.name in expects.entities for entity in reading.entities)
        if answers or (reading.intents and reading.intents[0].confidence >= self.sure):
            # An address, whose length nobody knows; "a person, please", or digits that were heard as that.
            return longest_ms // 2
        return longest_ms

    def _answers(self, expects: Expectation, reading: Reading) -> bool:
        if expects.kind == "yes_no":
            return reading.has("yes") or reading.has("no")
        if expects.kind == "open" and reading.intents:
            return reading.intents[0].confidence >= self.sure
        return any(e.name in expects.entities for e in reading.entities)


@dataclass(frozen=True, slots=True)
class YieldAfterSpeech:
    """Yields to any speech of a given length, so that a click or a cough does not stop the bot."""

    after_ms: int = 400
    """Seen as 250 ms of speech: the end of a shorter sound is known 150 ms after it."""
    allowed: bool = True

    def yield_after_ms(self, expects: Expectation) -> int | None:
        return self.after_ms if self.allowed else None
