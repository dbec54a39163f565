"""A caller without headphones: the bot's voice comes back, and is not taken for the caller's."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

import numpy as np

from tests.calls.client import FRAME_S, Caller, calling
from tests.calls.voices import spoken

DELAY_FRAMES = 7
RETURN = 0.18
"""-15 dB."""


class Room:
    """Plays what the caller receives, frame by frame, and lets the microphone hear it."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._played = 0
        self._delayed = deque([np.zeros(320)] * DELAY_FRAMES)
        self._noise = np.random.default_rng(3)

    async def until(self, done: Callable[[], bool], speech: bytes = b"", seconds: float = 25.0) -> None:
        """The caller says `speech`, and then nothing until `done`."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        for n in range(int(seconds / FRAME_S)):
            if 640 * n >= len(speech) and done():
                return
            said = np.frombuffer(speech[640 * n : 640 * (n + 1)].ljust(640, b"\0"), "<i2")
            heard = said + RETURN * self._play() + self._noise.normal(0, 20, 320)
            await self._caller.ws.send_bytes(np.clip(heard, -32768, 32767).astype("<i2").tobytes())
            due += FRAME_S
            await asyncio.sleep(max(0.0, due - loop.time()))
        raise AssertionError(f"not within {seconds} s; the last events: {self._caller.events[-5:]}")

    def _play(self) -> np.ndarray:
        """What the microphone hears of the loudspeaker now."""
        frame = bytes(self._caller.audio[self._played : self._played + 640])
        self._played += len(frame)
        self._delayed.append(np.frombuffer(frame.ljust(640, b"\0"), "<i2").astype(float))
        return self._delayed.popleft()


def test_the_bot_does_not_interrupt_itself_and_hears_its_caller(page: str) -> None:
    question = spoken("What are your opening hours?")

    async def scene() -> None:
        async with calling(page, "bot=clinic") as caller:
            room = Room(caller)
            await room.until(lambda: caller.floor == "idle" and bool(caller.said("bot")))
            await room.until(caller.idle_after(1), question)
            states = [floor["state"] for floor in caller.of("floor")]
            assert not caller.of("clear"), "the bot took its echo for a caller who interrupts"
            assert "hours" in caller.said("caller")[0].lower()
            assert any("Monday" in text for text in caller.said("bot"))
            assert states.count("caller") == 1
            assert len(caller.said("caller")) == 1

    asyncio.run(scene())
