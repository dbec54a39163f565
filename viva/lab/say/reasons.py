"""Why a sentence is said so, in words: from the parts that the call's delivery gives (call/delivery.py)."""

from __future__ import annotations

from collections.abc import Mapping

_PARTS = {
    "role": "what the prompt does",
    "entrainment": "as the caller speaks",
    "clarity": "clearer after \u201csorry?\u201d",
    "noise": "over the noise on the line",
    "calm": "calm with an excited caller",
}


def reasons(because: Mapping[str, float]) -> tuple[str, ...]:
    """One for each part, such as "as the caller speaks: rate \u00d7 0.87, level +2.0 dB"."""
    parts: dict[str, list[str]] = {}
    for key, value in because.items():
        part, _, what = key.partition(".")
        parts.setdefault(part, []).append(_change(what, value))
    return tuple(f"{_PARTS.get(part, part)}: {', '.join(changes)}" for part, changes in parts.items())


def _change(what: str, value: float) -> str:
    match what:
        case "rate":
            return f"rate \u00d7 {value:.2f}"
        case "pitch_st":
            return f"pitch {value:+.1f} st"
        case "level_db":
            return f"level {value:+.1f} dB"
        case "pause_ms":
            return f"pauses of {value:.0f} ms between phrases"
        case _:
            return f"{what} {value:g}"
