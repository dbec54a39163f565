"""The lasting trace of one call: two-channel recording, event log, and its row in the store.

Nothing here waits for the disk: bytes are handed to the writer's thread twice a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from viva.call.commands import Command
from viva.call.events import Event
from viva.call.log import Header, header_line, record_line
from viva.ops.store import CallRow, Store
from viva.ops.writer import DiskWriter
from viva.server.caller_audio import BYTES_PER_MS

FLUSH_MS = 500


class Recorder(Protocol):
    """What a call hands over to be kept. `t`: the call's clock, milliseconds."""

    def caller(self, pcm: bytes) -> None:
        """More of the caller's side."""
        ...

    def bot(self, frame: bytes, t: int) -> None:
        """A frame that was sent: it stands after the one before it, or at `t` after a silence."""
        ...

    def silence_bot(self, t: int) -> None:
        """What was sent ahead of `t` was not played."""
        ...

    def record(self, event: Event, commands: list[Command]) -> None: ...

    def clock(self, t: int) -> None:
        """Called every tick."""
        ...

    def close(self, t: int, reason: str, turns: int) -> None: ...

    def take_problem(self) -> str | None:
        """Why something could not be written, told once; None where all is well or was told."""
        ...


class CallRecorder:
    """Both sides of the recording stand on the call's clock: caller left, bot right."""

    def __init__(self, store: Store, writer: DiskWriter, row: CallRow, header: Header) -> None:
        self._id = row.id
        self._store = store
        self._writer = writer
        folder: Path = store.call_dir(row.id)
        self._log = writer.open_log(folder / "events.jsonl")
        self._recording = writer.open_recording(folder / "audio.wav")
        self._caller = bytearray()
        self._bot = bytearray()
        self._written = 0
        """Bytes of each side handed over."""
        self._flush_at = FLUSH_MS
        self._n = 0
        self._told = False
        writer.submit(lambda: store.begin(row))
        self._log.append(header_line(header))

    def caller(self, pcm: bytes) -> None:
        self._caller += pcm

    def bot(self, frame: bytes, t: int) -> None:
        missing = t * BYTES_PER_MS - self._written - len(self._bot)
        if missing > 0:
            self._bot += bytes(missing)
        self._bot += frame

    def silence_bot(self, t: int) -> None:
        keep = max(0, t * BYTES_PER_MS - self._written)
        del self._bot[keep:]

    def record(self, event: Event, commands: list[Command]) -> None:
        self._n += 1
        self._log.append(record_line(self._n, event, commands))

    def clock(self, t: int) -> None:
        """Hands over what is complete, twice a second."""
        if t < self._flush_at:
            return
        self._flush_at = t + FLUSH_MS
        self._hand_over(len(self._caller))

    def close(self, t: int, reason: str, turns: int) -> None:
        self._hand_over(max(len(self._caller), t * BYTES_PER_MS - self._written))
        self._recording.close()
        self._log.close()
        call, store = self._id, self._store
        self._writer.submit(lambda: store.end(call, duration_ms=t, reason=reason, turns=turns))

    def take_problem(self) -> str | None:
        problem = self._recording.problem or self._log.problem
        if problem is None or self._told:
            return None
        self._told = True
        return problem

    def _hand_over(self, size: int) -> None:
        """`size` bytes of each side; a side that has less is silent there."""
        if size <= 0:
            return
        caller, bot = bytes(self._caller[:size]), bytes(self._bot[:size])
        del self._caller[:size], self._bot[:size]
        self._written += size
        self._recording.append(caller + bytes(size - len(caller)), bot + bytes(size - len(bot)))
