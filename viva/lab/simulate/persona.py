"""A persona, read and checked: who calls, what for, and how it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from viva.lab.simulate.format import GoalFile, PersonaFile
from viva.lab.simulate.phrases import Phrases
from viva.lab.simulate.recordings import Recording


@dataclass(frozen=True, slots=True)
class Persona:
    name: str
    habits: PersonaFile
    goals: Mapping[str, GoalFile]
    """All that it may call for."""
    weights: Mapping[str, float]
    """Goal -> how often, against the others."""
    phrases: Phrases
    recordings: tuple[Recording, ...] = ()
    """Its requests are taken from them, where they are not empty."""
    folder: Path | None = field(default=None, compare=False)
    """Where its file lies, for noises beside it; None for a built-in one."""
