"""What a sound of the caller's channel over the bot's speech is, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OverlapKind = Literal["interruption", "backchannel", "noise", "background_speech"]


@dataclass(frozen=True, slots=True)
class Overlap:
    kind: OverlapKind
    """`interruption`: the caller wants the floor; `backchannel`: "mm-hm", the bot may go on; `noise`: no
    speech; `background_speech`: someone else, away from the telephone."""
    confidence: float
    """0..1, of `kind`."""
    interruption: float
    """Probability that the caller wants the floor, 0..1."""
    text: str = ""
    """What was recognized in it, if anything."""
