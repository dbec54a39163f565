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
from viva.speaking.limiter import PcmRaiser

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
    raiser: PcmRaiser
    pcm: bytearray
    """What there is of it, whole frames but for the last of a sentence that is still being made."""
    whole: bool = False
    sent: int = 0
    """Frames of it that were sent."""
    start: int | None = None
    """Milliseconds from the start of the stream; None before the first frame is sent."""
    started: bool = False

    @property
    def frames(self) -> int:
        """Of those that can be sent."""
        return len(self.pcm) // FRAME_BYTES

    def take(self) -> bytes:
        """The next frame."""
        offset = self.sent * FRAME_BYTES
        self.sent += 1
        return bytes(self.pcm[offset : offset + FRAME_BYTES])

    @property
    def over(self) -> bool:
        """All of it was sent."""
        return self.whole and self.sent >= self.frames

    @property
    def end(self) -> int | None:
        """Milliseconds from the start of the stream, once all of it was sent."""
        return (self.start or 0) + self.sent * FRAME_MS if self.over else None


@dataclass(frozen=True, slots=True)
class Report:
    """Something that happened to a sentence."""

    kind: str
    """`started`, `finished` or `stopped`."""
    sentence: int
    played_ms: int = 0


class Playout:
    """A queue of sentences; a *stream* is audio without a gap.

    A sentence may grow while it plays. Where its audio comes too late the stream waits: its clock stands
    still, so that what was played is known all the same.
    """

    def __init__(self) -> None:
        self._items: deque[_Item] = deque()
        self._started_at: int | None = None
        self._sent = 0
        """Milliseconds of the stream sent."""
        self._next = 0
        """Index of the item that is being sent."""
        self._report: tuple[int, int] | None = None
        """Milliseconds the channel says it has played over the whole call, and when it said so."""
        self._base = 0
        """What it had played when the stream began."""
        self._starved = False
        """All that there is was sent, and more is to come."""
        self._gain = self._wanted_gain = 1.0
        """Of the last frame sent, and of those to come."""

    @property
    def active(self) -> bool:
        return bool(self._items)

    def queue(self, sentence: int, pcm: bytes, level_db: float = 0.0, *, whole: bool = True) -> None:
        """Add a sentence, or what there is of it; its audio is filled up with silence to a whole frame."""
        if not self._items:
            self._started_at, self._sent, self._next, self._starved = None, 0, 0, False
            self._gain = self._wanted_gain
        self._items.append(_Item(sentence, PcmRaiser(level_db), bytearray()))
        self.extend(sentence, pcm, whole=whole)

    def extend(self, sentence: int, pcm: bytes, *, whole: bool) -> None:
        """More of a sentence that was queued; of one that is not (any more): nothing."""
        for item in self._items:
            if item.sentence == sentence and not item.whole:
                item.pcm += item.raiser.push(pcm)
                item.whole = whole
                if whole:
                    item.pcm += item.raiser.flush()
                    item.pcm += bytes(-len(item.pcm) % FRAME_BYTES)

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
        if self._starved and t - self._started_at > self._sent:
            self._started_at = t - self._sent
        frames = self._due_frames(t - self._started_at + LEAD_MS)
        upcoming = self._items[self._next] if self._next < len(self._items) else None
        self._starved = upcoming is not None and upcoming.sent >= upcoming.frames
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
            assert first.start is not None
            played = min(max(self._position(t) - first.start, 0), first.sent * FRAME_MS)
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
            if item.start is None:
                item.start = self._sent
            if item.over:
                self._next += 1
                continue
            if item.sent >= item.frames:
                break
            frames.append(scaled(item.take(), self._gain, self._wanted_gain))
            self._gain = self._wanted_gain
            self._sent += FRAME_MS
        if self._next < len(self._items) and self._items[self._next].over:
            self._next += 1
        return frames

    def _settle(self, position: int) -> list[Report]:
        reports = []
        while self._items:
            item = self._items[0]
            if item.start is None:
                break
            if not item.started and position >= item.start and (item.sent or item.over):
                item.started = True
                reports.append(Report("started", item.sentence))
            if item.started and item.end is not None and position >= item.end:
                reports.append(Report("finished", item.sentence))
                self._items.popleft()
                self._next = max(0, self._next - 1)
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
