"""Fetching models, checking them, and saying what is wrong with the ones on this machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from viva.models.catalogue import CATALOGUE, Model, ModelError, ModelFile, find_model
from viva.models.checksum import Verdict, inspect, sha256_of
from viva.models.sources import SourceError, describe, forget, obtain

POLL_S = 0.1
"""How often the bytes that have come are counted and reported."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One report while models are pulled."""

    model: str
    file: str
    source: str
    """Where it comes from, in words; '' for `present`."""
    stage: Literal["trying", "receiving", "done", "failed", "present"]
    """`trying` and `receiving` may be followed by `failed`, then by `trying` at the next source."""
    received: int
    """Bytes that have come so far, roughly: a package brings more than the one file."""
    total: int
    """Bytes of the file."""
    detail: str = ""
    """Of `failed`: why this source gave no file."""


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class FileStatus:
    name: str
    state: Literal["ok", "missing", "damaged"]
    detail: str
    """'' if ok, otherwise what is wrong in words."""
    size: int
    """Bytes on disk; 0 if missing."""


@dataclass(frozen=True, slots=True)
class ModelStatus:
    model: Model
    folder: Path
    files: tuple[FileStatus, ...]

    @property
    def ready(self) -> bool:
        return all(file.state == "ok" for file in self.files)


def model_dir() -> Path:
    """Where models lie: `VIVA_MODELS`, otherwise `~/.cache/viva/models`. Need not exist."""
    configured = os.environ.get("VIVA_MODELS")
    return Path(configured).expanduser() if configured else Path.home() / ".cache" / "viva" / "models"


def ensure(name: str) -> Path:
    """The folder of a model whose files are all there and whole; never fetches anything.

    Costs a few file stats when nothing has changed since the last check. Raises `ModelError` for an
    unknown name, and for a missing or damaged file, with the command that mends it.
    """
    model = find_model(name)
    folder = model_dir() / name
    for file in model.files:
        verdict = inspect(folder, file)
        if verdict.state != "ok":
            raise ModelError(f"model {name}: {verdict.detail}", hint=f"run `viva models pull {name}`")
    return folder


def status(names: Iterable[str] | None = None) -> list[ModelStatus]:
    """The state of each named model, by default of all in the catalogue."""
    found = []
    for model in (find_model(name) for name in (CATALOGUE if names is None else names)):
        folder = model_dir() / model.name
        files = tuple(_file_status(folder, file, inspect(folder, file)) for file in model.files)
        found.append(ModelStatus(model, folder, files))
    return found


def _file_status(folder: Path, file: ModelFile, verdict: Verdict) -> FileStatus:
    path = folder / file.name
    size = path.stat().st_size if verdict.state != "missing" else 0
    return FileStatus(file.name, verdict.state, verdict.detail, size)


def pull(names: Iterable[str], progress: OnProgress = lambda _: None) -> list[Path]:
    """Fetches what is missing or damaged of the named models; returns their folders.

    Each file comes from the first source that gives it with the right SHA-256, and appears in its
    place whole, by rename. A second process that pulls at the same time waits, then finds the files
    there. Raises `ModelError` that lists every source's reason when none gave a file.
    """
    models = [find_model(name) for name in names]
    root = model_dir()
    try:
        root.mkdir(parents=True, exist_ok=True)
        with _alone(root):
            staging = root / ".partial"
            staging.mkdir(exist_ok=True)
            for model in models:
                for file in model.files:
                    _pull_file(model, file, root / model.name, staging, progress)
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise ModelError(
            f"models cannot be written to {root}: {error.strerror or error}",
            hint="free some space, or set VIVA_MODELS to a folder that can be written",
        ) from error
    return [root / model.name for model in models]


def _pull_file(model: Model, file: ModelFile, folder: Path, staging: Path, progress: OnProgress) -> None:
    if inspect(folder, file).state == "ok":
        progress(Progress(model.name, file.name, "", "present", file.size, file.size))
        return
    reasons = []
    for source in file.sources:
        where = describe(source)
        progress(Progress(model.name, file.name, where, "trying", 0, file.size))

        def received(bytes_so_far: int, where: str = where) -> None:
            progress(Progress(model.name, file.name, where, "receiving", bytes_so_far, file.size))

        try:
            with _watched(staging, received):
                fetched = obtain(source, staging, max_bytes=4 * file.size)
            got = sha256_of(fetched)
            if got != source.sha256:
                forget(source, staging)
                raise SourceError(f"the file has SHA-256 {got}, expected {source.sha256}")
        except SourceError as error:
            reasons.append(f"{where}: {error}")
            progress(Progress(model.name, file.name, where, "failed", 0, file.size, str(error)))
            continue
        _place(fetched, folder / file.name)
        inspect(folder, file)  # leaves the stamp, so that the next start need not hash
        progress(Progress(model.name, file.name, where, "done", file.size, file.size))
        return
    raise ModelError(
        f"model {model.name}: no source gave {file.name}\n  " + "\n  ".join(reasons),
        hint=f"connect this machine to one of them and run `viva models pull {model.name}` again, "
        f"or copy the file from another machine to {folder / file.name}",
    )


def _place(fetched: Path, target: Path) -> None:
    """Moves a checked file to its place; a reader sees the old file or the new one, never a half."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as out, fetched.open("rb") as source:
            shutil.copyfileobj(source, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    fetched.unlink()


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One pull at a time per folder. Where there is no flock, renames alone keep the files whole."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released by the system when the process ends, however it ends
        yield


@contextlib.contextmanager
def _watched(folder: Path, received: Callable[[int], None]) -> Iterator[None]:
    """Reports the growth of `folder` while the body runs: the clients have no common progress."""
    stop = threading.Event()
    before = _bytes_below(folder)

    def watch() -> None:
        while not stop.wait(POLL_S):
            received(max(0, _bytes_below(folder) - before))

    watcher = threading.Thread(target=watch, daemon=True, name="pull-progress")
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()


def _bytes_below(folder: Path) -> int:
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # files come and go while we look
                total += (Path(parent) / name).stat().st_size
    return total
