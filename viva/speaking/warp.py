"""Dynamic time warping of a sound that comes bit by bit along one that is known. Pure.

Time-synchronous (asymmetric) form of Sakoe & Chiba (1978): each frame of the sound is given one state of the
reference, which stays or goes on by one, two or three. So all paths to a frame have as many costs, and the
best one is known at any time without waiting for the end. The band lies around the best state of the frame
before.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_STEPS = np.array([1.5, 0.0, 1.0, 3.0], np.float32)
"""Cost of staying and of going on by one, two or three states: what differs from the reference's own pace.
Chosen with the weight of loudness in cepstra.py."""
BAND = 400
"""States on either side of the best one that are looked at: 4 s."""

Array = NDArray[np.float32]


class Warp:
    def __init__(self, states: Array) -> None:
        """`states`: float32 [m, size], m > 0. A row of zeros is a silence, in which staying costs nothing."""
        self._states = states
        self._squares = np.einsum("ij,ij->i", states, states)
        self._stay = np.where(self._squares > 0, _STEPS[0], 0).astype(np.float32)
        self._costs: Array = np.zeros(0, np.float32)
        """Of the best path to each state of the band; its first state is `_starts[-1]`."""
        self._starts: list[int] = []
        self._steps: list[NDArray[np.int8]] = []

    def extend(self, frames: Array) -> None:
        """float32 [n, size]: the next n frames of the sound."""
        for frame in frames:
            if not self._starts:
                self._first(frame)
            else:
                self._next(frame)

    def path(self, *, whole: bool) -> NDArray[np.intp]:
        """The state of each frame so far, never falling. `whole`: it ends in the last."""
        out = np.zeros(len(self._starts), np.intp)
        if not len(out):
            return out
        last = len(self._states) - 1 - self._starts[-1]
        reached = whole and 0 <= last < len(self._costs) and np.isfinite(self._costs[last])
        state = self._starts[-1] + (last if reached else int(self._costs.argmin()))
        for at in range(len(out) - 1, -1, -1):
            out[at] = state
            state -= int(self._steps[at][state - self._starts[at]])
        return out

    def _first(self, frame: Array) -> None:
        count = min(BAND, len(self._states))
        self._costs = np.full(count, np.inf, np.float32)
        self._costs[:2] = self._distances(frame, 0, count)[:2]  # the first is a silence, or speech at once
        self._starts.append(0)
        self._steps.append(np.zeros(count, np.int8))

    def _next(self, frame: Array) -> None:
        before = self._starts[-1]
        start = max(before, before + int(self._costs.argmin()) - BAND)
        end = min(len(self._states), before + int(self._costs.argmin()) + BAND)
        padded: Array = np.full(3 + end - start, np.inf, np.float32)
        low, high = max(0, start - 3 - before), min(len(self._costs), end - before)
        offset = low + before - (start - 3)
        padded[offset : offset + high - low] = self._costs[low:high]
        width = end - start
        reached = np.stack([padded[3 - step : 3 - step + width] + _STEPS[step] for step in range(4)])
        reached[0] += self._stay[start:end] - _STEPS[0]
        steps = reached.argmin(0).astype(np.int8)
        self._costs = reached[steps, np.arange(width)] + self._distances(frame, start, end)
        self._starts.append(start)
        self._steps.append(steps)

    def _distances(self, frame: Array, start: int, end: int) -> Array:
        """Euclidean, from the frame to each state of the band."""
        squares = self._squares[start:end] - 2 * (self._states[start:end] @ frame) + frame @ frame
        return np.asarray(np.sqrt(np.maximum(squares, 0)), np.float32)
