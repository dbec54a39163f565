"""Who is at the other end of a call in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from viva.call.commands import Command
from viva.call.core import Call
from viva.call.events import Event, KeyPressed, LeaveReason, LineNoted, TextEntered

Entered = KeyPressed | TextEntered | LineNoted
Entering = Callable[[int], Sequence[Entered]]
"""Asked every 20 ms, as `FarEnd.audio`: what reaches the call beside sound in the 20 ms before `t`. The times
in what it gives are not looked at."""


class FarEnd(Protocol):
    """A caller, or a recording of one. `t`: the call's media clock, milliseconds."""

    def audio(self, t: int) -> bytes:
        """FRAME_BYTES of 16 kHz PCM16LE: what the caller sends in the 20 ms before `t`."""
        ...

    def hear(self, frame: bytes, t: int) -> None:
        """A frame of the bot, which sounds after the one before it, or at `t`."""
        ...

    def silenced(self, t: int) -> None:
        """What was sent ahead of `t` is dropped."""
        ...

    def told(self, event: Event, commands: list[Command], call: Call) -> None:
        """What the core was told, and what it decided."""
        ...

    def leaves(self, t: int) -> LeaveReason | None:
        """Asked every 20 ms: why the caller hangs up now, if so."""
        ...
