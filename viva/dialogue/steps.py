"""What a flow is made of once it is loaded: a flat list of instructions with jumps.

The nested steps of a bot file (`if`, `on_fail`, `on_no`) are flattened by `compile.py`, so that the
place in a flow is one number and the state of a call stays a plain value. Indexes in `Branch`, `Jump`,
`Do` and `Confirm` are positions in the same flow's list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from viva.dialogue.expressions import Expression

Check = Literal["never", "unsure", "always"]
"""When a single answer is read back at once: never, when it was understood with doubt, or always."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long an answer is waited for; None: the bot's own settings."""

    cut_in_cost: float | None = None
    waiting_cost: float | None = None
    longest_silence_ms: int | None = None
    no_input_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Fill a slot: pass by when it has a value, else ask for it."""

    slot: str
    prompt: str
    help: str
    """Prompt with help or examples for this question; '' where there is none."""
    optional: bool
    """A plain "no" is an answer: the slot becomes null."""
    check: Check
    choices: Expression | None = None
    """A list that the answer must come from, worked out when the question is put."""
    waits: Waits = Waits()


@dataclass(frozen=True, slots=True)
class Say:
    prompt: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """Read back and wait for yes; "no" leads to `denied` if there is one, else to "what is wrong?"."""

    prompt: str
    help: str
    denied: int | None
    waits: Waits = Waits()


@dataclass(frozen=True, slots=True)
class Branch:
    """Go on when the condition holds, else to `otherwise`."""

    condition: Expression
    otherwise: int


@dataclass(frozen=True, slots=True)
class Jump:
    to: int


@dataclass(frozen=True, slots=True)
class Do:
    """Run an action and keep its result in the slot `into` ('' drops it)."""

    action: str
    arguments: tuple[tuple[str, Expression], ...]
    timeout_ms: int
    into: str
    failed: int | None
    """Where to go when it raised or took too long; None: the bot apologises and ends the flow."""


@dataclass(frozen=True, slots=True)
class Set:
    """Give slots values; null forgets a slot, so that it is asked for again."""

    values: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Go:
    """Leave this flow for another, keeping the slots."""

    flow: str


@dataclass(frozen=True, slots=True)
class Call:
    """Run another flow with the same slots, then come back."""

    flow: str


@dataclass(frozen=True, slots=True)
class Transfer:
    to: str
    prompt: str
    """'' says nothing."""


@dataclass(frozen=True, slots=True)
class HangUp:
    reason: str
    prompt: str


@dataclass(frozen=True, slots=True)
class End:
    """Leave this flow."""


Instruction = Ask | Say | Confirm | Branch | Jump | Do | Set | Go | Call | Transfer | HangUp | End
