"""What a turn cost beside what it brought."""

from __future__ import annotations

from collections.abc import Mapping

from viva.lab.calls.facts import MoveFacts, Repair
from viva.understanding.reading import JsonValue, Reading

REPEATING = "repeating"
"""The prompt that every bot begins a repetition with."""


def repair_of(
    reading: Reading, before: MoveFacts, after: MoveFacts | None, known: Mapping[str, JsonValue]
) -> Repair:
    """known: the slots with their values before the turn."""
    if after is None:
        return ""
    if after.misses > 0:
        return "no_match"
    if reading.has("repeat") and REPEATING in after.prompts:
        return "repeat"
    changed = any(
        known.get(slot) is not None and value not in (None, known[slot])
        for slot, value in after.slots.items()
    )
    if changed:
        return "correction"
    if before.waits in ("confirm", "check") and reading.has("no"):
        return "refused"
    return ""
