"""How a caller usually speaks in this call, against which each utterance is a z-score. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from viva.hearing.voice.evidence import Voice

SPREAD: dict[str, float] = {
    "level_db": 3.0,
    "pitch_hz": 2.0,
    "pitch_range_st": 2.5,
    "pitch_slope_st_s": 20.0,
    "rate": 0.8,
    "jitter": 0.006,
    "shimmer": 0.03,
    "harmonics_db": 2.5,
    "tilt_db": 3.0,
    "high_db": 3.0,
}
"""Deviation between utterances of one speaker that is assumed before there are any; pitch in semitones."""
ASSUMED = 3.0
"""The assumption counts as much as so many utterances."""
OUTLIER = 3.0
"""An utterance further off enters the baseline as if it were so many deviations off."""
FEWEST = 0.5
"""Utterances, weighted by confidence, before anything is said about the next."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Running mean and deviation of one measure (Welford 1962)."""

    count: float = 0.0
    """Utterances, weighted by their confidence."""
    mean: float = 0.0
    squares: float = 0.0
    """Sum of squared differences from the mean."""

    def deviation(self, assumed: float) -> float:
        return math.sqrt((ASSUMED * assumed**2 + self.squares) / (ASSUMED + self.count))

    def z(self, value: float, assumed: float) -> float | None:
        """Of the prediction: where the mean is known from few utterances, the score is smaller. None: no
        utterance so far."""
        if self.count < FEWEST:
            return None
        return (value - self.mean) / (self.deviation(assumed) * math.sqrt(1 + 1 / self.count))

    def with_(self, value: float, weight: float, assumed: float) -> Usual:
        if weight <= 0:
            return self
        off = value - self.mean if self.count else 0.0
        most = OUTLIER * self.deviation(assumed)
        bounded = value if not self.count else self.mean + max(-most, min(most, off))
        count = self.count + weight
        mean = self.mean + (bounded - self.mean) * weight / count
        return Usual(count, mean, self.squares + weight * (bounded - self.mean) * (bounded - mean))


@dataclass(frozen=True, slots=True)
class Baseline:
    """Of one caller in one call; `with_voice` gives the next one."""

    usual: Mapping[str, Usual] = field(default_factory=dict)
    """By the names of `SPREAD`."""

    @property
    def level_db(self) -> float | None:
        """Level at which the caller has spoken so far, dBFS; None before the first turn."""
        usual = self.usual.get("level_db")
        return usual.mean if usual is not None and usual.count >= FEWEST else None

    @property
    def count(self) -> float:
        """Utterances that it rests on, weighted by the confidence of their level."""
        usual = self.usual.get("level_db")
        return usual.count if usual is not None else 0.0

    def z(self, name: str, voice: Voice) -> float | None:
        """z-score of one measure. None: it was not measured, or nothing is usual yet."""
        measure, usual = getattr(voice, name), self.usual.get(name)
        if measure is None or usual is None:
            return None
        return usual.z(_scaled(name, measure.value), SPREAD[name])

    def with_voice(self, voice: Voice) -> Baseline:
        """The baseline once this utterance belongs to it."""
        usual = dict(self.usual)
        for name, assumed in SPREAD.items():
            measure = getattr(voice, name)
            if measure is not None:
                value = _scaled(name, measure.value)
                usual[name] = usual.get(name, Usual()).with_(value, measure.confidence, assumed)
        return Baseline(usual)


def _scaled(name: str, value: float) -> float:
    """Pitch in semitones, as it is heard; all else as it is."""
    return 12 * math.log2(value) if name == "pitch_hz" else value
