"""A recorded caller meets a version of the bot, in virtual time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic_core import to_jsonable_python

from viva.call.commands import Command
from viva.call.events import Event
from viva.call.log import Record
from viva.call.settings import CallSettings
from viva.lab.replay.actions import RecordedActions
from viva.lab.replay.caller import GOODBYE_MS, RecordedCaller
from viva.lab.replay.moves import Move, MoveReader
from viva.lab.replay.parting import parted
from viva.lab.replay.recorded import Recorded
from viva.lab.virtual.run import run_call
from viva.lab.virtual.station import Station


@dataclass(frozen=True, slots=True)
class Met:
    records: tuple[Record, ...]
    problem: str
    """Why the call was cut short; '' where it was not."""


def meet(
    station: Station, bot: str, call: Recorded, like: Sequence[Move], settings: CallSettings | None = None
) -> Met:
    """Until the caller left in the record, or soon after the paths part. No action is run, nothing is kept.

    bot: its name in the station. like: the moves that it is held against. settings: None: the bot's own.
    """
    actions, started, log = RecordedActions(call.records), call.started, _Log(like)
    caller = RecordedCaller(call.audio, call.records, lambda: log.parted or actions.unknown)
    ended = run_call(
        station,
        bot,
        caller,
        call_id=started.call,
        now=started.now,
        recorder=log,
        calls=started.calls,
        caller=started.caller,
        channel=started.channel,
        limit_ms=call.records[-1].event.t + 2 * GOODBYE_MS,
        actions=actions,
        settings=settings,
        entering=caller.entering,
    )
    return Met(tuple(log.records), ended.problem)


@dataclass(slots=True)
class _Log:
    """A `viva.server.recorder.Recorder` that keeps the log in memory, and no sound."""

    like: Sequence[Move]
    records: list[Record] = field(default_factory=list)
    parted: bool = False
    """From the moves that it is like, and the move in which it parts is told to its end."""
    _reader: MoveReader = field(default_factory=MoveReader)

    def record(self, event: Event, commands: list[Command]) -> None:
        plain = [to_jsonable_python(command) for command in commands]
        self.records.append(Record(len(self.records) + 1, event, plain))
        moves = self._reader.moves
        before = len(moves)
        self._reader.read(event, plain)
        if before and len(moves) > before:
            self.parted = parted(self.like, moves[:before])

    def caller(self, pcm: bytes) -> None:
        pass

    def bot(self, frame: bytes, t: int) -> None:
        pass

    def silence_bot(self, t: int) -> None:
        pass

    def clock(self, t: int) -> None:
        pass

    def close(self, t: int, reason: str, turns: int) -> None:
        pass

    def take_problem(self) -> str | None:
        return None
