"""What came of one call that was replayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from viva.lab.replay.counted import Change, Counts
from viva.lab.replay.parting import Parting

NOTHING = Counts()
Fate = Literal["unchanged", "changed", "parted"]


@dataclass(frozen=True, slots=True)
class Outcome:
    call: str
    place: str
    """Of its log, as it is shown."""
    bot: str
    """As it was: NAME@FINGERPRINT, shortened."""
    duration_ms: int = 0
    problems: tuple[tuple[str, str], ...] = ()
    """Kind, and what exactly."""
    usable: bool = True
    """False: it could not be replayed, and nothing below says anything."""
    noise: Parting | None = None
    """Where the bot as it was parts from its own record; None: nowhere."""
    parting: Parting | None = None
    """Where the changed bot parts from the bot as it was, unless noise came first."""
    turns: int = 0
    """Of the record."""
    counted: int = 0
    """Of these, those until the paths part, or noise."""
    recorded: Counts = NOTHING
    again: Counts = NOTHING
    changed: Counts = NOTHING
    noises: tuple[Change, ...] = ()
    """Turns that are not the same when the bot as it was meets them again."""
    changes: tuple[Change, ...] = ()
    """Turns that the change makes other ones, before the paths part."""
    reworded: tuple[tuple[int, str, str], ...] = ()
    """Turn, old and new words, where only the wording of the same prompts changed."""
    audio: str = ""
    """Its recording's file; '' where there is none."""
    seconds: float = 0.0
    """That it took."""

    @property
    def fate(self) -> Fate:
        if self.parting is not None:
            return "parted"
        return "changed" if self.changes or self.reworded else "unchanged"


_ADAPTER = TypeAdapter(Outcome)


def to_json(outcome: Outcome) -> bytes:
    return _ADAPTER.dump_json(outcome)


def from_json(data: bytes) -> Outcome:
    """Raises ValueError."""
    return _ADAPTER.validate_json(data)
