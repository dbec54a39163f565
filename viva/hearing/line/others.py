"""Other people: stretches of speech far softer than the caller's."""

from __future__ import annotations

from collections import deque

from viva.hearing.line.levels import SPEECH

SOFTER_DB = 12.0
GAP_WINDOWS = 8
"""A stretch of speech ends with a quarter of a second without."""
SHORTEST = 10
"""Windows of speech in a stretch that counts, 0.3 s."""
WITHIN = 375
"""Windows looked back upon, 12 s."""
ENOUGH = 47
"""Windows of soft speech within them, 1.5 s, for a confidence of a half."""


class OtherSpeakers:
    def __init__(self) -> None:
        self._now = 0
        self._stretch: list[float] = []
        """Levels of the windows of speech in the stretch under way."""
        self._gap = 0
        self._soft: deque[tuple[int, int]] = deque()
        """End and length of soft stretches, in windows."""

    def add(self, level_db: float, speech: float, caller_db: float) -> None:
        """`caller_db`: how loud the caller is, from all speech so far."""
        self._now += 1
        if speech >= SPEECH:
            self._stretch.append(level_db)
            self._gap = 0
        elif self._stretch:
            self._gap += 1
            if self._gap >= GAP_WINDOWS:
                self._close(caller_db)
        if len(self._stretch) >= ENOUGH:  # a television does not pause
            self._close(caller_db)
        while self._soft and self._soft[0][0] < self._now - WITHIN:
            self._soft.popleft()

    def _close(self, caller_db: float) -> None:
        levels, self._stretch, self._gap = sorted(self._stretch), [], 0
        if len(levels) >= SHORTEST and levels[int(0.9 * (len(levels) - 1))] < caller_db - SOFTER_DB:
            self._soft.append((self._now, len(levels)))

    @property
    def confidence(self) -> float:
        return min(1.0, 0.5 * sum(length for _, length in self._soft) / ENOUGH)
