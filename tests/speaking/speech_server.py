"""A speech endpoint on loopback that speaks with eSpeak NG, and can be made to misbehave."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import soundfile
from aiohttp import web
from numpy.typing import NDArray

from viva.audio.pcm import from_float
from viva.audio.resample import resample
from viva.speaking.engine import Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.prosody import Prosody
from viva.speaking.script import Piece


@dataclass
class Manner:
    """How the endpoint answers the next requests."""

    status: int = 200
    says: str = ""
    """Its message with an error."""
    form: str = "pcm"
    """`pcm`, `wav`, or something that is none."""
    rate: int = 24_000
    pace: float = 0.0
    """Times real time at which audio is sent; 0 at once."""
    wait_s: float = 0.0
    """Before the first byte."""
    stop_after: float = 1.0
    """Share of the audio after which it breaks off, or hangs."""
    hang: bool = False
    length: bool = False
    """Content-Length instead of chunks."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""
    gone: threading.Event = field(default_factory=threading.Event)
    """Set when a client has hung up before the end."""


def spoken(text: str, rate: int, speed: float = 1.0, voice: str = "en-gb") -> NDArray[np.float32]:
    engine = EspeakSynthesizer()
    chunks = engine.stream((Piece(text, prosody=Prosody(speed)),), Voice(voice))
    samples = np.concatenate([np.zeros(0, np.float32), *(chunk.samples for chunk in chunks)])
    return resample(samples, engine.rate, rate)


@contextmanager
def speech_server() -> Iterator[Manner]:
    manner, loop = Manner(), asyncio.new_event_loop()
    stop = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        return await _answer(manner, request, stop)

    async def run(ready: threading.Event) -> None:
        app = web.Application()
        app.add_routes([web.post("/v1/audio/speech", answer)])
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        manner.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        ready.set()
        await stop.wait()
        await runner.cleanup()

    ready = threading.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(run(ready)), daemon=True)
    thread.start()
    assert ready.wait(10)
    yield manner
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)


async def _answer(manner: Manner, request: web.Request, stop: asyncio.Event) -> web.StreamResponse:
    asked = await request.json()
    manner.asked.append(asked)
    manner.keys.append(request.headers.get("Authorization", ""))
    if manner.status != 200:
        return web.json_response({"error": {"message": manner.says}}, status=manner.status)
    if manner.form == "html":
        return web.Response(text="<html>Welcome</html>", content_type="text/html")
    data = _content(manner, spoken(asked["input"], manner.rate, asked.get("speed", 1.0)))
    cut = data[: int(len(data) * manner.stop_after) // 2 * 2 + (manner.stop_after < 1)]
    try:
        await _until(stop, manner.wait_s)
        response = web.StreamResponse(
            headers={"Content-Type": _TYPES.get(manner.form, f"audio/{manner.form}")}
        )
        if manner.length:
            response.content_length = len(data)
        await response.prepare(request)
        step = 997 if not manner.pace else manner.rate // 10  # an odd number: samples are cut anywhere
        for at in range(0, len(cut), step):
            await response.write(cut[at : at + step])
            if manner.pace:
                await _until(stop, step / 2 / manner.rate / manner.pace)
        if manner.hang:
            await _until(stop, 30)
        if len(cut) < len(data):
            assert request.transport is not None
            request.transport.abort()
        return response
    except (ConnectionError, asyncio.CancelledError):
        manner.gone.set()
        raise


_TYPES = {"pcm": "audio/pcm", "wav": "audio/wav", "unnamed": "application/octet-stream"}


async def _until(stop: asyncio.Event, seconds: float) -> None:
    if seconds:
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)


def _content(manner: Manner, samples: NDArray[np.float32]) -> bytes:
    match manner.form:
        case "wav":
            file = io.BytesIO()
            soundfile.write(file, samples, manner.rate, format="WAV", subtype="PCM_16")
            return file.getvalue() + b"LIST\x04\x00\x00\x00INFO"
        case "flac":
            file = io.BytesIO()
            soundfile.write(file, samples, manner.rate, format="FLAC")
            return file.getvalue()
        case "empty":
            return b""
        case _:
            return from_float(samples)
