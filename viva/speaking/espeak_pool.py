"""Processes that speak with eSpeak NG, so that many calls get their first audio at the same moment."""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Generator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from viva.errors import VivaError
from viva.speaking.engine import Chunk
from viva.speaking.espeak_plan import Run
from viva.speaking.espeak_worker import Answer, serve

log = logging.getLogger(__name__)

LIMIT_S = 10.0
"""For the next chunk. eSpeak NG speaks a thousand times faster than is played: who takes longer is stuck."""
WAITING = 256
"""Sentences under way or queued; more are refused at once."""
_END_S = 2.0


@dataclass(eq=False, slots=True)
class _Place:
    """A process and the socket at which it is asked."""

    process: SpawnProcess
    path: Path
    life: Connection
    """The process ends when this is closed, or when this process is no more."""
    asking: int = 0
    """Sentences that it is asked for now."""


class EspeakPool:
    """Safe to call from any thread; who asks only waits. Processes start at `start` or when first asked.

    A process that dies takes the sentences along that it was making. Those that had not begun are made by
    another one, once; the next one to ask finds a fresh process.
    """

    def __init__(self, processes: int = 0) -> None:
        """`processes`: 0 takes as many as there are cores."""
        self._count = processes or os.cpu_count() or 1
        self.limit_s = LIMIT_S
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._places: list[_Place] = []
        self._number = 0
        self._closed = False

    def start(self) -> None:
        """Have the processes start, without waiting for them."""
        with self._lock:
            self._tend()

    def stream(self, runs: tuple[Run, ...]) -> Generator[Chunk, None, None]:
        """As `EspeakSynthesizer.stream`.

        Raises:
            VivaError: the pool is full or closed, or the process died or gave nothing for too long.
        """
        begun = False
        for last in (False, True):
            place = self._take()
            try:
                for chunk in self._ask(place, runs):
                    begun = True
                    yield chunk
                return
            except (EOFError, OSError) as error:
                log.error("a process of eSpeak NG died while it was speaking")
                if begun or last:
                    raise VivaError("the process of eSpeak NG died while it was speaking") from error
            finally:
                self._leave(place)

    def close(self) -> None:
        """End the processes, and whatever they were making."""
        with self._lock:
            self._closed = True
            places, self._places = self._places, []
        for place in places:
            place.process.kill()  # it holds nothing that must be saved
        for place in places:
            place.process.join(_END_S)
            place.life.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _ask(self, place: _Place, runs: tuple[Run, ...]) -> Generator[Chunk, None, None]:
        with socket.socket(socket.AF_UNIX) as connecting:
            connecting.connect(str(place.path))
            connection = Connection(connecting.detach())
        with connection:
            connection.send(runs)
            while True:
                if not connection.poll(self.limit_s):
                    place.process.kill()
                    place.process.join(_END_S)
                    raise VivaError(f"eSpeak NG gave nothing for {self.limit_s:g} s; its process was ended")
                answer: Answer = connection.recv()
                if answer is None:
                    return
                if isinstance(answer, str):
                    raise VivaError(f"eSpeak NG failed: {answer}")
                yield answer

    def _take(self) -> _Place:
        """The place that is asked the least, all of them alive."""
        with self._lock:
            self._tend()
            if sum(place.asking for place in self._places) >= WAITING:
                raise VivaError(f"{WAITING} sentences are waiting for eSpeak NG already")
            place = min(self._places, key=lambda one: one.asking)
            place.asking += 1
            return place

    def _leave(self, place: _Place) -> None:
        with self._lock:
            place.asking -= 1

    def _tend(self) -> None:
        """Have as many processes as there should be."""
        if self._closed:
            raise VivaError("the processes of eSpeak NG were ended")
        for place in [one for one in self._places if not one.process.is_alive()]:
            log.error("a process of eSpeak NG died with exit code %s", place.process.exitcode)
            place.life.close()
            place.path.unlink(missing_ok=True)
            self._places.remove(place)
        while len(self._places) < self._count:
            self._places.append(self._spawn())

    def _spawn(self) -> _Place:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="viva-espeak-"))
        self._number += 1
        path = self._folder / str(self._number)
        # A fresh interpreter: a fork would copy threads and native engines in an unknown state.
        context = multiprocessing.get_context("spawn")
        theirs, ours = context.Pipe(duplex=False)
        with socket.socket(socket.AF_UNIX) as listener, theirs:
            listener.bind(str(path))
            listener.listen(WAITING)  # who asks before the process is there waits in this queue
            process = context.Process(target=serve, args=(listener, theirs), daemon=True)
            process.start()
        return _Place(process, path, ours)
