"""Several inter-pausal units as one: how a whole turn was said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from viva.hearing.voice.evidence import Emotion, Measure, Voice, measured

OF_THE_END = ("pitch_slope_st_s", "final_level_db", "final_lengthening", "final_pitch_st")
"""Measures that a turn has from its last unit."""
MEASURES = tuple(f.name for f in fields(Voice) if f.name not in ("duration_ms", "emotion"))


def joined(units: Sequence[Voice]) -> Voice | None:
    """Means weighted by duration and confidence; the end from the last unit. None without units."""
    if len(units) < 2:
        return units[0] if units else None
    found = {
        name: getattr(units[-1], name) if name in OF_THE_END else _mean(units, name) for name in MEASURES
    }
    return Voice(sum(unit.duration_ms for unit in units), **found, emotion=_emotion(units))


def _mean(units: Sequence[Voice], name: str) -> Measure | None:
    having = [(u.duration_ms, m) for u in units if (m := getattr(u, name)) is not None]
    weight = sum(duration * m.confidence for duration, m in having)
    if not weight:
        return None
    value = sum(duration * m.confidence * m.value for duration, m in having) / weight
    return measured(value, weight / sum(duration for duration, _ in having))


def _emotion(units: Sequence[Voice]) -> Emotion | None:
    """The label with the most time times confidence."""
    weights: dict[str, float] = {}
    for unit in units:
        if unit.emotion is not None:
            heard = unit.emotion
            weights[heard.label] = weights.get(heard.label, 0) + unit.duration_ms * heard.confidence
    if not weights:
        return None
    label = max(weights, key=lambda one: weights[one])
    total = sum(unit.duration_ms for unit in units if unit.emotion is not None)
    return Emotion(label, float(f"{weights[label] / total:.3g}"))
