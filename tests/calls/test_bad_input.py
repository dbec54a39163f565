"""Clients that misbehave: the call goes on or ends with a clear event, and no other call notices."""

from __future__ import annotations

import asyncio
import socket

import aiohttp
import pytest

from tests.calls.client import calling


def test_frames_that_are_no_audio_are_told_and_dropped(page: str) -> None:
    async def scene() -> None:
        async with calling(page) as caller:
            await caller.ws.send_bytes(bytes(641))
            await caller.ws.send_bytes(b"")
            await caller.ws.send_bytes(bytes(40_000))
            await caller.ws.send_str("hello")
            await caller.ws.send_str('{"event": "dance"}')
            await caller.silent_until(lambda: len(caller.of("note")) >= 5)
            notes = [(n["code"], n["message"]) for n in caller.of("note")]
            assert notes[0] == (
                "bad_frame",
                "got 641 bytes, not whole 16-bit samples; expected 640 bytes (20 ms)",
            )
            assert [code for code, _ in notes] == ["bad_frame"] * 3 + ["bad_message"] * 2
            assert not caller.closed.is_set()

    asyncio.run(scene())


def test_the_fiftieth_bad_frame_ends_the_call(page: str) -> None:
    async def scene() -> None:
        async with calling(page) as caller:
            for _ in range(50):
                await caller.ws.send_bytes(b"x")
            await caller.until(caller.closed.is_set)
            assert caller.events[-1]["reason"] == "bad_client"
            assert caller.ws.close_code == 1003

    asyncio.run(scene())


def test_a_page_can_ask_why_its_call_was_refused(page: str) -> None:
    async def scene() -> None:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{page}/v1/call?bot=nobody") as answer:
                assert answer.status == 400
                assert (await answer.json())["error"] == "unknown_bot"
            async with session.get(f"{page}/v1/call?bot=clinic") as answer:
                assert answer.status == 426

    asyncio.run(scene())


def test_a_huge_message_is_refused(page: str) -> None:
    async def scene() -> None:
        async with calling(page) as caller:
            await caller.ws.send_bytes(bytes(100_000))
            await caller.until(caller.closed.is_set)
            assert caller.ws.close_code == 1009

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("query", "status", "error"),
    [
        ("bot=nobody", 400, "unknown_bot"),
        ("rate=44100", 400, "bad_rate"),
        ("format=opus", 400, "bad_format"),
        ("colour=red", 400, "unknown_parameter"),
    ],
)
def test_a_wrong_url_is_refused_with_words(page: str, query: str, status: int, error: str) -> None:
    async def scene() -> None:
        address = page.removeprefix("http://")
        host, port = address.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            f"GET /v1/call?{query} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        answer = (await reader.read()).decode()
        writer.close()
        assert answer.startswith(f"HTTP/1.1 {status}")
        assert f'"error": "{error}"' in answer
        assert "expected" in answer

    asyncio.run(scene())


def test_a_gap_of_seconds_is_told_and_the_call_goes_on(page: str) -> None:
    async def scene() -> None:
        async with calling(page, "bot=barista") as caller:
            await caller.silence(0.5)
            await asyncio.sleep(3)
            await caller.silence(0.5)
            await caller.say_event(event="text", text="a small latte")
            await caller.silent_until(caller.idle_after(1))
            codes = [n["code"] for n in caller.of("note")]
            assert codes[:2] == ["audio_gap", "audio_resumed"]

    asyncio.run(scene())


def test_audio_faster_than_real_time_is_bounded(page: str) -> None:
    async def scene() -> None:
        async with calling(page) as caller:
            for _ in range(400):
                await caller.ws.send_bytes(bytes(640))
            await caller.until(lambda: bool(caller.of("note")))
            assert caller.of("note")[0]["code"] == "audio_overflow"
            assert not caller.closed.is_set()

    asyncio.run(scene())


def test_a_client_that_vanishes_harms_no_one(page: str) -> None:
    async def scene() -> None:
        async with calling(page, "bot=barista") as other:
            async with calling(page) as caller:
                await caller.silence(0.3)
                transport = caller.ws._response.connection.transport  # type: ignore[union-attr]
                transport.get_extra_info("socket")
                transport.abort()
            await other.say_event(event="text", text="a large mocha")
            await other.silent_until(other.idle_after(1))
            assert any("mocha" in text for text in other.said("bot"))

    asyncio.run(scene())


def test_half_a_request_and_garbage_bytes_are_survived(page: str) -> None:
    host, port = page.removeprefix("http://").split(":")
    upgrade = b"GET /v1/call HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
    for data in (b"\0\xff" * 100, b"GET / HT", upgrade, b"x" * 40_000):
        with socket.create_connection((host, int(port)), timeout=5) as s:
            s.sendall(data)

    async def scene() -> None:
        async with aiohttp.ClientSession() as session, session.get(f"{page}/health") as response:
            assert response.status == 200

    asyncio.run(scene())
