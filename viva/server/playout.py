"""The bot's audio on its way to the caller: paced by the call's clock, and accounted for.

What the caller has heard is the channel's own report where it makes one (`played`), else what the
clock says must have been played of what was sent.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from viva.audio.pcm import bytes_of, samples_of
from viva.channels.line import FRAME_BYTES, FRAME_MS

LEAD_MS = 120
"""How far audio is sent ahead: bridges jitter and a late tick; on a barge-in the client drops it. A change of
gain is heard so much later, except where the line changes it itself (`Line.ducks`)."""
DUCKED = 0.25
"""Gain of the voice while it is in question whether it goes on: -12 dB."""
FADE_FRAMES = 2
"""40 ms: how a voice that is stopped falls silent where the line plays on what it was sent."""
REPORT_AGE_MS = 250
"""A channel's report is extrapolated this far; it comes about every 100 ms."""


@dataclass(slots=True)
class _Item:
    sentence: int
    pcm: bytes
    start: int
    """Milliseconds from the start of the stream."""
    end: int
    started: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Something that happened to a sentence."""

    kind: str
    """`started`, `finished` or `stopped`."""
    sentence: int
    played_ms: int = 0


class Playout:
    """A queue of sentences; a *stream* is audio without a gap."""

    def __init__(self) -> None:
        self._items: deque[_Item] = deque()
        self._started_at: int | None = None
        self._sent = 0
        """Milliseconds of the stream sent."""
        self._end = 0
        """Milliseconds of the stream queued so far."""
        self._next = 0
        """Index of the item that is being sent."""
        self._report: tuple[int, int] | None = None
        """Milliseconds the channel says it has played over the whole call, and when it said so."""
        self._base = 0
        """What it had played when the stream began."""
        self._gain = self._wanted_gain = 1.0
        """Of the last frame sent, and of those to come."""

    @property
    def active(self) -> bool:
        return bool(self._items)

    def queue(self, sentence: int, pcm: bytes, gain: float = 1.0) -> None:
        """Add a sentence; its audio is filled up with silence to a whole frame. `gain`: 0..1."""
        missing = -len(pcm) % FRAME_BYTES
        pcm = scaled(pcm, gain, gain) + bytes(missing)
        duration = len(pcm) // FRAME_BYTES * FRAME_MS
        if not self._items:
            self._started_at, self._sent, self._end, self._next = None, 0, 0, 0
            self._gain = self._wanted_gain
        self._items.append(_Item(sentence, pcm, self._end, self._end + duration))
        self._end += duration

    def duck(self, on: bool) -> None:
        """Lower the voice or raise it again, within one frame from the next that is sent."""
        self._wanted_gain = DUCKED if on else 1.0

    def played(self, total_ms: int, t: int) -> None:
        """The channel reports how much bot audio it has played, over the whole call."""
        if self._report is None or total_ms >= self._report[0]:
            self._report = (total_ms, t)

    def advance(self, t: int) -> tuple[list[bytes], list[Report]]:
        """Frames due for sending at `t`, and what has happened by then."""
        if not self._items:
            return [], []
        if self._started_at is None:
            self._started_at = t
            self._base = self._report[0] if self._report else 0
        frames = self._due_frames(t - self._started_at + LEAD_MS)
        return frames, self._settle(self._position(t))

    def fade(self) -> list[bytes]:
        """The next frames of the stream fading away; before a `stop`."""
        frames: list[bytes] = []
        if not self._items or not self._items[0].started:
            return frames
        gain = self._gain
        for left in reversed(range(FADE_FRAMES)):
            self._wanted_gain = gain * left / FADE_FRAMES
            frames += self._due_frames(self._sent + FRAME_MS)
        return frames

    def stop(self, t: int) -> list[Report]:
        """Forget everything, and speak up again; says how much of the sentence under way was played."""
        self._gain = self._wanted_gain = 1.0
        reports = []
        if self._items and self._items[0].started:
            first = self._items[0]
            played = min(max(self._position(t) - first.start, 0), first.end - first.start)
            reports.append(Report("stopped", first.sentence, played))
        self._items.clear()
        return reports

    def _position(self, t: int) -> int:
        """Milliseconds of the stream played out at `t`."""
        assert self._started_at is not None
        nominal = min(t - self._started_at, self._sent)
        if self._report is None:
            return nominal
        total, at = self._report
        return min(nominal, max(0, total - self._base) + min(t - max(at, self._started_at), REPORT_AGE_MS))

    def _due_frames(self, until: int) -> list[bytes]:
        frames = []
        while self._sent < until and self._next < len(self._items):
            item = self._items[self._next]
            offset = (self._sent - item.start) // FRAME_MS * FRAME_BYTES
            frame = item.pcm[offset : offset + FRAME_BYTES]
            frames.append(scaled(frame, self._gain, self._wanted_gain))
            self._gain = self._wanted_gain
            self._sent += FRAME_MS
            if self._sent >= item.end:
                self._next += 1
        return frames

    def _settle(self, position: int) -> list[Report]:
        reports = []
        while self._items:
            item = self._items[0]
            if not item.started and position >= item.start and self._sent > item.start:
                item.started = True
                reports.append(Report("started", item.sentence))
            if item.started and position >= item.end:
                reports.append(Report("finished", item.sentence))
                self._items.popleft()
                self._next -= 1
                continue
            break
        return reports


def scaled(pcm: bytes, before: float, after: float) -> bytes:
    """PCM16LE with a gain that goes straight from `before` to `after`, each 0..1."""
    if before == after == 1.0:
        return pcm
    samples = samples_of(pcm)
    gain = np.linspace(before, after, len(samples), dtype=np.float32)
    return bytes_of(np.rint(samples * gain).astype(np.int16))
