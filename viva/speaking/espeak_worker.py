"""A process that speaks: several sentences at the same time, the beginnings before the rests.

Each thread takes a connection and uses a copy of eSpeak NG's library of its own. Who asks closes the
connection to end the work.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
from multiprocessing.connection import Connection

from viva.pronunciation.espeak_library import Library
from viva.speaking.engine import Chunk, Voice
from viva.speaking.espeak_plan import Run, plan
from viva.speaking.espeak_render import Alone, render
from viva.speaking.script import Piece
from viva.speaking.turns import Turn, Turns

THREADS = 32
"""Sentences at the same time; more wait in the socket's queue."""
READY = 16
"""Copies of the library that are made at the start, 1.4 MB each; the others when they are first wanted."""
NICE = 1
"""Below the media tick, which must not wait for a core."""

Answer = Chunk | str | None
"""The next chunk; why there is none; None at the end."""


def serve(listener: socket.socket, life: Connection) -> None:
    """Until `life` ends: the other end is held by the process that wants this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks ends this process itself
    os.nice(NICE)
    # A thread that computes in Python keeps the others' audio waiting no longer than this.
    sys.setswitchinterval(0.0005)
    worker = _Worker(listener)
    for _ in range(THREADS):
        threading.Thread(target=worker.run, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        life.recv_bytes()
    os._exit(0)  # threads may be within the library


def _warm() -> Library:
    """A copy that has spoken: what it reads and computes once is done."""
    engine = Library(copied=True)
    runs = plan((Piece("Yes."),), "gmw/en", Voice("en"))
    render(engine, runs, lambda _: None, Alone())
    return engine


class _Worker:
    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._turns = Turns()
        self._free = [_warm() for _ in range(READY)]
        """The last one used comes first: its memory is near."""

    def run(self) -> None:
        while True:
            accepted, _ = self._listener.accept()
            with Connection(accepted.detach()) as connection, contextlib.suppress(OSError, EOFError):
                self._answer(connection)

    def _answer(self, connection: Connection) -> None:
        runs: tuple[Run, ...] = connection.recv()
        with Turn(self._turns) as turn:
            engine = self._free.pop() if self._free else Library(copied=True)
            try:
                render(engine, runs, connection.send, turn)
                answer: Answer = None
            except RuntimeError as error:
                answer = str(error)
            finally:
                self._free.append(engine)
            connection.send(answer)
