"""What the call needs of a voice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from viva.speaking.speech import Speech


@dataclass(frozen=True, slots=True)
class Voice:
    name: str
    """The engine's own name for it, e.g. `en-gb`."""
    rate: int = 165
    """Words per minute."""
    pitch: int = 50
    """0..100, 50 is the voice's own."""
    volume: int = 100
    """0..200, 100 is the voice's own."""


class Synthesizer(Protocol):
    """Speaks one sentence. Shared, stateless, safe to call from any thread. Blocking."""

    def synthesize(self, text: str, voice: Voice) -> Speech: ...
