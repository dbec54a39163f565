"""The folder of a simulation: an ordinary data folder, where `simulation.json` says what its calls are of."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from viva.audio.recording import open_recording
from viva.errors import VivaError
from viva.lab.calls.truth import FILE as TRUTH_FILE
from viva.lab.calls.truth import write_truth
from viva.lab.simulate.simulated_call import SimulatedCall
from viva.lab.simulate.simulation import Simulation
from viva.ops.store import Store
from viva.understanding.reading import JsonValue

FILE = "simulation.json"
LOCK = "run/simulation.lock"
_WORDS = {
    "bot": "the bot",
    "fingerprint": "the bot's files",
    "personas": "the personas",
    "seed": "--seed",
    "now": "--now",
    "errors": "--errors",
    "keep": "--keep",
    "viva": "the version of VIVA",
}


class FolderError(VivaError):
    """The folder is another simulation's, or in use."""

    exit_code = 2


class CallFolder:
    """Made by `open_folder`."""

    def __init__(self, folder: Path, simulation: Simulation, store: Store) -> None:
        self.path = folder
        self._simulation = simulation
        self._store = store

    def missing(self, calls: int) -> list[int]:
        """Numbers below `calls` whose calls are not whole."""
        ids = ((number, self._simulation.call_id(number)) for number in range(calls))
        return [number for number, id_ in ids if not (self._store.call_dir(id_) / TRUTH_FILE).is_file()]

    def add(self, call: SimulatedCall, *, recorded: bool | None = None) -> None:
        """Write a call; the truth comes last, so that a call that has one is whole.

        recorded: whether the recording stays; None: as the simulation has it.

        Raises:
            OSError, StoreError: the folder cannot be written.
        """
        folder = self._store.call_dir(call.row.id)
        shutil.rmtree(folder, ignore_errors=True)  # of a run that was ended in the middle
        folder.mkdir(parents=True)
        (folder / "events.jsonl").write_bytes(call.log)
        if call.caller and (self._keeps(call) if recorded is None else recorded):
            recording = open_recording(folder / "audio.wav")
            recording.write(call.caller, call.bot)
            recording.close()
        self._store.add(call.row)
        write_truth(folder, call.truth)

    def _keeps(self, call: SimulatedCall) -> bool:
        keep = self._simulation.keep
        return keep == "all" or (keep == "failing" and not call.truth.success)


@contextmanager
def open_folder(folder: Path, simulation: Simulation) -> Iterator[CallFolder]:
    """Begin a simulation in a folder, or go on with it, alone.

    Raises:
        FolderError: the folder holds other calls, or another process simulates into it.
        StoreError: it cannot be written.
    """
    _check(folder, simulation)
    store = Store(folder)
    lock = _lock(folder)
    try:
        bot = simulation.bot
        store.save_bot(bot.fingerprint, bot.name, bot.files)
        description = folder / FILE
        if not description.exists():
            temporary = description.with_suffix(".tmp")
            temporary.write_text(json.dumps(simulation.described(), indent=1) + "\n", encoding="utf-8")
            temporary.replace(description)
        yield CallFolder(folder, simulation, store)
    finally:
        lock.close()
        store.close()


def _check(folder: Path, simulation: Simulation) -> None:
    path = folder / FILE
    hint = "Name another folder with --out; without --out every simulation has its own."
    try:
        found: dict[str, JsonValue] = json.loads(path.read_text(encoding="utf-8"))
        wanted = simulation.described()
        differ = [name for name in wanted if found.get(name) != wanted[name]]
    except FileNotFoundError:
        if any((folder / "calls").glob("*")):
            raise FolderError(f"{folder} holds calls that are no simulation's.", hint=hint) from None
        return
    except (OSError, ValueError, AttributeError) as error:
        raise FolderError(f"{path}: not what a simulation writes: {error}", hint=hint) from None
    if differ:
        told = "; ".join(
            f"{_WORDS[name]} ({_shown(found.get(name))} there, {_shown(wanted[name])} now)" for name in differ
        )
        raise FolderError(f"{folder} holds the calls of another simulation. It differs in {told}.", hint=hint)


def _shown(value: JsonValue) -> str:
    return "none" if value is None else str(value)[:12]


def _lock(folder: Path) -> IO[bytes]:
    file = (folder / LOCK).open("wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        what = f"{folder}: another process simulates into this folder."
        raise FolderError(what, hint="Wait for it, end it, or name another folder with --out.") from None
    return file
