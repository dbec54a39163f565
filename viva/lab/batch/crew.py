"""Workers to hand items to: processes of this machine, or Ray's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from viva.errors import VivaError
from viva.lab.batch.work import Answer, Opener


class CrewError(VivaError):
    """No worker can begin."""


class Crew(Protocol):
    """Each worker does one item at a time, so that it is known which item a worker died of."""

    @property
    def size(self) -> int:
        """Workers."""
        ...

    def start(self, opener: Opener) -> None:
        """Begin to load; `wait` tells when.

        Raises:
            CrewError: there is nowhere to work.
        """
        ...

    @property
    def free(self) -> int:
        """Workers that are open and have nothing to do."""
        ...

    def give(self, index: int, item: Any) -> None:
        """To a free worker."""
        ...

    def wait(self, seconds: float) -> Sequence[tuple[int, Answer]]:
        """Until something happens, or so long: items by their index, and what came of them.

        A worker that died is Trouble of its item, and another one takes its place.

        Raises:
            CrewError: no worker could load, or all of them died of it.
        """
        ...

    def kill(self, index: int) -> None:
        """The worker that does this item; `wait` tells of it."""
        ...

    def stop(self, *, now: bool) -> None:
        """End all workers; `now`: in the middle of what they do."""
        ...
