"""When each recognized word was said, from the words and the energy of the audio.

The recognizer's exported graph does not give its attention, so words are laid over the voiced time in
proportion to their length in letters, and borders are then moved to the nearest dip of the energy.
Median error of word starts against eSpeak NG's own marks: see benchmarks/README.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from viva.hearing.loudness import frame_levels

Floats = np.ndarray[Any, np.dtype[np.float32]]

FRAME_MS = 20
BELOW_PEAK_DB = 32.0
"""A frame so far below the loudest is silence between or around words."""
REACH = 4
"""Frames on each side in which a border looks for a dip."""
BASE = 1.5
"""Letters that every word has beyond its own: short words are not as short as they are written."""


def word_spans(words: list[str], samples: Floats) -> list[tuple[int, int]]:
    """(start, end) of each word in milliseconds, in order, without overlap, inside the audio."""
    if not words:
        return []
    levels = frame_levels(samples)
    if not len(levels):
        return [(0, 0) for _ in words]
    spoken = np.flatnonzero(levels > levels.max() - BELOW_PEAK_DB)
    weights = np.array([len(w.strip(".,?!;:")) + BASE for w in words])
    shares = np.concatenate(([0.0], np.cumsum(weights) / weights.sum()))
    borders = [int(spoken[min(int(share * len(spoken)), len(spoken) - 1)]) for share in shares[:-1]]
    for i in range(1, len(borders)):
        borders[i] = _dip(levels, borders[i], borders[i - 1] + 1)
    last = int(spoken[-1]) + 1
    spans: list[tuple[int, int]] = []
    for i, start in enumerate(borders):
        end = borders[i + 1] if i + 1 < len(borders) else last
        within = spoken[(spoken >= start) & (spoken < end)]
        begin = int(within[0]) if len(within) else start
        stop = int(within[-1]) + 1 if len(within) else max(end, start)
        spans.append((begin * FRAME_MS, max(stop, begin) * FRAME_MS))
    return spans


def _dip(levels: Floats, at: int, lowest: int) -> int:
    """The quietest frame near `at`, not before `lowest`."""
    a, b = max(lowest, at - REACH), min(len(levels), at + REACH + 1)
    if a >= b:
        return min(max(at, lowest), len(levels) - 1)
    return a + int(levels[a:b].argmin())
