"""Why a sentence of the bot sounded as it did, in words."""

from __future__ import annotations

from collections.abc import Mapping

WHY = {
    "role": "what it says",
    "entrainment": "the caller's own way",
    "clarity": "asked for again",
    "noise": "a noisy line",
    "calm": "an upset caller",
}
"""First part of a reason's name (call/delivery.py) -> what it is."""


def sounded(because: Mapping[str, float]) -> str:
    """All reasons in one line; '' for the plain voice."""
    return "; ".join(reasons(because))


def reasons(because: Mapping[str, float]) -> tuple[str, ...]:
    """One for each part of it, such as `slower 10 % and louder 2.0 dB (asked for again)`."""
    found: dict[str, list[str]] = {}
    for name, value in because.items():
        part, _, what = name.partition(".")
        found.setdefault(part, []).append(_change(what, value))
    return tuple(f"{' and '.join(parts)} ({WHY.get(part, part)})" for part, parts in found.items())


def _change(what: str, value: float) -> str:
    match what:
        case "rate":
            return f"{'slower' if value < 1 else 'faster'} {abs(1 - value):.0%}".replace("%", " %")
        case "pitch_st":
            return f"{'higher' if value > 0 else 'lower'} {abs(value):g} st"
        case "level_db":
            return f"{'louder' if value > 0 else 'softer'} {abs(value):.1f} dB"
        case "pause_ms":
            return f"pauses of {value:g} ms"
    return f"{what} {value:g}"
