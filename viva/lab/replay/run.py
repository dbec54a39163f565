"""Many recorded calls against another version: over workers, and taken up again where it was stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import viva
from viva.lab.batch.crew import Crew
from viva.lab.batch.run import Outcome as Done
from viva.lab.batch.run import run
from viva.lab.batch.work import Trouble
from viva.lab.replay.outcome import Outcome, from_json, to_json
from viva.lab.replay.work import Item, name_of, opened

FAILED = "call that could not be replayed"

Watch = Callable[[Outcome], None]
"""Told of each call that is done."""


class Kept:
    """Outcomes of a replay that was stopped, one file for each call; gone once all are reported."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, item: Item) -> Outcome | None:
        try:
            return from_json(self._path(item).read_bytes())
        except (OSError, ValueError):
            return None

    def put(self, item: Item, outcome: Outcome) -> None:
        path = self._path(item)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".tmp")
        temporary.write_bytes(to_json(outcome))
        temporary.replace(path)

    def forget(self, items: Sequence[Item]) -> None:
        for item in items:
            self._path(item).unlink(missing_ok=True)

    def _path(self, item: Item) -> Path:
        """Of the same call, as it is now, with the same two versions."""
        folder = item.chosen.folder
        files = sorted((file.name, file.stat().st_size) for file in folder.glob("*") if file.is_file())
        of = [str(folder), files, item.was.fingerprint, item.new.fingerprint, viva.__version__]
        return self._folder / f"{hashlib.sha256(json.dumps(of).encode()).hexdigest()[:32]}.json"


def replay(items: Sequence[Item], crew: Callable[[int], Crew], kept: Kept, watch: Watch) -> list[Outcome]:
    """In the order of the items. crew: workers for so many calls.

    Raises:
        CrewError: no worker can begin.
        KeyboardInterrupt: stopped; what was done is kept.
    """
    found: dict[int, Outcome] = {}
    for at, item in enumerate(items):
        before = kept.get(item)
        if before is not None:
            found[at] = before
            watch(before)
    missing = [at for at in range(len(items)) if at not in found]
    if missing:
        done: Done[Item]
        with closing(run(opened, [items[at] for at in missing], crew(len(missing)))) as outcomes:
            for done in outcomes:
                outcome = _outcome(done)
                if outcome.usable:
                    kept.put(done.item, outcome)
                found[missing[done.index]] = outcome
                watch(outcome)
    return [found[at] for at in range(len(items))]


def _outcome(done: Done[Item]) -> Outcome:
    if isinstance(done.answer, Trouble):
        chosen = done.item.chosen
        told = ((FAILED, f"{chosen.log}: {done.answer.why}"),)
        return Outcome(chosen.id, chosen.place, name_of(done.item.was), problems=told, usable=False)
    outcome: Outcome = done.answer.value
    return outcome
