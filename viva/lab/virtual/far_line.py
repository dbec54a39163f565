"""The far end of a call as the server sees it: a line, and a witness of what the core is told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from viva.call.commands import Command
from viva.call.core import Call
from viva.call.events import Event, LeaveReason
from viva.channels.line import FRAME_BYTES
from viva.lab.virtual.far_end import Entered, Entering, FarEnd
from viva.server.recorder import Recorder
from viva.understanding.reading import JsonValue

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(slots=True)
class FarLine:
    """A `viva.channels.line.Line`. Once the far end has raised something it is silent and wants to leave."""

    far_end: FarEnd
    channel: str
    caller: str
    entering: Entering
    t: int = 0
    """The call's clock, milliseconds."""
    problem: str = ""
    """What the far end raised; '' where all is well."""
    ducks: bool = False

    def audio(self) -> bytes:
        """What the caller sent in the last 20 ms."""
        return self._asked(lambda: _checked(self.far_end.audio(self.t)), bytes(FRAME_BYTES))

    def enters(self) -> Sequence[Entered]:
        """Keys and text of the last 20 ms."""
        return self._asked(lambda: self.entering(self.t), ())

    def leaves(self) -> LeaveReason | None:
        return self._asked(lambda: self.far_end.leaves(self.t), "failed")

    def told(self, event: Event, commands: list[Command], call: Call) -> None:
        self._asked(lambda: self.far_end.told(event, commands, call), None)

    def describe(self) -> dict[str, JsonValue]:
        return {}

    def send_audio(self, pcm: bytes) -> None:
        self._asked(lambda: self.far_end.hear(pcm, self.t), None)

    def send_event(self, event: dict[str, JsonValue]) -> None:
        pass  # the far end is told what the core was told

    def clear(self) -> None:
        self._asked(lambda: self.far_end.silenced(self.t), None)

    def close(self, reason: str) -> None:
        pass

    def _asked(self, ask: Callable[[], T], otherwise: T) -> T:
        if not self.problem:
            try:
                return ask()
            except Exception as error:  # one call's caller must not end the others'
                log.exception("the far end failed at %.3f s", self.t / 1000)
                self.problem = f"the far end raised {type(error).__name__}: {error}"
        return otherwise


def _checked(frame: bytes) -> bytes:
    if len(frame) != FRAME_BYTES:
        raise ValueError(f"its frame has {len(frame)} bytes; {FRAME_BYTES} are expected")
    return frame


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A `Recorder` that also has the far end told."""

    recorder: Recorder
    line: FarLine
    call: Call

    def record(self, event: Event, commands: list[Command]) -> None:
        self.recorder.record(event, commands)
        self.line.told(event, commands, self.call)

    def caller(self, pcm: bytes) -> None:
        self.recorder.caller(pcm)

    def bot(self, frame: bytes, t: int) -> None:
        self.recorder.bot(frame, t)

    def silence_bot(self, t: int) -> None:
        self.recorder.silence_bot(t)

    def clock(self, t: int) -> None:
        self.recorder.clock(t)

    def close(self, t: int, reason: str, turns: int) -> None:
        self.recorder.close(t, reason, turns)

    def take_problem(self) -> str | None:
        return self.recorder.take_problem()
