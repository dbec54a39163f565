"""Replay: a call's recorded events through the core again, and the first difference if there is one."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_core import to_json

from viva.call.core import Call
from viva.call.log import Record


@dataclass(frozen=True, slots=True)
class Difference:
    """The first record whose commands are not those of the log."""

    n: int
    t: int
    """Media clock, milliseconds."""
    event: str
    """The event's kind."""
    index: int
    """Which of its commands, from 0."""
    recorded: str
    """JSON of the command in the log; '' where the log has none."""
    replayed: str
    """JSON of the command now; '' where there is none now."""


@dataclass(frozen=True, slots=True)
class Verdict:
    events: int
    commands: int
    difference: Difference | None


def verify(call: Call, records: list[Record]) -> Verdict:
    """Feed the recorded events to a fresh `call` and compare its commands byte for byte.

    A difference at one event makes the later ones meaningless, so the first ends the comparison.
    """
    commands = 0
    for record in records:
        replayed = [to_json(c).decode() for c in call.handle(record.event)]
        recorded = [to_json(c).decode() for c in record.commands]
        commands += len(replayed)
        for index in range(max(len(recorded), len(replayed))):
            was = recorded[index] if index < len(recorded) else ""
            now = replayed[index] if index < len(replayed) else ""
            if was != now:
                event = record.event
                difference = Difference(record.n, event.t, event.kind, index, was, now)
                return Verdict(record.n, commands, difference)
    return Verdict(len(records), commands, None)
