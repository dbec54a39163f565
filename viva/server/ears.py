"""What one call hears of its line before speech is looked for: the bot's echo, and what the line is like."""

from __future__ import annotations

from viva.audio.pcm import to_float
from viva.hearing.line.echo import EchoGate
from viva.hearing.line.evidence import Line
from viva.hearing.line.meter import LineMeter

FORGET_MS = 3.0
"""By so much in each window the caller's audio may come to lag the clock more: 0.1 s in a second. A late
packet is not believed at once, a stream that has lost a piece for good is followed."""


class Ears:
    """Bot audio goes in as it is sent, the caller's window by window."""

    def __init__(self) -> None:
        self._gate = EchoGate()
        self._meter = LineMeter()
        self._behind: float | None = None
        """Milliseconds of the call's clock by which positions in the caller's audio are too small: audio that
        began late stays late."""

    def sent(self, frame: bytes, t: int) -> None:
        """A frame that was sent to the caller: it sounds after the one before it, or at `t` of the clock."""
        self._gate.play(to_float(frame), self._on_the_line(t))

    def silenced(self, t: int) -> None:
        """What was sent ahead of `t` is not played."""
        self._gate.cut(self._on_the_line(t))

    def judge(self, window: bytes, speech: float, heard_ms: int, t: int) -> tuple[float, Line | None]:
        """The next window of the caller, and the probability that it is speech.

        `heard_ms`: how much of the caller's audio there is at `t`. Gives the probability that it is speech of
        the caller, and what is to be told of the line.
        """
        behind = float(t - heard_ms)
        self._behind = behind if self._behind is None else min(behind, self._behind + FORGET_MS)
        samples = to_float(window)
        bot = self._gate.active
        speech *= 1 - self._gate.judge(samples)
        self._meter.hear(samples)
        return speech, self._meter.judge(speech, bot_audible=bot)

    def _on_the_line(self, t: int) -> int:
        return max(0, round(t - (self._behind or 0.0)))
