"""A caller over the real protocol: speaks PCM in real time and keeps all that comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

FRAME_S = 0.02


@dataclass
class Caller:
    ws: aiohttp.ClientWebSocketResponse
    frame: int = 640
    events: list[dict[str, Any]] = field(default_factory=list)
    audio: bytearray = field(default_factory=bytearray)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        async for message in self.ws:
            if message.type == aiohttp.WSMsgType.TEXT:
                self.events.append(json.loads(message.data))
            elif message.type == aiohttp.WSMsgType.BINARY:
                self.audio += message.data
            self.changed.set()
        self.closed.set()
        self.changed.set()

    async def speak(self, audio: bytes) -> None:
        """In real time, frame by frame."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        for at in range(0, len(audio), self.frame):
            await self.ws.send_bytes(audio[at : at + self.frame].ljust(self.frame, b"\0"))
            due += FRAME_S
            await asyncio.sleep(max(0.0, due - loop.time()))

    async def silence(self, seconds: float) -> None:
        await self.speak(bytes(int(seconds / FRAME_S) * self.frame))

    async def silent_until(self, done: Callable[[], bool], seconds: float = 20.0) -> None:
        """Silence on the line until `done`; the test fails after `seconds`."""
        for _ in range(int(seconds / FRAME_S)):
            if done() or self.closed.is_set():
                break
            await self.silence(FRAME_S)
        assert done(), f"not within {seconds} s; the last events: {self.events[-5:]}"

    async def until(self, done: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait without sending anything."""
        async with asyncio.timeout(seconds):
            while not done():
                self.changed.clear()
                await self.changed.wait()

    async def say_event(self, **event: Any) -> None:
        await self.ws.send_str(json.dumps(event))

    def of(self, name: str) -> list[dict[str, Any]]:
        return [e for e in self.events if e["event"] == name]

    def said(self, speaker: str) -> list[str]:
        """Final captions."""
        return [e["text"] for e in self.of("caption") if e["speaker"] == speaker and e["final"]]

    @property
    def floor(self) -> str:
        return str(self.of("floor")[-1]["state"]) if self.of("floor") else ""

    def idle_after(self, turns: int) -> Callable[[], bool]:
        """The bot has answered so many turns and waits again."""
        return lambda: len(self.said("caller")) >= turns and self.floor == "idle"

    @property
    def call_id(self) -> str:
        return str(self.of("started")[0]["call"])


@asynccontextmanager
async def calling(page: str, query: str = "", frame: int = 640) -> AsyncIterator[Caller]:
    """A call to the server whose page is at `page`."""
    url = f"{page.replace('http', 'ws', 1)}/v1/call?{query}"
    async with aiohttp.ClientSession() as session, session.ws_connect(url, compress=0) as ws:
        caller = Caller(ws, frame)
        listening = asyncio.create_task(caller.listen())
        try:
            yield caller
        finally:
            listening.cancel()


async def get_json(url: str) -> Any:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return await response.json()
