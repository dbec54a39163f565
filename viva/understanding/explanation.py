"""Why an utterance was read as it was, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from viva.understanding.reading import JsonValue, Reading


@dataclass(frozen=True, slots=True)
class Score:
    """Evidence that a hypothesis is what was said; the parts add up to `total`, and the highest is taken."""

    posterior: float
    """How likely the recognizer finds it, 0 or less."""
    sense: float = 0.0
    """Of its best intent, or of answering what was asked."""
    unexplained: float = 0.0
    """For words in no value and in no example, 0 or less."""
    values: float = 0.0
    """For its values, more where they are expected."""
    coverage: float = 0.0
    """For the share of its letters that are in values."""

    @property
    def total(self) -> float:
        return self.posterior + self.sense + self.unexplained + self.values + self.coverage


@dataclass(frozen=True, slots=True)
class Alternative:
    """One hypothesis of the N-best list as it was read."""

    text: str
    posterior: float
    reading: Reading
    """By words alone; of the one that was chosen, also by meaning."""
    score: Score
    unknown: tuple[str, ...]
    """Its words that are in no value and in no example."""


@dataclass(frozen=True, slots=True)
class IntentConsidered:
    name: str
    confidence: float
    least: float
    """From this confidence on it is taken, as follows from what mistakes cost."""
    taken: bool


Fate = Literal["taken", "little_evidence", "words_taken", "given_up"]
"""`little_evidence`: too little for a listed value; `words_taken`: another value stands on some of its words;
`given_up`: corrected by the caller, or less sure than another value of the same entity."""


@dataclass(frozen=True, slots=True)
class ValueConsidered:
    """A value on some words of the chosen hypothesis."""

    name: str
    value: JsonValue
    text: str
    start: int
    """Character offset, inclusive."""
    end: int
    """Character offset, exclusive."""
    confidence: float
    fate: Fate
    lost_to: JsonValue = None
    """For `words_taken` the other value."""
    likeness: float | None = None
    """0..1, of a listed value to the words; None for other kinds."""
    odds: dict[str, float] | None = None
    """What speaks for a listed value that is not written as listed, and against it, in log odds: named as
    in `lists.evidence.Evidence`, and `expected`."""


@dataclass(frozen=True, slots=True)
class Explanation:
    reading: Reading
    chosen: int
    """Index in `alternatives`; -1 where there are none."""
    alternatives: tuple[Alternative, ...]
    intents: tuple[IntentConsidered, ...]
    """Best first; of the chosen hypothesis."""
    values: tuple[ValueConsidered, ...]
    """In order of place."""
