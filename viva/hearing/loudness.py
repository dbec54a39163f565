"""Where an utterance is loud enough to hold words, and where a long one is best cut."""

from __future__ import annotations

from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

RATE = 16_000
FRAME_MS = 20
FRAME = RATE * FRAME_MS // 1000
"""Samples."""
FLOOR_DB = -60.0
"""Below this level nothing is recognized: a recognizer invents words in silence."""
BELOW_SPEECH_DB = 32.0
"""A frame so far below the loud ones is silence before, between or after words."""
DIGITAL_SILENCE_DB = -80.0
LOUD_FRAMES = 5
"""The level of speech is that of its fifth loudest frame: a click is shorter."""
MARGIN = 300 * RATE // 1000
"""Samples of silence that are left before the first and after the last word."""


def frame_levels(samples: Floats) -> Floats:
    """RMS level of each whole 20 ms frame, dBFS."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return np.asarray(10 * np.log10(np.mean(frames * frames, axis=1) + 1e-10), dtype=np.float32)


def level_range(levels: Floats) -> float:
    """From the quiet frames (10th percentile) to the loud ones (95th), dB; digital silence left out."""
    sounding = levels[levels > DIGITAL_SILENCE_DB]
    if not len(sounding):
        return 0.0
    low, high = np.percentile(sounding, (10, 95))
    return float(high - low)


def quiet_below(levels: Floats) -> float:
    """The level, dBFS, below which a frame of this audio holds no speech."""
    if not len(levels):
        return FLOOR_DB
    rank = min(LOUD_FRAMES, len(levels))
    return max(FLOOR_DB, float(np.partition(levels, -rank)[-rank]) - BELOW_SPEECH_DB)


def speech_segments(samples: Floats, longest_s: float) -> list[tuple[int, int]]:
    """Stretches of samples to recognize one by one: none in silence, cut where it is quietest.

    Silence around the speech is left out but for `MARGIN`. It costs time, and it costs words: with
    seconds of digital silence around them Moonshine tiny (greedy) took 31 of 71 recordings for empty,
    and none with 50 to 800 ms of it.
    """
    levels = frame_levels(samples)
    spoken = np.flatnonzero(levels >= quiet_below(levels))
    if not len(spoken):
        return []
    start = max(0, int(spoken[0]) * FRAME - MARGIN)
    stop = min(len(samples), (int(spoken[-1]) + 1) * FRAME + MARGIN)
    longest = int(longest_s * RATE)
    segments: list[tuple[int, int]] = []
    while stop - start > longest:
        first = (start + longest // 2) // FRAME
        last = (start + longest) // FRAME
        smooth = np.convolve(levels[first:last], np.ones(7) / 7, "same")
        cut = (first + int(smooth.argmin())) * FRAME
        segments.append((start, cut))
        start = cut
    segments.append((start, stop))
    return [(a, b) for a, b in segments if levels[a // FRAME : b // FRAME].max(initial=-200.0) >= FLOOR_DB]
