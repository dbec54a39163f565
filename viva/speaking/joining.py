"""Parts of a sentence put one behind the other, so that no seam is heard."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viva.speaking.levels import RATE

FADE_MS = 15
"""The end of one part fades into the beginning of the next, or into a pause."""
_FADE = FADE_MS * RATE // 1000
_FALLING = np.linspace(1, 0, _FADE, dtype=np.float32)


class Joiner:
    """A stream at 16 kHz, `FADE_MS` behind what it is given."""

    def __init__(self) -> None:
        self._tail: NDArray[np.float32] = np.zeros(0, np.float32)
        """Of the part under way: it fades if this is its end."""
        self._fading: NDArray[np.float32] | None = None
        """The end of the part before, which what comes is laid over."""
        self._given = 0

    @property
    def position(self) -> int:
        """Where the next sample that is pushed will lie in the output."""
        return self._given + len(self._tail)

    def push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """More of the part under way -> what can go out."""
        self._tail = np.concatenate((self._tail, samples))
        if self._fading is not None:
            if len(self._tail) < _FADE:
                return self._tail[:0]
            faded = min(len(self._fading), _FADE)
            self._tail[:faded] = self._tail[:faded] * (1 - _FALLING[:faded]) + self._fading[:faded]
            self._fading = None
        return self._give(len(self._tail) - _FADE)

    def border(self, pause_ms: int) -> NDArray[np.float32]:
        """The part is over; another comes after a pause, which may be 0."""
        if self._fading is not None:  # a part shorter than the fade
            longer = np.zeros(max(len(self._tail), len(self._fading)), np.float32)
            longer[: len(self._tail)] += self._tail
            longer[: len(self._fading)] += self._fading
            self._tail, self._fading = longer, None
        end = self._tail * _FALLING[_FADE - len(self._tail) :] if len(self._tail) <= _FADE else self._tail
        if pause_ms > 0 or not len(end):
            self._tail = np.concatenate((end, np.zeros(pause_ms * RATE // 1000, np.float32)))
            return self._give(len(self._tail))
        self._tail, self._fading = end[:0], end
        return end[:0]

    def flush(self) -> NDArray[np.float32]:
        """The end of the last part."""
        self.border(0)
        rest, self._fading = self._fading, None
        self._given += 0 if rest is None else len(rest)
        return self._tail[:0] if rest is None else rest

    def _give(self, count: int) -> NDArray[np.float32]:
        given, self._tail = self._tail[: max(0, count)], self._tail[max(0, count) :]
        self._given += len(given)
        return given
