"""How an inter-pausal unit was said, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    value: float
    confidence: float
    """0..1: how far the value can be trusted, given how much of the voice was there to measure."""


def measured(value: float, confidence: float) -> Measure:
    """Rounded to four significant digits: more is noise, and would differ between machines."""
    return Measure(float(f"{value:.4g}"), float(f"{confidence:.3g}"))


@dataclass(frozen=True, slots=True)
class Emotion:
    """What a team's own classifier (`viva train voice`) hears in a unit."""

    label: str
    confidence: float
    """Probability of the label, 0..1."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An inter-pausal unit: speech between two pauses. None: it could not be measured.

    Definitions with their sources are in docs/concepts/voice.md.
    """

    duration_ms: int
    level_db: Measure | None = None
    """Mean level of the frames that hold speech, dBFS."""
    pitch_hz: Measure | None = None
    """Median fundamental frequency of the voiced frames."""
    pitch_range_st: Measure | None = None
    """Between the 10th and the 90th percentile, semitones."""
    pitch_slope_st_s: Measure | None = None
    """Of the last 300 ms of voiced speech, semitones per second."""
    rate: Measure | None = None
    """Syllables per second."""
    jitter: Measure | None = None
    """Mean difference of neighbouring periods, as a share of the mean period."""
    shimmer: Measure | None = None
    """Mean difference of neighbouring peak amplitudes, as a share of their mean."""
    harmonics_db: Measure | None = None
    """Harmonics-to-noise ratio."""
    tilt_db: Measure | None = None
    """Level of 1 to 3.4 kHz relative to that of 50 Hz to 1 kHz: an effortful voice is brighter."""
    high_db: Measure | None = None
    """Level of 500 Hz to 3.4 kHz relative to that of 80 to 500 Hz (HF500): it rises with excitement."""
    final_level_db: Measure | None = None
    """Level of the last 150 ms relative to `level_db`: a turn fades out."""
    final_lengthening: Measure | None = None
    """Duration of the last syllable by the mean of those before it."""
    final_pitch_st: Measure | None = None
    """Pitch at the end relative to `pitch_hz`, semitones."""
    emotion: Emotion | None = None
    """None: no classifier, or the caller's usual voice is not known yet."""
