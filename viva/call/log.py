"""The event log: one JSON line for the header, then one per event with the commands it led to.

    {"log": 1, "viva": "0.1.0", "call": ..., "bot": ..., "fingerprint": ..., "settings": {...}}
    {"n": 1, "event": {...}, "commands": [{...}, ...]}

Everything that the core was told is here, with its time, so that the call can be replayed. The format
is documented in docs/reference/event-log.md.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from viva.call.commands import Command
from viva.call.events import Event
from viva.call.settings import CallSettings
from viva.call.wire import decode_event
from viva.errors import VivaError

LOG_VERSION = 1


class LogError(VivaError):
    """An event log that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Header:
    call: str
    bot: str
    fingerprint: str
    """Of the bot, as `viva.dialogue.bot.Bot.fingerprint`: the replay loads that bot."""
    settings: CallSettings
    viva: str
    """The version of VIVA that wrote the log."""
    log: int = LOG_VERSION


@dataclass(frozen=True, slots=True)
class Record:
    n: int
    """1, 2, 3, ...: a missing one was lost."""
    event: Event
    commands: list[dict[str, Any]]
    """As written, not decoded: a replay compares them byte for byte."""


def header_line(header: Header) -> bytes:
    fields = asdict(header)
    return to_json({"log": fields.pop("log"), **fields}) + b"\n"


def record_line(n: int, event: Event, commands: list[Command]) -> bytes:
    return to_json({"n": n, "event": event, "commands": commands}) + b"\n"


def read_log(path: Path) -> tuple[Header, list[Record], bool]:
    """Header, records, and whether the last line was cut short, as by a killed server.

    Raises:
        LogError: no such file, not an event log, a newer version, or a damaged line that is not the last.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as e:
        raise LogError(f"{path}: cannot be read: {e.strerror}") from e
    if lines and not lines[-1]:
        lines.pop()
    elif lines:
        lines[-1] += b"\0"  # no line end: cut short, whatever it holds
    if not lines:
        raise LogError(f"{path}: empty; expected an event log with a header line")
    header = _header(path, lines[0])
    records: list[Record] = []
    for number, line in enumerate(lines[1:], start=2):
        try:
            records.append(_record(line, len(records) + 1))
        except ValueError as e:
            if number == len(lines):
                return header, records, True
            raise LogError(f"{path}:{number}: not a record of an event log: {e}") from e
    return header, records, False


def _header(path: Path, line: bytes) -> Header:
    try:
        data = json.loads(line)
        version = data["log"]
        if version == LOG_VERSION:
            return Header(**{**data, "settings": CallSettings(**data["settings"])})
    except (ValueError, KeyError, TypeError) as e:
        raise LogError(f"{path}:1: not the header of an event log: {e}") from e
    raise LogError(
        f"{path}:1: an event log of version {version}; this VIVA reads version {LOG_VERSION}",
        hint="use the VIVA that wrote it, or a newer one",
    )


def _record(line: bytes, n: int) -> Record:
    data = json.loads(line)
    if not isinstance(data, dict) or data.keys() != {"n", "event", "commands"}:
        raise ValueError("expected an object with n, event and commands")
    if data["n"] != n:
        raise ValueError(f"expected record {n}, got {data['n']}")
    return Record(n, decode_event(data["event"]), data["commands"])
