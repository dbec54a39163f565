"""How a turn was said: its measures, how they differ from the caller's usual ones, and its arousal. Pure.

Arousal is the rule-based fusion of Bone, Lee and Narayanan (2014), which needs no training data. Each of
three cues, median pitch, level and HF500, gives a score in -1..1: twice the share of the caller's usual
speech that lies below it, less one. Their mean is the arousal. The paper takes the share from recorded
neutral speech; here, where a call has few utterances, it is that of a normal distribution around the
caller's baseline. So that flows can compare it like every other z-score, the fused score is told as the
deviation that has this share: 2 is more aroused than 98 of 100 utterances.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from viva.hearing.voice.baseline import Baseline
from viva.hearing.voice.evidence import Measure, Voice, measured
from viva.hearing.voice.joined import joined

CUES = ("pitch_hz", "level_db", "high_db")
FARTHEST = 4.0
"""Bounds of z-scores and of arousal: what lies beyond is no more telling."""
FEWEST_CUES = 2
TRUSTED_AFTER = 2.0
"""Utterances in the baseline at which arousal is half as sure as its measures."""
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Manner:
    voice: Voice
    """Its measures: means over its inter-pausal units, the end from the last."""
    pauses_ms: tuple[int, ...] = ()
    """Between the units."""
    pitch: float | None = None
    """z-score against the caller's baseline, -4 to 4; None while that is unknown, as in the first turn."""
    level: float | None = None
    rate: float | None = None
    arousal: Measure | None = None
    """In deviations, -4 to 4; None likewise."""


def manner(units: Sequence[Voice], pauses_ms: Sequence[int], baseline: Baseline) -> Manner | None:
    """Of a turn of these units, against the turns before it. None without units."""
    voice = joined(units)
    if voice is None:
        return None
    return Manner(
        voice,
        tuple(pauses_ms),
        pitch=_bounded(baseline.z("pitch_hz", voice)),
        level=_bounded(baseline.z("level_db", voice)),
        rate=_bounded(baseline.z("rate", voice)),
        arousal=arousal(voice, baseline),
    )


def arousal(voice: Voice, baseline: Baseline) -> Measure | None:
    """None with fewer than two of the three cues, or before there is a baseline."""
    scores: list[float] = []
    trusts: list[float] = []
    for name in CUES:
        z, measure = baseline.z(name, voice), getattr(voice, name)
        if z is not None and measure is not None:
            scores.append(2 * _NORMAL.cdf(z) - 1)
            trusts.append(measure.confidence)
    if len(scores) < FEWEST_CUES:
        return None
    share = (sum(scores) / len(scores) + 1) / 2
    farthest = _NORMAL.cdf(FARTHEST)
    value = _NORMAL.inv_cdf(max(1 - farthest, min(farthest, share)))
    known = baseline.count / (baseline.count + TRUSTED_AFTER)
    return measured(value, known * sum(trusts) / len(CUES))


def _bounded(z: float | None) -> float | None:
    return None if z is None else round(max(-FARTHEST, min(FARTHEST, z)), 3)
