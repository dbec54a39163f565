"""One spoken call from an audio file, answered in this process."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path

from viva.audio.files import read_audio
from viva.channels.audiofile import FileLine, Show
from viva.errors import VivaError
from viva.server.build import Tell, silent
from viva.server.directory import Directory
from viva.server.worker import WorkerOptions, open_directory


@dataclass(frozen=True, slots=True)
class PlacedCall:
    call_id: str
    reason: str
    """Why it ended, as in docs/reference/websocket.md."""
    folder: Path
    """Its recording and its log."""


def place_call(
    bot: Path,
    audio: Path,
    *,
    data: Path,
    out: Path | None = None,
    show: Show = lambda _: None,
    tell: Tell = silent,
) -> PlacedCall:
    """Call `bot` with `audio` as the caller, in real time; `out` gets a copy of the recording.

    Raises:
        VivaError: the bot, a model, the audio file or the data folder is not as it must be.
    """
    pcm = read_audio(audio)
    if out is not None and not out.parent.is_dir():
        raise VivaError(f"{out.parent}: no such folder to put the recording in")

    async def run() -> PlacedCall:
        async with open_directory(WorkerOptions((bot,), data, tell=tell)) as directory:
            placed = await place_call_in(directory, "", pcm, show)
            directory.writer.flush()
            return placed

    placed = asyncio.run(run())
    if out is not None:
        shutil.copyfile(placed.folder / "audio.wav", out)
    return placed


async def place_call_in(directory: Directory, bot: str, pcm: bytes, show: Show) -> PlacedCall:
    """The same among the calls of a running process. `pcm`: PCM16LE, mono, 16 kHz."""
    line = FileLine(pcm, show)
    session = directory.answer(bot, line)
    if session is None:
        raise VivaError("the server has no room for another call")
    await line.play(session)
    await line.ended.wait()
    return PlacedCall(line.call_id, line.reason, directory.store.call_dir(line.call_id))
