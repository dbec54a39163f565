"""Arrays that took long to work out, kept in a file from one start to the next."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from viva.models.built import DAMAGE, Array, write_arrays

log = logging.getLogger(__name__)


class Memory:
    """`viva.understanding.memory.Memory` in a file. Not for several threads at once."""

    def __init__(self, path: Path) -> None:
        """Reads the file; of one that is absent or damaged nothing is known."""
        self.path = path
        self.grown = False
        """Whether it knows what its file does not."""
        self._known: dict[str, Mapping[str, Array]] = {}
        try:
            with np.load(path, allow_pickle=False) as stored:
                self._known = _grouped({name: stored[name] for name in stored.files})
        except FileNotFoundError:
            pass
        except DAMAGE as error:
            log.warning("%s is damaged and is made again (%s)", path, error)

    def get(self, name: str) -> Mapping[str, Array] | None:
        return self._known.get(name)

    def put(self, name: str, arrays: Mapping[str, Array]) -> None:
        self._known[name] = arrays
        self.grown = True

    def save(self) -> None:
        """Where the file cannot be written the work is only done again at the next start."""
        if not self.grown:
            return
        flat = {
            f"{name}/{part}": array for name, group in self._known.items() for part, array in group.items()
        }
        try:
            write_arrays(self.path, flat)
        except OSError as error:
            log.warning("cannot keep what was trained (%s); the next start trains again", error)
        self.grown = False


def _grouped(flat: Mapping[str, Array]) -> dict[str, Mapping[str, Array]]:
    groups: dict[str, dict[str, Array]] = {}
    for whole, array in flat.items():
        name, _, part = whole.rpartition("/")
        groups.setdefault(name, {})[part] = array
    return dict(groups)
