"""How many bursts of energy audio has: when words are said one by one, as in dictation, about one for each.

After the counting of syllables by dips in intensity (N. de Jong and T. Wempe, "Praat script to detect
syllable nuclei and measure speech rate automatically", 2009), smoothed so far that most words of two
syllables are one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

RATE = 16_000
HOP = RATE // 100
SMOOTHED = 17
"""Frames of 10 ms under the Hann window that smooths the energy."""
DIP_DB = 6.0
"""Two bursts have so deep a dip between them."""
BELOW_DB = 25.0
"""A burst is not quieter than this below the loud parts."""
LOUD_SHARE = 0.05
_LEAST = 1e-9


def bursts(samples: Floats) -> int:
    """Of mono audio at 16 kHz, in -1..1."""
    count = len(samples) // HOP
    if not count:
        return 0
    energy = np.mean(samples[: count * HOP].reshape(count, HOP) ** 2, axis=1)
    window = np.hanning(SMOOTHED)
    levels = 10 * np.log10(np.convolve(energy, window / window.sum(), "same") + _LEAST)
    quiet = float(np.quantile(levels, 1 - LOUD_SHARE)) - BELOW_DB
    found, rising, turn = 0, True, float(levels[0])
    for level in map(float, levels):
        turn = max(turn, level) if rising else min(turn, level)
        if rising and level < turn - DIP_DB:
            found += turn > quiet
            rising, turn = False, level
        elif not rising and level > turn + DIP_DB:
            rising, turn = True, level
    return found + (rising and turn > quiet)
