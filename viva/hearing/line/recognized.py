"""What recognitions say about the line: words that stay unclear, and perhaps another language. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viva.hearing.evidence import Recognition
from viva.hearing.line.evidence import Condition

TURNS = 3
"""The last turns looked at."""
UNCLEAR = 0.35
"""Posterior of the best hypothesis below which a turn is unclear: its alternatives are as likely."""
LONG_MS = 1500
"""An utterance of several words: a short one is unclear for many reasons."""
CERTAIN_AT_MOST = 0.6
"""Confidence in another language never exceeds this: noise and a strong accent look the same from here."""


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    recognition: Recognition
    understood: float
    """Confidence of what it was read as, 0..1; 0 for what was refused."""


def from_turns(turns: Sequence[SpokenTurn]) -> tuple[Condition, ...]:
    """Conditions after the turns so far, oldest first; typed turns and keys are not among them."""
    recent = turns[-TURNS:]
    if not recent:
        return ()
    unclear = sum(_posterior(turn) < UNCLEAR for turn in recent) / TURNS
    foreign = sum(
        turn.recognition.audio_ms >= LONG_MS and _posterior(turn) < UNCLEAR and turn.understood < 0.2
        for turn in recent
    )
    found = []
    if unclear >= 0.5:
        found.append(Condition("unclear", round(unclear, 2)))
    if foreign >= 2:
        found.append(Condition("other_language", min(CERTAIN_AT_MOST, round(foreign * 0.25, 2))))
    return tuple(found)


def _posterior(turn: SpokenTurn) -> float:
    """0 where no words were found."""
    return turn.recognition.hypotheses[0].posterior if turn.recognition.hypotheses else 0.0
