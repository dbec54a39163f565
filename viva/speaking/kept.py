"""Speech on disk: made once, read at the next start and by every process.

One file for each sentence, named by all that decides how it sounds (`Speaker.key`), so that a file is right
or absent, never out of date. A file begins with the SHA-256 of what follows: one line of JSON with the word
marks and the voice's usual loudness, then PCM16LE at 16 kHz. It is written beside and renamed, so that a
reader finds the whole of it or nothing, whoever else writes the same; what is damaged is removed and made
again. Beyond the bound those read longest ago go first, by the time of modification, which every reading
renews.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from viva.errors import VivaError
from viva.models.fetch import model_dir
from viva.speaking.speech import Speech, WordMark

log = logging.getLogger(__name__)

DEFAULT_MB = 500
"""About four and a half hours of speech."""
SETTING = "VIVA_SPEECH_MB"
FOLDER, STEADY_FOLDER = "speech", "speech-steady"
"""Within the folder of models: as it came in calls, and as it comes whatever was said before."""
_DIGEST = 32
_SUFFIX = ".speech"
_TRIM_SHARE = 0.05
"""Of the bound that one process writes before it looks at the folder again."""
_TRIM_TO = 0.9
_ABANDONED_S = 3600.0
"""A file begun so long ago is of a process that was killed."""


class KeptSpeech:
    """A folder of speech. Safe to call from any thread and from several processes."""

    def __init__(self, folder: Path, capacity_bytes: int) -> None:
        self._folder = folder
        self._capacity = capacity_bytes
        self._unseen = capacity_bytes
        """Bytes written since the folder was last looked at; the first writing looks."""
        self._failed = False

    def get(self, key: str, text: str) -> tuple[Speech, float | None] | None:
        """The speech of a sentence with this text, and what is usual for its voice (`Speaker.usual`); 0.2 ms
        for each 100 kB (3 s)."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        try:
            found = _decoded(data, text)
        except ValueError as error:
            log.warning("%s is damaged and is made again (%s)", path, error)
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return found

    def put(self, key: str, speech: Speech, usual: float | None) -> None:
        """Keep it, with the voice's usual loudness: who only reads speech knows it all the same.

        Where the folder cannot be written it is only made again at the next start.
        """
        data = _encoded(speech, usual)
        if len(data) > self._capacity:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, prefix=".", suffix=".new", delete=False) as file:
                beside = Path(file.name)
                try:
                    file.write(data)
                except BaseException:
                    beside.unlink()
                    raise
            beside.replace(self._path(key))
            self._unseen += len(data)
            if self._unseen >= self._capacity * _TRIM_SHARE:
                self._trim()
        except OSError as error:
            if not self._failed:
                log.warning("speech is not kept and made again at the next start (%s)", error)
            self._failed = True

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """No other process is in here: so that several that start together make each sentence once."""
        try:
            import fcntl

            self._folder.mkdir(parents=True, exist_ok=True)
            lock = (self._folder / ".lock").open("w")
        except (ImportError, OSError):  # Windows, or a folder that cannot be written: it is made twice
            yield
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # released by the system when the process ends, however it ends
            yield

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"

    def _trim(self) -> None:
        """Remove what was read longest ago, and what killed processes left half written."""
        self._unseen = 0
        files: list[tuple[float, int, Path]] = []
        for entry in os.scandir(self._folder):
            with contextlib.suppress(OSError):  # others remove, too
                stat = entry.stat()
                if entry.name.endswith(_SUFFIX):
                    files.append((stat.st_mtime, stat.st_size, Path(entry.path)))
                elif entry.name.endswith(".new") and time.time() - stat.st_mtime > _ABANDONED_S:
                    Path(entry.path).unlink()
        total = sum(size for _, size, _ in files)
        if total <= self._capacity:
            return
        for _, size, path in sorted(files):
            if total <= self._capacity * _TRIM_TO:
                break
            path.unlink(missing_ok=True)
            total -= size


def kept_speech(*, steady: bool = False) -> KeptSpeech | None:
    """In the user's folder of models, as large as `VIVA_SPEECH_MB` says; None where that is 0.

    steady: only for sentences that were made whole, by an engine that begins anew with each.

    Raises:
        VivaError: the setting is no number.
    """
    said = os.environ.get(SETTING, str(DEFAULT_MB))
    if not said.isdecimal():
        raise VivaError(
            f"{SETTING} is {said!r}, expected a number of megabytes",
            hint=f"unset it for {DEFAULT_MB}, or set it to 0 to keep no speech on disk",
        )
    return (
        KeptSpeech(model_dir() / (STEADY_FOLDER if steady else FOLDER), int(said) * 1_000_000)
        if int(said)
        else None
    )


def _encoded(speech: Speech, usual: float | None) -> bytes:
    marks = [[mark.start, mark.end, mark.at_ms] for mark in speech.marks]
    head = json.dumps({"marks": marks, "usual": usual}, separators=(",", ":"))
    content = head.encode() + b"\n" + speech.pcm
    return hashlib.sha256(content).digest() + content


def _decoded(data: bytes, text: str) -> tuple[Speech, float | None]:
    """Raises ValueError where anything of it is not as it was written."""
    digest, content = data[:_DIGEST], data[_DIGEST:]
    if hashlib.sha256(content).digest() != digest:
        raise ValueError("its checksum is wrong")
    line, _, pcm = content.partition(b"\n")
    head = json.loads(line)
    marks = tuple(WordMark(int(start), int(end), int(at_ms)) for start, end, at_ms in head["marks"])
    if len(pcm) % 2 or any(mark.end > len(text) for mark in marks):
        raise ValueError("it is of another sentence")
    return Speech(text, pcm, marks), head["usual"]
