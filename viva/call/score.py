"""How likely it is that the caller's turn is over, and what that follows from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    over: float
    """Probability that the turn is over, 0..1."""
    because: dict[str, float]
    """The parts of its natural-log odds: `usual`, `words`, `voice`, `silence`; `number` and `silence` where
    a number is dictated."""


def score_of(because: Mapping[str, float]) -> Score:
    """From the parts of the log odds; rounded, as they are told."""
    parts = {name: round(part, 3) for name, part in because.items()}
    odds = max(-50.0, min(50.0, sum(parts.values())))
    return Score(round(1 / (1 + math.exp(-odds)), 4), parts)
