"""`viva serve`: checks first, then one or several worker processes behind one port."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.process import BaseProcess
from typing import Any

from viva.errors import VivaError
from viva.ops.logs import set_up_logs
from viva.ops.store import CallRow, Store
from viva.server.build import silent
from viva.server.worker import ServerError, WorkerOptions, work

log = logging.getLogger(__name__)

MAX_RESTARTS = 5
"""Workers that died are replaced so many times within RESTART_WINDOW_S; then the server gives up."""
RESTART_WINDOW_S = 60.0
STOP_S = 10.0


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_public(host: str, allow_public: bool) -> None:
    """Refuse to listen for the whole network by accident.

    Raises:
        ServerError: `host` is not loopback and that was not allowed.
    """
    if is_loopback(host) or allow_public:
        return
    raise ServerError(
        f"refusing to listen on {host}: anyone who reaches it can call the bots and hear every recording",
        hint="stay on 127.0.0.1 behind a proxy that checks who calls, or add --allow-public",
    )


def recover(store: Store) -> list[CallRow]:
    """Calls that an earlier server left in the middle; they are marked as cut."""
    return store.mark_cut()


def serve(options: WorkerOptions, ready: Callable[[int], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called once with the port when calls are answered."""
    set_up_logs()
    if options.workers <= 1:
        asyncio.run(work(options, ready))
    else:
        _Supervisor(replace(options, server_pid=os.getpid())).run(ready)


def _worker_main(options: WorkerOptions, ready: Any) -> None:
    """A worker's process: tells the port, or why it could not start."""
    set_up_logs()
    try:
        asyncio.run(work(options, ready.put))
    except VivaError as e:
        ready.put((e.message, e.hint))


def _check_free(host: str, port: int) -> None:
    """Workers share their port, and would share it with another server's just as silently.

    Raises:
        ServerError: the port is taken.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as e:
        raise ServerError(
            f"cannot listen on {host}:{port}: {e.strerror or e}",
            hint="another program may use the port; choose one with --port",
        ) from e


class _Supervisor:
    """Starts the workers, replaces one that dies, stops them together."""

    def __init__(self, options: WorkerOptions) -> None:
        if options.port == 0:
            raise ServerError("several workers need a port of their own", hint="add --port 8000")
        self._options = options
        _check_free(options.host, options.port)
        # A fresh interpreter for each: threads and native engines do not survive a fork.
        self._context = multiprocessing.get_context("spawn")
        self._ready = self._context.Queue()
        self._workers: list[BaseProcess] = []
        self._deaths: list[float] = []
        self._stopping = False

    def run(self, ready: Callable[[int], None]) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        self._workers = [self._start(advice=number == 0) for number in range(self._options.workers)]
        waiting = len(self._workers)
        try:
            while not self._stopping:
                while waiting and not self._ready.empty():
                    told = self._ready.get()
                    if isinstance(told, tuple):
                        raise ServerError(told[0], hint=told[1])
                    waiting -= 1
                    if not waiting:
                        ready(told)
                self._replace_dead()
                time.sleep(0.1)
        finally:
            self._stop()

    def _start(self, *, advice: bool = False) -> BaseProcess:
        options = replace(self._options, advice=advice, tell=self._options.tell if advice else silent)
        process = self._context.Process(target=_worker_main, args=(options, self._ready))
        process.start()
        return process

    def _on_signal(self, *_: object) -> None:
        self._stopping = True

    def _replace_dead(self) -> None:
        for i, worker in enumerate(self._workers):
            if worker.is_alive() or self._stopping:
                continue
            now = time.monotonic()
            self._deaths = [t for t in self._deaths if now - t < RESTART_WINDOW_S] + [now]
            if len(self._deaths) > MAX_RESTARTS:
                raise ServerError(
                    f"workers died {len(self._deaths)} times within {RESTART_WINDOW_S:g} s, the last with "
                    f"exit code {worker.exitcode}",
                    hint="the messages above say why",
                )
            log.error("worker %s died with exit code %s; starting another", worker.pid, worker.exitcode)
            self._workers[i] = self._start()

    def _stop(self) -> None:
        for worker in self._workers:
            if worker.is_alive():
                worker.terminate()
        deadline = time.monotonic() + STOP_S
        for worker in self._workers:
            worker.join(max(0.0, deadline - time.monotonic()))
            if worker.is_alive():
                worker.kill()
