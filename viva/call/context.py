"""What the parts of one call share: its clock, its deadlines, and the commands of this event."""

from __future__ import annotations

from datetime import datetime, timedelta

from viva.call.commands import Command
from viva.call.deadlines import Deadlines
from viva.call.delivery import Delivery
from viva.call.line import CallLine
from viva.hearing.voice.baseline import Baseline


class CallContext:
    def __init__(self, delivery: Delivery) -> None:
        self.t = 0
        """The media clock, milliseconds; never runs back."""
        self.out: list[Command] = []
        """The commands that follow from the event under way."""
        self.deadlines = Deadlines()
        self.baseline = Baseline()
        """How the caller usually speaks, by the turns taken so far."""
        self.line = CallLine()
        self.delivery = delivery
        """How the bot speaks to the caller, by the turns taken so far."""
        self._numbers = 0
        self._answered_at = datetime.fromisoformat("2000-01-01T00:00:00")

    def answered(self, now: str) -> None:
        """Fix the local date and time at t = 0 (ISO 8601; a zone is dropped)."""
        self._answered_at = datetime.fromisoformat(now).replace(tzinfo=None)

    def now(self) -> str:
        """The caller's local date and time, to the second."""
        return (self._answered_at + timedelta(milliseconds=self.t)).isoformat(timespec="seconds")

    def number(self) -> int:
        """A number that this call has not used: of a request or a sentence."""
        self._numbers += 1
        return self._numbers

    def emit(self, *commands: Command) -> None:
        self.out.extend(commands)
