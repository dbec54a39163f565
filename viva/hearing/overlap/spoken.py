"""Whether the words of a short sound are those of a listener ("okay", "I see"), from a recognizer's encoder.

Half a second is too little for a recognizer to write words down well, but its encoder has heard which sounds
they are made of. The frames are summed up to one vector, and a network says how much it is like a
backchannel's. It is fitted on synthesized voices only, saying one and the other, so that it can learn
nothing of whose voice it is.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from viva.hearing.overlap.network import Network

Floats = np.ndarray[Any, np.dtype[np.float32]]

LEAD = 4
"""Frames of 24 ms before the sound began."""
PARTS = ((4, 11), (9, 16), (14, 21))
"""Frames of which means are taken, about 170 ms each: what is said comes in an order."""
LAST = 24
"""Frames after it are not looked at."""
MOST = 9.0
"""Log odds are cut at this."""


def listening(frames: Floats, network: Network) -> float:
    """Log odds that the words are a backchannel's, of encoder frames [n, size], n of at least 1.

    `network`: of two classes, other words and a backchannel's.
    """
    other, backchannel = network.log_probabilities(pooled(frames))
    return float(np.clip(backchannel - other, -MOST, MOST))


def pooled(frames: Floats) -> Floats:
    """[n, size] -> [4 * size]: means of three parts, and the highest values of all."""
    frames = frames[:LAST]
    means = [frames[min(a, len(frames) - 1) : b].mean(axis=0) for a, b in PARTS]
    return np.concatenate((*means, frames[min(LEAD, len(frames) - 1) :].max(axis=0))).astype(np.float32)
