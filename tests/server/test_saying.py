"""`POST /api/bots/ID/say`: what it answers, what it refuses, and that it does one thing at a time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from viva.dialogue.load import load_bot
from viva.server.api import Api
from viva.speaking.registry import synthesizer
from viva.speaking.script import Script
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Speech

BOT = load_bot(Path(__file__).resolve().parents[2] / "bots/clinic")


class Held:
    """A voice that waits until it is let go."""

    def __init__(self) -> None:
        self.speaker = Speaker(synthesizer("espeak"), BOT.voice)
        self.asked, self.go = threading.Event(), threading.Event()
        self.go.set()

    def render(self, script: Script) -> Speech:
        self.asked.set()
        assert self.go.wait(10)
        return self.speaker.render(script)


def with_client(voice: Held, use: Callable[[Any], Awaitable[None]]) -> None:
    async def run() -> None:
        hosts = {"clinic": SimpleNamespace(bot=BOT, prompts=voice)}
        api = Api(SimpleNamespace(store=None, hosts=hosts))  # type: ignore[arg-type]
        async with TestClient(TestServer(api.application())) as client:
            await use(client)

    asyncio.run(run())


async def say(client: Any, body: Any, bot: str = "clinic") -> tuple[int, dict[str, Any]]:
    async with client.post(f"/api/bots/{bot}/say", json=body) as response:
        return response.status, await response.json()


def test_the_prompts_with_their_places() -> None:
    async def use(client: Any) -> None:
        async with client.get("/api/bots/clinic/prompts") as response:
            found = {one["name"]: one for one in await response.json()}
        assert found["booked"]["places"] == {"day": "2026-11-25", "time": "09:00"}
        assert found["welcome"]["variants"]["first"] == list(BOT.prompts["welcome"].first)

    with_client(Held(), use)


def test_what_a_caller_hears() -> None:
    async def use(client: Any) -> None:
        slots = {"day": "2026-11-25", "time": "09:00"}
        body = {"prompt": "booked", "slots": slots, "now": "2026-11-24T10:00", "caller": {"rate": 0.8}}
        status, found = await say(client, body)
        assert status == 200 and found["caller"] == {"rate": 0.8}
        assert found["text"] == "You are booked for tomorrow at nine in the morning. See you then."
        assert found["duration_ms"] > 2000 and found["audio"].startswith("UklGR")

    with_client(Held(), use)


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ({"prompt": "bokked"}, "not_said", "no prompt 'bokked'"),
        ({"prompt": "booked", "slots": {"dya": 1}}, "not_said", "no place 'dya'"),
        ({"text": "a" * 5001}, "not_said", "5001 characters"),
        ({"text": "a", "caller": {"rte": 1}}, "bad_caller", "a caller has no 'rte'"),
        ({"text": "a", "prompt": "booked"}, "bad_parameter", "either a prompt or a text"),
        ({}, "bad_parameter", "either a prompt or a text"),
        ({"txt": "a"}, "bad_parameter", "unknown key 'txt'"),
        ({"text": 3}, "bad_parameter", "text: expected str"),
        ({"text": "a", "context": "later"}, "bad_parameter", "context='later'"),
        ({"text": "a", "now": "later"}, "bad_parameter", "is no date and time"),
        ([1], "bad_json", "must be a JSON object"),
        ({"text": "a" * 70_000}, "too_long", "more than 65536 bytes"),
    ],
)
def test_what_is_refused(body: Any, error: str, message: str) -> None:
    async def use(client: Any) -> None:
        status, found = await say(client, body)
        assert status == 400 and found["error"] == error and message in found["message"]

    with_client(Held(), use)


def test_another_bot_and_another_form() -> None:
    async def use(client: Any) -> None:
        assert (await say(client, {"text": "a"}, "clinik"))[0] == 404
        async with client.post("/api/bots/clinic/say", data={"text": "a"}) as response:
            assert response.status == 415
        headers = {"Content-Type": "application/json"}
        async with client.post("/api/bots/clinic/say", data="{", headers=headers) as response:
            assert response.status == 400 and (await response.json())["error"] == "bad_json"

    with_client(Held(), use)


def test_one_at_a_time() -> None:
    async def use(client: Any) -> None:
        voice.go.clear()
        first = asyncio.create_task(say(client, {"text": "One moment."}))
        assert await asyncio.to_thread(voice.asked.wait, 10)
        assert (await say(client, {"text": "Hello."}))[0] == 429
        voice.go.set()
        assert (await first)[0] == 200
        assert (await say(client, {"text": "Hello."}))[0] == 200

    voice = Held()
    with_client(voice, use)


def test_silence() -> None:
    async def use(client: Any) -> None:
        status, found = await say(client, {"text": "..."})
        assert status == 200 and found["duration_ms"] == 0 and found["lufs"] is None

    with_client(Held(), use)
