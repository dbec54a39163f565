"""Syllable nuclei without words: voiced peaks of the level between dips (De Jong and Wempe 2009).

The floor is that of the script's second version (Quené, Persoon and De Jong 2010): 25 dB below the loudest.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from viva.hearing.voice.frames import HOP_MS, VoiceFrames

DIP_DB = 2.0
"""Between two nuclei the level falls by so much at least."""
BELOW_LOUDEST_DB = 25.0


def nuclei(frames: VoiceFrames) -> NDArray[np.intp]:
    """Frames [k] at which a syllable is loudest, in order.

    A nucleus lies in a voiced frame, no more than 25 dB below the loudest, and 2 dB or more above the lowest
    point between it and each of its neighbours.
    """
    level = frames.level_db
    if len(level) < 3:
        return np.zeros(0, np.intp)
    inner = (level[1:-1] > level[:-2]) & (level[1:-1] >= level[2:]) & frames.voiced[1:-1]
    floor = np.percentile(level, 99) - BELOW_LOUDEST_DB
    found: list[int] = []
    for peak in (np.flatnonzero(inner) + 1).tolist():
        if level[peak] < floor:
            continue
        if found:
            dip = level[found[-1] : peak + 1].min()
            if min(level[found[-1]], level[peak]) - dip < DIP_DB:
                if level[peak] > level[found[-1]]:
                    found[-1] = peak
                continue
        found.append(peak)
    return np.array(found, np.intp)


def durations_ms(frames: VoiceFrames, peaks: NDArray[np.intp]) -> NDArray[np.float64]:
    """How long each syllable is [k]: from one lowest point between nuclei to the next; the first and the last
    reach to where the level is 25 dB below the loudest."""
    level = frames.level_db
    loud = np.flatnonzero(level >= np.percentile(level, 99) - BELOW_LOUDEST_DB)
    dips = [int(a + level[a : b + 1].argmin()) for a, b in pairwise(peaks)]
    return HOP_MS * np.diff(np.array([loud[0], *dips, loud[-1] + 1], np.float64))
