"""Where an utterance is loud enough to hold words, and where a long one is best cut."""

from __future__ import annotations

from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

RATE = 16_000
FRAME = 320
"""Samples: 20 ms."""
FLOOR_DB = -60.0
"""Below this level nothing is recognized: a recognizer invents words in silence."""


def frame_levels(samples: Floats) -> Floats:
    """RMS level of each whole 20 ms frame, dBFS."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return np.asarray(10 * np.log10(np.mean(frames * frames, axis=1) + 1e-10), dtype=np.float32)


def speech_segments(samples: Floats, longest_s: float) -> list[tuple[int, int]]:
    """Stretches of samples to recognize one by one: none in silence, cut where it is quietest."""
    levels = frame_levels(samples)
    if not len(levels) or levels.max() < FLOOR_DB:
        return []
    longest = int(longest_s * RATE)
    segments: list[tuple[int, int]] = []
    start = 0
    while len(samples) - start > longest:
        first = (start + longest // 2) // FRAME
        last = (start + longest) // FRAME
        smooth = np.convolve(levels[first:last], np.ones(7) / 7, "same")
        cut = (first + int(smooth.argmin())) * FRAME
        segments.append((start, cut))
        start = cut
    segments.append((start, len(samples)))
    return [(a, b) for a, b in segments if levels[a // FRAME : b // FRAME].max(initial=-200.0) >= FLOOR_DB]
