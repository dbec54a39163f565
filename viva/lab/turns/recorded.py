"""Turns with pauses in them: what is in a folder of them, and what the call hears in each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from viva.audio.files import read_audio
from viva.audio.pcm import to_float
from viva.errors import VivaError
from viva.lab.turns.detector import Pause, TurnDetector

WINDOW = 512


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    name: str
    audio: Path
    end_ms: int
    """Where the caller's last speech ends."""


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """What the call's parts make of a turn, whatever the policy then does."""

    turn: RecordedTurn
    pauses: tuple[Pause, ...]
    resumed_at: tuple[int, ...]
    """When the call knew that the caller goes on, for each pause but the last; ms."""
    seen_at: tuple[int, ...]
    """When it knew of each pause; ms."""
    duration_ms: int
    took_s: float
    """Processor time of everything."""

    @property
    def ends_before_end(self) -> bool:
        """The last speech that is heard ends well before the turn is said to: what follows is no speech, or
        was not heard as speech."""
        return bool(self.pauses) and self.pauses[-1].end_ms < self.turn.end_ms - 300


def read_turns(folder: Path) -> list[RecordedTurn]:
    """`turns.json` in the folder: {name: {"speech": [[start_s, end_s], ...]}}, the audio beside it.

    Raises:
        VivaError: it is missing or has another form.
    """
    path = folder / "turns.json"
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return [
            RecordedTurn(name, folder / f"{name}.wav", round(1000 * turn["speech"][-1][1]))
            for name, turn in listed.items()
        ]
    except OSError as error:
        raise VivaError(
            f"{path}: cannot be read: {error.strerror}", hint="`viva bench turns --make` makes such a folder"
        ) from error
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        form = '{name: {"speech": [[start_s, end_s], ...]}}'
        raise VivaError(f"{path}: expected {form}: {error}") from error


def heard_turns(turns: list[RecordedTurn], detector: TurnDetector) -> Iterator[HeardTurn]:
    from time import process_time

    for turn in turns:
        samples = to_float(read_audio(turn.audio))
        begun = process_time()
        detector.reset()
        seen: list[int] = []
        resumed: list[int] = []
        for at in range(0, len(samples) - WINDOW + 1, WINDOW):
            silence, _ = detector.push(np.asarray(samples[at : at + WINDOW], np.float32))
            clock = (at + WINDOW) // 16
            if len(detector.heard.pauses) > len(seen):
                seen.append(clock)
            elif silence == 0 and len(seen) > len(resumed):
                resumed.append(clock)
        took = process_time() - begun
        pauses = tuple(detector.heard.pauses)
        yield HeardTurn(turn, pauses, tuple(resumed), tuple(seen), len(samples) // 16, took)
