"""What will go wrong with a bot's language, found without a caller."""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[str | int, ...]
"""`("intents", intent, index of the example)` or `("entities", entity, "values", value)`."""


@dataclass(frozen=True, slots=True)
class Finding:
    place: Place
    message: str
    """What is there, and what will go wrong."""
    hint: str
    """What to do."""
    other: Place = ()
    """The place that it clashes with."""
