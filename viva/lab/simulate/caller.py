"""What drives a simulated call needs of its caller: one small interface for speech and for text alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from viva.call.commands import Command
from viva.call.events import Event, LeaveReason
from viva.dialogue.state import State
from viva.lab.simulate.utterance import Utterance


@dataclass(frozen=True, slots=True)
class Leave:
    """The caller hangs up."""

    reason: LeaveReason = "caller_hung_up"


class Caller(Protocol):
    """A caller's mind. Pure and seeded: the same calls of its methods give the same answers. Times are
    milliseconds of the call's media clock."""

    def notice(self, event: Event, commands: list[Command], state: State | None) -> None:
        """What the core was told, what followed, and where the dialogue stands now.

        A mind takes from it what a person on the line would have heard and understood, no more: the bot's
        words as far as they were played, which question stands, the values that were read back.
        """
        ...

    @property
    def due(self) -> int | None:
        """When it wants to do something next, if nothing happens until then; None: it waits."""
        ...

    def act(self, t: int) -> Utterance | Leave | None:
        """Asked when `due` is reached and it is not speaking."""
        ...

    def uttered(self, utterance: Utterance, start_ms: int, end_ms: int) -> None:
        """An utterance was said to its end, from first to last sound."""
        ...
