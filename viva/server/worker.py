"""One process that answers calls: engines, media loop, pages, one port."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from picows import WSListener, WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener

from viva.channels.protocol import CALL_PATH, SERVER_FULL, BadRequest, parse_query
from viva.channels.websocket import WebSocketLine
from viva.dialogue.load import load_bot
from viva.errors import VivaError
from viva.ops.store import Store
from viva.ops.writer import DiskWriter
from viva.server.api import Api
from viva.server.bot_host import Pools
from viva.server.build import Tell, build_hosts, build_voice_activity, silent
from viva.server.directory import Directory
from viva.server.front import Front
from viva.server.media_loop import MediaLoop

log = logging.getLogger(__name__)


class ServerError(VivaError):
    """The server cannot start."""


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    bots: tuple[Path, ...]
    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    server_pid: int = 0
    """0: this process."""
    max_calls: int = 400
    stand_ins: bool = False
    """Instant recognizer, understander and synthesizer: to measure everything else."""
    advice: bool = True
    """Tell at the start how many warnings a bot has. Of several workers one does."""
    tell: Tell = silent
    """Told what is compiled before calls can be answered. Of several workers one tells."""
    recognizers: int = 0
    """Processes for recognition; 0: the cores shared among the workers."""


@contextlib.asynccontextmanager
async def open_directory(options: WorkerOptions) -> AsyncIterator[Directory]:
    """Everything that answers calls, without a port: engines loaded, the media loop running."""
    store = Store(options.data)
    writer = DiskWriter()
    recognizers = options.recognizers or max(1, (os.cpu_count() or 1) // options.workers)
    pools = Pools.start(recognizers, stand_ins=options.stand_ins)
    bots = [load_bot(folder) for folder in options.bots]
    for bot in bots:
        store.save_bot(bot.fingerprint, bot.name, bot.files)
    hosts = build_hosts(bots, pools, stand_ins=options.stand_ins, advice=options.advice, tell=options.tell)
    media = MediaLoop(build_voice_activity())
    directory = Directory(hosts, media, store, writer, options.max_calls)
    directory.server_pid = options.server_pid or os.getpid()
    directory.workers = options.workers
    # What is loaded stays: the collector need not look at it again, which keeps its pauses short.
    gc.collect()
    gc.freeze()
    # The tick's thread waits no longer than this for one that computes in Python.
    sys.setswitchinterval(0.001)
    ticking = asyncio.create_task(media.run())
    try:
        yield directory
    finally:
        directory.stop()
        ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticking
        pools.close()
        writer.close()
        store.close()


@contextlib.asynccontextmanager
async def listening(directory: Directory, options: WorkerOptions) -> AsyncIterator[int]:
    """Open the port; gives its number, which is the system's choice where `options.port` is 0."""
    runner = web.AppRunner(Api(directory).application(), access_log=None)
    await runner.setup()
    assert runner.server is not None
    loop = asyncio.get_running_loop()
    listener = _listener_factory(directory)
    http = runner.server
    try:
        server = await loop.create_server(
            lambda: Front(http, listener),
            options.host,
            options.port,
            reuse_port=options.workers > 1 or None,
            backlog=1024,
        )
    except OSError as e:
        await runner.cleanup()
        raise ServerError(
            f"cannot listen on {options.host}:{options.port}: {os.strerror(e.errno) if e.errno else e}",
            hint="another program may use the port; choose one with --port",
        ) from e
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await runner.cleanup()


def _listener_factory(directory: Directory) -> Any:
    def listener(request: WSUpgradeRequest) -> WSListener | WSUpgradeResponseWithListener:
        path, _, query = request.path.decode("latin-1").partition("?")
        if path != CALL_PATH:
            return _refusal(404, "unknown_path", f"no WebSocket at {path[:80]}; calls are at {CALL_PATH}")
        try:
            wanted = parse_query(query, list(directory.hosts))
        except BadRequest as e:
            return _refusal(400, e.code, str(e))
        if directory.full:
            return _refusal(503, "server_full", SERVER_FULL)
        return WebSocketLine(wanted, lambda line: directory.answer(wanted.bot, line))

    return listener


def _refusal(status: int, error: str, message: str) -> WSUpgradeResponseWithListener:
    body = json.dumps({"error": error, "message": message}).encode()
    headers = {"Content-Type": "application/json"}
    return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(status, body, headers), None)


async def work(options: WorkerOptions, ready: Any = None) -> None:
    """Answer calls until SIGINT or SIGTERM. `ready`, if given, is called with the port."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with open_directory(options) as directory, listening(directory, options) as port:
        if ready is not None:
            ready(port)
        await stop.wait()
        log.info("stopping: %d calls are live", len(directory.media))
