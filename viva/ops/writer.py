"""Writing to disk without waiting for it: one thread appends, in order, what others hand over."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Protocol

from viva.audio.recording import Recording, open_recording

log = logging.getLogger(__name__)

MAX_WAITING = 64 * 1024 * 1024
"""Bytes that may wait for a slow disk: some 5 minutes of 3 calls, 3 s of 300."""

Operation = Callable[[], None]


class Appender(Protocol):
    problem: str | None
    """Why this file could not be written, or None; after a problem nothing more is written to it."""


class DiskWriter:
    """The only thread of its process that writes calls. Every method returns at once but `flush`, `close`."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[int, Operation] | None] = queue.SimpleQueue()
        self._waiting = 0
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="viva-writer", daemon=True)
        self._thread.start()

    def submit(self, operation: Operation, size: int = 0) -> bool:
        """Run `operation` on the thread, after all before it. False: too much waits; it was dropped."""
        with self._lock:
            if self._waiting + size > MAX_WAITING:
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
        self.submit(done.set)
        return done.wait(timeout)

    def close(self, timeout: float = 10.0) -> None:
        self._queue.put(None)
        self._thread.join(timeout)

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


class LogFile:
    """A file that grows by whole lines, each written at once."""

    def __init__(self, writer: DiskWriter, path: Path) -> None:
        self.problem: str | None = None
        self._writer = writer
        self._path = path
        self._file: IO[bytes] | None = None
        self._submit(self._open, 0)

    def append(self, line: bytes) -> None:
        self._submit(lambda: self._write(line), len(line))

    def close(self) -> None:
        self._submit(self._close, 0)

    def _submit(self, operation: Operation, size: int) -> None:
        if self.problem is None and not self._writer.submit(lambda: _guarded(self, operation), size):
            self.problem = f"{self._path}: the disk does not keep up; the rest is not written"

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("ab", buffering=0)

    def _write(self, line: bytes) -> None:
        assert self._file is not None
        view = memoryview(line)
        while view:
            view = view[self._file.write(view) :]

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()


class RecordingFile:
    """A two-channel recording; valid on disk after every `append`."""

    def __init__(self, writer: DiskWriter, path: Path) -> None:
        self.problem: str | None = None
        self._writer = writer
        self._path = path
        self._recording: Recording | None = None
        self._submit(self._open, 0)

    def append(self, caller: bytes, bot: bytes) -> None:
        """Equal lengths of PCM16LE, mono, 16 kHz."""
        self._submit(lambda: self._write(caller, bot), 2 * len(caller))

    def close(self) -> None:
        self._submit(self._close, 0)

    def _submit(self, operation: Operation, size: int) -> None:
        if self.problem is None and not self._writer.submit(lambda: _guarded(self, operation), size):
            self.problem = f"{self._path}: the disk does not keep up; the rest is not recorded"

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._recording = open_recording(self._path)

    def _write(self, caller: bytes, bot: bytes) -> None:
        assert self._recording is not None
        self._recording.write(caller, bot)
        self._recording.flush()

    def _close(self) -> None:
        if self._recording is not None:
            self._recording.close()


def _guarded(file: LogFile | RecordingFile, operation: Operation) -> None:
    """Run on the writer's thread; the first error of a file is its last."""
    if file.problem is not None:
        return
    try:
        operation()
    except OSError as e:
        file.problem = f"{e.filename or file._path}: {e.strerror or e}"
        log.error("not written any more: %s", file.problem)
