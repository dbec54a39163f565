"""`viva bench load`: many calls at once over real WebSockets, and what they cost.

The callers are processes' work of their own: this process sends the audio and listens, the server is a
child. All traffic stays on the loopback interface; calls and seconds are bounded by the options.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import click
import numpy as np

from viva.audio.files import read_audio
from viva.errors import VivaError
from viva.speaking.engine import Voice

FRAME = 640
FRAME_S = 0.02
PERIOD_S = 8.0
"""Each caller speaks once in this time."""
AUDIBLE = 300
"""Peak of a 16-bit frame from which it counts as speech of the bot."""
ONSET_GAP_S = 0.4
JITTER_S = 0.06
READY_S = 60.0
SENTENCES = (
    "Can I get a large latte with whole milk please",
    "I would like a small dark roast americano with two sugars",
    "What are your opening hours on Friday",
    "Could I have a medium cappuccino with some brown sugar",
)


@dataclass(slots=True)
class Caller:
    """One call's timings, seconds on the monotonic clock."""

    ends: list[tuple[float, float]] = field(default_factory=list)
    """End of the caller's speech, start of the next."""
    heard: list[tuple[float, int, bool]] = field(default_factory=list)
    """Of each frame of the bot: arrival, bytes, whether it is audible (a pause within speech is not)."""
    error: str = ""


def bench_load(
    bot: Path, *, calls: int, seconds: float, audio: Path | None, workers: int, stand_ins: bool
) -> None:
    """Measure and print.

    Raises:
        VivaError: the audio cannot be read, or the server does not start.
    """
    utterances = [_padded(pcm) for pcm in (_recorded(audio) if audio else _synthesized())]
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="viva-bench-") as data:
        server = _start(bot, port, workers, stand_ins, Path(data))
        try:
            asyncio.run(_wait_ready(port, server))
            click.echo(
                f"{calls} callers for {seconds:g} s against {workers} worker(s) on 127.0.0.1:{port} ..."
            )
            result = asyncio.run(_run(port, calls, seconds, utterances, server.pid))
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
    _print(result)


def _start(bot: Path, port: int, workers: int, stand_ins: bool, data: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "viva.lab.load_server", str(bot), str(port), str(workers), str(data)]
    return subprocess.Popen([*command, "stand-ins"] if stand_ins else command)


async def _wait_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_S
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < deadline:
            if server.poll() is not None:
                raise VivaError(f"the server ended with exit code {server.returncode}; its message is above")
            try:
                async with session.get(f"http://127.0.0.1:{port}/health"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.2)
    raise VivaError(f"the server was not ready within {READY_S:g} s")


async def _run(
    port: int, calls: int, seconds: float, utterances: list[tuple[bytes, float]], pid: int
) -> dict[str, Any]:
    base = f"127.0.0.1:{port}"
    callers = [Caller() for _ in range(calls)]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        start = time.monotonic() + 1.0
        stop = start + PERIOD_S + seconds  # one period in which the calls begin is not counted
        tasks = [
            asyncio.create_task(
                _call(
                    caller, i, session, f"ws://{base}/v1/call", utterances, start + i * PERIOD_S / calls, stop
                )
            )
            for i, caller in enumerate(callers)
        ]
        await asyncio.sleep(max(0.0, start + PERIOD_S - time.monotonic()))
        async with session.get(f"http://{base}/stats?reset=1") as r:
            await r.read()
        before, cpu = time.monotonic(), _cpu_seconds(pid)
        await asyncio.sleep(max(0.0, stop - time.monotonic()))
        wall, cpu = time.monotonic() - before, _cpu_seconds(pid) - cpu
        memory = _rss_mb(pid)
        async with session.get(f"http://{base}/stats") as r:
            stats = await r.json()
        await asyncio.gather(*tasks)
    return {
        "calls": calls,
        "cpu_percent_of_core_per_call": 100 * cpu / wall / calls,
        "cores": cpu / wall,
        "rss_mb": memory,
        "loop_lag": stats["loop_lag"],
        "errors": [c.error for c in callers if c.error],
        **score(callers, start + PERIOD_S, stop),
    }


