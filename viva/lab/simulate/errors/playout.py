"""What the bot says, paced as `viva.server.playout` paces it, without a sound."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from viva.call.events import Event, PlaybackFinished, PlaybackStarted, PlaybackStopped
from viva.channels.line import FRAME_MS


@dataclass(slots=True)
class _Item:
    sentence: int
    duration_ms: int
    started_at: int | None = None


class SilentPlayout:
    """A queue of sentences. Methods return what is to be told to the core."""

    def __init__(self) -> None:
        self._items: deque[_Item] = deque()

    @property
    def due(self) -> int | None:
        """When the sentence under way ends."""
        first = self._items[0] if self._items else None
        return None if first is None or first.started_at is None else first.started_at + first.duration_ms

    def queue(self, sentence: int, duration_ms: int, t: int) -> list[Event]:
        frames = -(-duration_ms // FRAME_MS)
        self._items.append(_Item(sentence, frames * FRAME_MS))
        return self._start(t) if len(self._items) == 1 else []

    def advance(self, t: int) -> list[Event]:
        """What has happened by `t`."""
        told: list[Event] = []
        while self.due is not None and t >= self.due:
            at = self.due
            told.append(PlaybackFinished(t, self._items.popleft().sentence))
            if self._items:
                self._items[0].started_at = at
                told.append(PlaybackStarted(t, self._items[0].sentence))
        return told

    def stop(self, t: int) -> list[Event]:
        first = self._items[0] if self._items else None
        self._items.clear()
        if first is None or first.started_at is None:
            return []
        return [PlaybackStopped(t, first.sentence, min(t - first.started_at, first.duration_ms))]

    def _start(self, t: int) -> list[Event]:
        self._items[0].started_at = t
        return [PlaybackStarted(t, self._items[0].sentence)]
