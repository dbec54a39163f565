"""What is known of a simulated call beside what was recorded: `caller.json` in its folder.

It is written last, so that a call that has one is whole. What people find out about recorded calls by
listening would be a `CallTruth` as well, from a file of its own (`labels.jsonl`): `read_truth` is its place.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.understanding.reading import JsonValue

FILE = "caller.json"


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance of the caller, as it was meant and when it sounded (media clock, milliseconds)."""

    start_ms: int
    end_ms: int
    kind: str
    """As `viva.lab.simulate.utterance.Kind`."""
    act: str
    text: str
    intent: str = ""
    values: dict[str, JsonValue] = field(default_factory=dict)
    pauses: tuple[tuple[int, int], ...] = ()
    """Start and end of each silence within it."""
    recording: str = ""
    """Name of the file with the person who says it; `text` is then a guess at the words, `values` are not."""


@dataclass(frozen=True, slots=True)
class CallTruth:
    number: int
    """Of the call in its simulation, from 0: calls of two simulations with one seed are paired by it."""
    seed: int
    persona: str
    conditions: dict[str, JsonValue]
    """How it reached the bot: `noise` (a label such as `clean` or `babble 10 dB`), `line`, `voice`, ..."""
    goal: dict[str, JsonValue]
    """What the caller wanted: `{"intent": ..., "slots": {...}, "ends": ...}`."""
    success: bool
    why: str
    """Why it counts so, in a sentence."""
    said: tuple[Said, ...]


def write_truth(folder: Path, truth: CallTruth) -> None:
    """Into a call's folder."""
    path = folder / FILE
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(asdict(truth), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)


def read_truth(folder: Path) -> CallTruth | None:
    """Of a call's folder; None where it was no simulated call, or one that was not ended.

    Raises:
        VivaError: the file is damaged.
    """
    path = folder / FILE
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise ValueError("expected an object")
        said = tuple(
            Said(**{**one, "pauses": tuple((start, end) for start, end in one["pauses"])})
            for one in data.pop("said")
        )
        return CallTruth(**data, said=said)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VivaError(f"{path}: not what a simulation writes: {error}") from error