async def _call(
    caller: Caller,
    number: int,
    session: aiohttp.ClientSession,
    url: str,
    utterances: list[tuple[bytes, float]],
    start: float,
    stop: float,
) -> None:
    await asyncio.sleep(max(0.0, start - time.monotonic()))
    try:
        async with session.ws_connect(url, compress=0) as ws:
            listener = asyncio.create_task(_listen(caller, ws))
            turn = 0
            while (begin := start + turn * PERIOD_S) < stop:
                pcm, speech_s = utterances[(37 * number + 11 * turn) % len(utterances)]
                caller.ends.append((begin + speech_s, begin + PERIOD_S))
                for i in range(0, len(pcm), FRAME):
                    await asyncio.sleep(max(0.0, begin + (i // FRAME + 1) * FRAME_S - time.monotonic()))
                    await ws.send_bytes(pcm[i : i + FRAME])
                turn += 1
            listener.cancel()
    except (aiohttp.ClientError, ConnectionError) as e:
        caller.error = f"{type(e).__name__}: {e}"


async def _listen(caller: Caller, ws: aiohttp.ClientWebSocketResponse) -> None:
    async for message in ws:
        if message.type == aiohttp.WSMsgType.BINARY:
            samples = np.frombuffer(message.data, "<i2")
            audible = bool(len(samples)) and int(np.abs(samples).max()) > AUDIBLE
            caller.heard.append((time.monotonic(), len(message.data), audible))


def score(callers: list[Caller], begin: float, end: float) -> dict[str, Any]:
    """Reply times and playout of the turns that lie within the window."""
    latencies: list[float] = []
    turns = missing = replies = gaps = 0
    for caller in callers:
        times = [t for t, _, audible in caller.heard if audible]
        onsets = [t for i, t in enumerate(times) if i == 0 or t - times[i - 1] > ONSET_GAP_S]
        for speech_end, following in caller.ends:
            if speech_end < begin or following > end:
                continue
            turns += 1
            after = [t for t in onsets if speech_end < t <= following]
            if after:
                latencies.append(1000 * (after[0] - speech_end))
            else:
                missing += 1
        replies += len(onsets)
        gaps += _gaps(caller.heard)
    quantile: Callable[[float], float | None] = lambda q: (  # noqa: E731
        round(float(np.percentile(latencies, q)), 1) if latencies else None
    )
    return {
        "turns": turns,
        "missing": missing,
        "latency_ms": {"p50": quantile(50), "p95": quantile(95), "max": quantile(100)},
        "replies": replies,
        "replies_with_gaps": gaps,
    }


def _gaps(heard: list[tuple[float, int, bool]]) -> int:
    """Replies in which a jitter buffer of 60 ms ran dry; pauses within speech are sent and count."""
    gaps, dry = 0, False
    clock = last = -1e9
    for t, size, _ in heard:
        if t - last > ONSET_GAP_S:
            gaps += dry
            clock, dry = t + JITTER_S, False
        elif t > clock:
            clock, dry = t, True
        clock += size / 2 / 16_000
        last = t
    return gaps + dry


def _print(result: dict[str, Any]) -> None:
    lag, latency = result["loop_lag"], result["latency_ms"]
    click.echo(
        f"reply after p50 {latency['p50']} ms, p95 {latency['p95']} ms, max {latency['max']} ms; "
        f"{result['turns']} turns, {result['missing']} without an answer\n"
        f"playout: {result['replies_with_gaps']} of {result['replies']} replies with a gap\n"
        f"server: {result['cpu_percent_of_core_per_call']:.2f} % of a core per call "
        f"({result['cores']:.2f} cores), {result['rss_mb']:.0f} MB; "
        f"tick late p99 {lag['p99_ms']} ms, max {lag['max_ms']} ms"
    )
    for error in result["errors"][:3]:
        click.secho(f"failed: {error}", fg="red")
    click.echo(json.dumps(result))


def _recorded(audio: Path) -> list[bytes]:
    paths = sorted(p for p in audio.iterdir() if p.suffix in (".wav", ".flac")) if audio.is_dir() else [audio]
    if not paths:
        raise VivaError(f"{audio}: holds no WAV or FLAC file")
    return [read_audio(path) for path in paths[:60]]


def _synthesized() -> list[bytes]:
    from viva.speaking.registry import say

    return [say(s, Voice("en-us", rate=150 + 5 * i)).pcm for i, s in enumerate(SENTENCES)]


def _padded(pcm: bytes) -> tuple[bytes, float]:
    """One period: the speech at -20 dBFS, then silence; and the second at which the speech ends."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    size = int(PERIOD_S * 16_000)
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    levels = 10 * np.log10((frames**2).mean(axis=1) + 1e-3)
    loud = np.flatnonzero(levels > levels.max() - 25)
    first, last = int(loud[0]), min(int(loud[-1]), int(loud[0]) + 300)
    speech = samples[max(0, first - 5) * 320 : (last + 6) * 320]
    rms = float(np.sqrt((frames[loud] ** 2).mean()))
    out = np.random.default_rng(1).normal(0, 10, size).astype(np.float32)
    out[: len(speech)] += speech * (3277 / rms)
    data = np.clip(out, -32768, 32767).astype("<i2").tobytes()
    return data, (last - max(0, first - 5) + 1) * FRAME_S


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _tree(pid: int) -> list[int]:
    """A process and all its descendants (Linux; elsewhere the process alone)."""
    found, stack = [], [pid]
    while stack:
        one = stack.pop()
        found.append(one)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                stack += map(int, children.read_text().split())
    return found


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process tree (Linux; 0 elsewhere)."""
    ticks = 0
    for one in _tree(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _rss_mb(pid: int) -> float:
    pages = 0
    for one in _tree(pid):
        with contextlib.suppress(OSError):
            pages += int(Path(f"/proc/{one}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
