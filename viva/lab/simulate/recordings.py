"""Recordings of people that simulated callers speak with: what is said in each is known from its labels."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.understanding.reading import JsonValue


@dataclass(frozen=True, slots=True)
class Recording:
    path: Path
    intent: str
    slots: dict[str, JsonValue]
    """Slot -> value; a slot that is not there was not named."""


def read_recordings(labels: Path) -> tuple[Recording, ...]:
    """From a JSON file `{"FILE": {"intent": ..., "slots": {...}}}`, sorted by name; the audio files lie in
    its folder, or in the folders below.

    Raises:
        VivaError: no such file, not such JSON, or a recording that is not there.
    """
    try:
        data: Any = json.loads(labels.read_text(encoding="utf-8"))
        listed = sorted(data.items())
        here = {path.name: path for path in sorted(labels.parent.rglob("*")) if path.is_file()}
        found = [(here.get(Path(name).name), one["intent"], dict(one["slots"])) for name, one in listed]
    except OSError as error:
        raise VivaError(f"{labels} cannot be read: {error.strerror or error}.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        hint = 'Expected {"FILE": {"intent": "...", "slots": {...}}}.'
        raise VivaError(f"{labels} has no labels of recordings.", hint=hint) from None
    lost = [name for (name, _), (path, _, _) in zip(listed, found, strict=True) if path is None]
    if lost:
        raise VivaError(
            f"{labels}: {len(lost)} recordings are not there, the first {lost[0]}.",
            hint=f"Put them into {labels.parent} or a folder in it.",
        )
    return tuple(Recording(path, intent, slots) for path, intent, slots in found if path is not None)
