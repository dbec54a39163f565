"""The caller of a recorded call, once more: the same audio, keys and text at the same times."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from viva.audio.recording import RATE
from viva.call import events as ev
from viva.call.commands import Command
from viva.call.core import Call
from viva.call.log import Record
from viva.channels.line import FRAME_BYTES, FRAME_MS
from viva.lab.virtual.far_end import Entered

GOODBYE_MS = 10_000
"""After the bot ended the call in the record, the other version may take so much longer to do so."""
_OWN_NOTES = ("voice_replaced", "recording_failed")
"""Notes about the bot's side: the other version makes its own."""


class RecordedCaller:
    """`viva.lab.virtual.far_end.FarEnd`. After the recording there is silence."""

    def __init__(
        self, audio: npt.NDArray[np.int16], records: Sequence[Record], lost: Callable[[], bool]
    ) -> None:
        """audio: (samples,), 16 kHz. lost: whether nothing that follows can be counted."""
        self._audio = audio
        self._lost = lost
        self._entered = deque(
            record.event
            for record in records
            if isinstance(record.event, ev.KeyPressed | ev.TextEntered)
            or (isinstance(record.event, ev.LineNoted) and record.event.code not in _OWN_NOTES)
        )
        last = records[-1]
        by_the_bot = any(command["kind"] == "end_call" for command in last.commands)
        self._reason: ev.LeaveReason = "caller_hung_up"
        self._leaves_at = last.event.t
        if isinstance(last.event, ev.CallerLeft):
            self._reason = last.event.reason
        elif by_the_bot:
            self._leaves_at += GOODBYE_MS

    def audio(self, t: int) -> bytes:
        end = t * RATE // 1000
        frame = self._audio[end - FRAME_MS * RATE // 1000 : end]
        return frame.astype("<i2").tobytes().ljust(FRAME_BYTES, b"\0")

    def entering(self, t: int) -> list[Entered]:
        found: list[Entered] = []
        while self._entered and self._entered[0].t < t:
            found.append(self._entered.popleft())
        return found

    def hear(self, frame: bytes, t: int) -> None:
        pass

    def silenced(self, t: int) -> None:
        pass

    def told(self, event: ev.Event, commands: list[Command], call: Call) -> None:
        pass

    def leaves(self, t: int) -> ev.LeaveReason | None:
        """When it did in the record; at once when it has lost the thread."""
        return self._reason if t > self._leaves_at or self._lost() else None
