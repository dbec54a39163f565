"""Far ends for the tests: a caller with fixed words, and one who makes sounds by chance."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from viva.call.commands import Command
from viva.call.core import Call
from viva.call.events import Event, LeaveReason
from viva.channels.line import FRAME_BYTES, FRAME_MS

LOUD = b"\x00\x10" * (FRAME_BYTES // 2)
SILENCE = bytes(FRAME_BYTES)


@dataclass
class Speaks:
    """Says the next of `utterances` (PCM) once the bot has been silent for a while."""

    utterances: Sequence[bytes]
    waits_ms: int = 700
    leaves_at: int = 60_000
    heard: bytearray = field(default_factory=bytearray)
    kinds: list[str] = field(default_factory=list)
    """Of the events it was told."""
    _next: int = 0
    _saying: bytes = b""
    _bot_until: int = 0
    _quiet_ms: int = 0

    def audio(self, t: int) -> bytes:
        if self._saying or t <= self._bot_until:
            self._quiet_ms = 0
        else:
            self._quiet_ms += FRAME_MS
        if self._quiet_ms >= self.waits_ms and self._next < len(self.utterances):
            self._saying = self.utterances[self._next]
            self._next += 1
        frame, self._saying = self._saying[:FRAME_BYTES], self._saying[FRAME_BYTES:]
        return frame.ljust(FRAME_BYTES, b"\0")

    def hear(self, frame: bytes, t: int) -> None:
        self.heard += frame
        self._bot_until = max(self._bot_until, t) + FRAME_MS

    def silenced(self, t: int) -> None:
        self._bot_until = t

    def told(self, event: Event, commands: list[Command], call: Call) -> None:
        self.kinds.append(event.kind)

    def leaves(self, t: int) -> LeaveReason | None:
        return "caller_hung_up" if t >= self.leaves_at else None


@dataclass
class Noisy:
    """Sounds and silences of random lengths, and an end at a random time."""

    seed: int
    longest_ms: int = 20_000

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._loud = False
        self._left_ms = 0
        self._leaves_at = self._chance.randrange(self.longest_ms)

    def audio(self, t: int) -> bytes:
        if self._left_ms <= 0:
            self._loud = not self._loud
            self._left_ms = self._chance.randrange(40, 2500)
        self._left_ms -= FRAME_MS
        return LOUD if self._loud else SILENCE

    def hear(self, frame: bytes, t: int) -> None:
        if self._chance.random() < 0.01:
            self._left_ms = 0

    def silenced(self, t: int) -> None:
        self._left_ms = 0

    def told(self, event: Event, commands: list[Command], call: Call) -> None:
        if event.kind == "turn_taken":
            self._left_ms = 0

    def leaves(self, t: int) -> LeaveReason | None:
        return "caller_hung_up" if t >= self._leaves_at else None
