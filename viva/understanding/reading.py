"""What an utterance means, as plain values: intents and entities with confidence."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import TypeAliasType

JsonValue = TypeAliasType(
    "JsonValue", "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"
)
"""Any value that JSON can hold."""


@dataclass(frozen=True, slots=True)
class Entity:
    name: str
    """The entity's name in the bot file, e.g. `size` or `day`."""
    value: JsonValue
    """The canonical value, e.g. `large`, 3, `2026-11-24`, `16:30`."""
    text: str
    """The words it was read from."""
    start: int
    """Character offset in the hypothesis's text, inclusive."""
    end: int
    """Character offset, exclusive."""
    hypothesis: int
    """Index in the N-best list."""
    confidence: float
    """0..1"""
    continues: bool = False
    """It began in an earlier turn, and `text` is only what this one added."""
    supported_by: tuple[int, ...] = ()
    """The hypotheses of the N-best list that have the same value, `hypothesis` among them; empty for keys."""
    start_ms: int | None = None
    """When its words began, from the start of the recognized audio; None for typed text and keys."""
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    name: str
    confidence: float
    """0..1"""


@dataclass(frozen=True, slots=True)
class DictatedSoFar:
    """How far what is dictated sign by sign has come: a telephone number, a code."""

    signs: float
    """So many were said, those of earlier turns among them: the mean over the N-best list."""
    complete: float
    """Probability that it is all said."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The meaning of one utterance."""

    text: str
    """The hypothesis that was chosen ('' when nothing was recognized)."""
    intents: tuple[Intent, ...]
    """Best first; several where the caller said two things; empty: nothing matched."""
    entities: tuple[Entity, ...]
    """In the order of their place in the text."""
    confidence: float
    """0..1, of the reading as a whole."""
    parts: tuple[Entity, ...] = ()
    """Beginnings of the value that was asked for: fewer digits than it has."""
    dictated: DictatedSoFar | None = None
    """Of a value that is dictated; None where none was asked for, or nothing of it was said."""

    @property
    def intent(self) -> str | None:
        return self.intents[0].name if self.intents else None

    def has(self, intent: str) -> bool:
        return any(i.name == intent for i in self.intents)
