"""One simulated call, whole and in memory, on its way from whoever simulated it to its folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from viva.call.commands import Command
from viva.call.events import Event
from viva.call.log import Header, header_line, record_line
from viva.lab.calls.truth import CallTruth
from viva.ops.store import CallRow
from viva.server.caller_audio import BYTES_PER_MS

Told = Callable[[Event, list[Command]], None]
"""Whoever watches a call as it happens."""


@dataclass(frozen=True, slots=True)
class SimulatedCall:
    row: CallRow
    truth: CallTruth
    log: bytes
    """Of `events.jsonl`."""
    caller: bytes = b""
    """PCM16LE, 16 kHz; the recording's left side. '' where nobody spoke."""
    bot: bytes = b""
    """The right side, equally long."""
    problem: str = ""
    """Why it was ended before its time, or what of its caller is gone; '' where all is well."""

    @property
    def number(self) -> int:
        return self.truth.number


def nobody(event: Event, commands: list[Command]) -> None:
    """A `Told` where nobody watches."""


@dataclass(slots=True)
class CallMemory:
    """A `viva.server.recorder.Recorder`. Both sides stand on the call's clock."""

    header: Header
    told: Told = nobody
    _lines: list[bytes] = field(default_factory=list)
    _caller: bytearray = field(default_factory=bytearray)
    _bot: bytearray = field(default_factory=bytearray)

    def caller(self, pcm: bytes) -> None:
        self._caller += pcm

    def bot(self, frame: bytes, t: int) -> None:
        """A frame that was sent: it stands after the one before it, or at `t` after a silence."""
        missing = t * BYTES_PER_MS - len(self._bot)
        if missing > 0:
            self._bot += bytes(missing)
        self._bot += frame

    def silence_bot(self, t: int) -> None:
        """What was sent ahead of `t` was not played."""
        del self._bot[t * BYTES_PER_MS :]

    def record(self, event: Event, commands: list[Command]) -> None:
        self._lines.append(record_line(len(self._lines) + 1, event, commands))
        self.told(event, commands)

    def clock(self, t: int) -> None:
        pass

    def close(self, t: int, reason: str, turns: int) -> None:
        pass

    def take_problem(self) -> str | None:
        return None

    def log(self) -> bytes:
        return b"".join([header_line(self.header), *self._lines])

    def sides(self, t: int) -> tuple[bytes, bytes]:
        """Caller and bot, until the end of the call at `t`."""
        size = max(t * BYTES_PER_MS, len(self._caller))
        return bytes(self._caller).ljust(size, b"\0"), bytes(self._bot[:size]).ljust(size, b"\0")
