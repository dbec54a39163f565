"""Whole folders of the Hugging Face hub that are in no list of ours: the voices that a bot's file names.

The hub's client checks what it fetches against what the hub states; nothing here is pinned unless the name
ends with `@REVISION`.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from viva.models.catalogue import ModelError
from viva.models.fetch import model_dir
from viva.models.sources import hub_unreachable

_NAME = re.compile(r"([\w.-]+/[\w.-]+)((?:/[\w.-]+)*)(?:@([\w.-]+))?")
_FILES = ("*.onnx", "*.onnx.json", "*.txt", "*.bin", "*LICENSE*", "*MODEL_CARD*", "*README.md")
"""Of a voice: not the copies of eSpeak NG's data that some repositories hold."""


@dataclass(frozen=True, slots=True)
class HubName:
    """`OWNER/NAME`, with `/FOLDER` and `@REVISION` if wanted."""

    repo: str
    folder: str
    """Inside of it; '' all."""
    revision: str
    """A commit, tag or branch."""

    @property
    def place(self) -> Path:
        """Where it lies once it was pulled."""
        whole = f"{self.repo}/{self.folder}".rstrip("/").replace("/", "--")
        return model_dir() / "hub" / f"{whole}@{self.revision}"


def hub_name(text: str) -> HubName | None:
    """None where it is none."""
    found = _NAME.fullmatch(text)
    if found is None or ".." in text:
        return None
    return HubName(found[1], found[2].strip("/"), found[3] or "main")


def pull_folder(text: str) -> Path:
    """Fetch a folder of the hub, or what is missing of it, and return its place.

    Raises:
        ModelError: it is no name of the hub, the hub cannot be reached, or has no such folder.
    """
    name = hub_name(text)
    if name is None:
        raise ModelError(
            f"{text!r} is no name of the hub", hint="write OWNER/NAME, OWNER/NAME/FOLDER or ...@REVISION"
        )
    if why := hub_unreachable():
        raise ModelError(f"{text} cannot be fetched: {why}", hint=f"or copy its files to {name.place}")
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]

    disable_progress_bars()
    patterns = [f"{name.folder}/{pattern}" if name.folder else pattern for pattern in _FILES]
    staging = name.place.with_name(f".{name.place.name}.part")
    try:
        # What came of an interrupted download stays, and is taken up again by the next.
        snapshot_download(name.repo, revision=name.revision, allow_patterns=patterns, local_dir=staging)
    except Exception as error:  # the client raises its own, its HTTP library's and OSError
        first_line = next(iter(str(error).strip().splitlines()), "")
        raise ModelError(f"{text} cannot be fetched: {type(error).__name__}: {first_line}") from error
    inside = staging / name.folder
    if not inside.is_dir() or not any(inside.glob("*.onnx")):
        raise ModelError(
            f"{text} holds no voice: there is no .onnx file in it", hint="name the folder of one voice"
        )
    shutil.rmtree(name.place, ignore_errors=True)
    inside.rename(name.place)
    shutil.rmtree(staging, ignore_errors=True)
    return name.place
