"""What the dialogue decides, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from viva.speaking.prompt import Occasion
from viva.understanding.reading import JsonValue


@dataclass(frozen=True, slots=True)
class Say:
    prompt: str
    """Name of the prompt in the bot file."""
    values: dict[str, JsonValue] = field(default_factory=dict)
    """Slot values that its wording may use."""
    kinds: dict[str, str] = field(default_factory=dict)
    """Place -> kind of entity, which says how its value is said."""
    occasion: Occasion = "first"
    kind: Literal["say"] = "say"


@dataclass(frozen=True, slots=True)
class Run:
    """Call an action of the bot's code; the flow waits for its result."""

    action: str
    arguments: dict[str, JsonValue]
    timeout_ms: int
    kind: Literal["run"] = "run"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hand the caller to a person after everything said so far has been heard."""

    to: str
    kind: Literal["transfer"] = "transfer"


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call after everything said so far has been heard."""

    reason: str
    kind: Literal["hang_up"] = "hang_up"


Act = Say | Run | Transfer | HangUp
