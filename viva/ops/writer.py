"""Writing to disk without waiting for it: one thread writes, in order, what others hand over."""

from __future__ import annotations

import logging
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import IO

from viva.audio.recording import Recording, open_recording

log = logging.getLogger(__name__)

MAX_WAITING = 64 * 1024 * 1024
"""Bytes that may wait for a slow disk: some 5 minutes of 3 calls, 3 s of 300."""

Operation = Callable[[], None]


class DiskWriter:
    """The only thread of its process that writes calls. Every method returns at once but `flush`, `close`."""

    def __init__(self, max_waiting: int = MAX_WAITING) -> None:
        self._queue: queue.SimpleQueue[tuple[int, Operation] | None] = queue.SimpleQueue()
        self._max_waiting = max_waiting
        self._waiting = 0
        self._closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="viva-writer", daemon=True)
        self._thread.start()

    def submit(self, operation: Operation, size: int = 0) -> bool:
        """Run `operation` on the thread, after all before it.

        `size`: the bytes that it keeps in memory. False: too much waits, or the writer is closed; it was
        dropped. An error of the operation is logged and goes no further.
        """
        with self._lock:
            if self._closed or (size and self._waiting + size > self._max_waiting):
                return False
            self._waiting += size
            self._queue.put((size, operation))
        return True

    def open_log(self, path: Path) -> LogFile:
        return LogFile(self, path)

    def open_recording(self, path: Path) -> RecordingFile:
        return RecordingFile(self, path)

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until everything handed over so far is written. False: it took longer."""
        done = threading.Event()
        return self.submit(done.set) and done.wait(timeout)

    def close(self, timeout: float = 10.0) -> bool:
        """Take no more and wait for what was handed over. False: it took longer."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            size, operation = item
            try:
                operation()
            except Exception:
                # One call's trouble must not end the thread that writes all the others.
                log.exception("a write failed")
            with self._lock:
                self._waiting -= size


class WrittenFile(ABC):
    """A file that the writer's thread opens, appends to and closes. Its first trouble is its last."""

    def __init__(self, writer: DiskWriter, path: Path) -> None:
        self.path = path
        self.problem: str | None = None
        """Why the rest is not written, or None. What was handed over before it still is, if it can be."""
        self._writer = writer
        self._failed = False
        """Known to the writer's thread only: the disk has refused."""
        self._submit(self._open, 0)

    def close(self) -> None:
        """After everything handed over so far."""
        self._writer.submit(lambda: self._guarded(self._close, always=True))

    def _submit(self, operation: Operation, size: int) -> None:
        if self.problem is None and not self._writer.submit(lambda: self._guarded(operation), size):
            self.problem = f"{self.path}: the disk does not keep up; the rest is not written"

    def _guarded(self, operation: Operation, *, always: bool = False) -> None:
        if self._failed and not always:
            return
        try:
            operation()
        except OSError as error:
            if not self._failed:
                self._failed = True
                self.problem = (
                    f"{error.filename or self.path}: {error.strerror or error}; the rest is not written"
                )
                log.error("%s", self.problem)

    @abstractmethod
    def _open(self) -> None: ...

    @abstractmethod
    def _close(self) -> None: ...


class LogFile(WrittenFile):
    """A file that grows by whole lines, each written at once."""

    _file: IO[bytes] | None = None

    def append(self, line: bytes) -> None:
        self._submit(lambda: self._write(line), len(line))

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("ab", buffering=0)

    def _write(self, line: bytes) -> None:
        assert self._file is not None
        view = memoryview(line)
        while view:
            view = view[self._file.write(view) :]

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()


class RecordingFile(WrittenFile):
    """A two-channel recording; valid on disk after every `append`."""

    _recording: Recording | None = None

    def append(self, caller: bytes, bot: bytes) -> None:
        """Equal lengths of PCM16LE, mono, 16 kHz."""
        self._submit(lambda: self._write(caller, bot), 2 * len(caller))

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._recording = open_recording(self.path)

    def _write(self, caller: bytes, bot: bytes) -> None:
        assert self._recording is not None
        self._recording.write(caller, bot)
        self._recording.flush()

    def _close(self) -> None:
        if self._recording is not None:
            self._recording.close()
