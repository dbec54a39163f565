"""How something is said, as numbers that any voice can follow. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prosody:
    """Relative to how the voice speaks by itself."""

    rate: float = 1.0
    """Times the voice's own rate: at 0.8 the same words take 1.25 times as long."""
    pitch_st: float = 0.0
    """Semitones above the voice's own pitch."""
    level_db: float = 0.0
    """Decibels above the level of all speech of the house (`levels.py`)."""

    def then(self, other: Prosody) -> Prosody:
        """Both at once: rates multiply, semitones and decibels add up."""
        return Prosody(self.rate * other.rate, self.pitch_st + other.pitch_st, self.level_db + other.level_db)


PLAIN = Prosody()
"""As the voice speaks by itself."""
