"""A call whose caller is an audio file: for trying a bot, for tests, for the demo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from viva.channels.line import FRAME_BYTES, FRAME_MS
from viva.channels.websocket import CallSide
from viva.understanding.reading import JsonValue

IDLE_MS = 1500
"""After the file has ended, the bot silent for so long means that it has nothing more to say."""
PATIENCE_MS = 20_000
"""The longest wait for the bot, before the file and after it."""

Show = Callable[[dict[str, JsonValue]], None]


@dataclass(eq=False, slots=True)
class FileLine:
    """Sends one file as the caller; keeps what the bot says."""

    pcm: bytes
    """PCM16LE, mono, 16 kHz."""
    show: Show
    """Given every message of the call (docs/reference/websocket.md)."""
    caller: str = ""
    channel: str = "file"
    ducks: bool = False
    call_id: str = ""
    reason: str = ""
    """Why the call ended; '' while it lives."""
    floor: str = "idle"
    heard: bytearray = field(default_factory=bytearray)
    """The bot's audio, without its silences."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def describe(self) -> dict[str, JsonValue]:
        return {"format": "pcm16", "rate": 16000}

    def send_audio(self, pcm: bytes) -> None:
        self.heard += pcm

    def send_event(self, event: dict[str, JsonValue]) -> None:
        match event.get("event"):
            case "started":
                self.call_id = str(event["call"])
            case "floor":
                self.floor = str(event["state"])
        self.show(event)

    def clear(self) -> None:
        pass  # nothing is buffered: audio counts as played when its time has come

    def close(self, reason: str) -> None:
        self.reason = reason
        self.ended.set()

    async def play(self, call: CallSide, *, greeting_first: bool = True) -> None:
        """Speak the file in real time, then wait for the bot's last words and hang up.

        `greeting_first`: wait until the bot has finished its greeting, as a caller does.
        """
        clock = _Clock()
        if greeting_first:
            await self._until_idle(call, clock, 300)
        for at in range(0, len(self.pcm), FRAME_BYTES):
            if self.ended.is_set():
                return
            call.caller_audio(self.pcm[at : at + FRAME_BYTES].ljust(FRAME_BYTES, b"\0"))
            await clock.tick()
        await self._until_idle(call, clock, IDLE_MS)
        if not self.ended.is_set():
            call.left("caller_hung_up")

    async def _until_idle(self, call: CallSide, clock: _Clock, idle_ms: int) -> None:
        """Send silence until nobody has held the floor for `idle_ms`, or patience ends."""
        idle = waited = 0
        while idle < idle_ms and waited < PATIENCE_MS and not self.ended.is_set():
            call.caller_audio(bytes(FRAME_BYTES))
            await clock.tick()
            waited += FRAME_MS
            idle = idle + FRAME_MS if self.floor == "idle" else 0


class _Clock:
    """20 ms steps of real time, without drift."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._due = self._loop.time()

    async def tick(self) -> None:
        self._due += FRAME_MS / 1000
        await asyncio.sleep(max(0.0, self._due - self._loop.time()))
