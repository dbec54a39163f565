"""Sounds over the bot in a recorded call: how long its voice was lowered, what each was, what followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.listener import NOTHING_SAID
from viva.call.view.reasons import overlap
from viva.hearing.overlap.evidence import OverlapKind

Decision = Literal["yielded", "went_on", "finished"]
"""`finished`: the bot had said all before it was decided."""


@dataclass(slots=True)
class DuckingView:
    """The bot's voice is lowered."""

    start_ms: int
    end_ms: int


@dataclass(slots=True)
class JudgementView:
    at_ms: int
    kind: OverlapKind
    confidence: float
    interruption: float
    """Probability that the caller wants the floor, 0..1."""
    text: str


@dataclass(slots=True)
class OverlapView:
    start_ms: int
    """Onset of the sound."""
    end_ms: int
    """Its end, or where it was decided while it lasted."""
    decided_ms: int | None = None
    """None: the log ends before."""
    decision: Decision | None = None
    kind: OverlapKind | None = None
    """By the last judgement before the decision; None: there was none."""
    confidence: float = 0.0
    judged: list[JudgementView] = field(default_factory=list)
    again: bool = False
    """The sound was no interruption at first, went on, and is judged once more from `start_ms`."""
    resumed: bool = False
    """The bot had yielded for nothing, and went on with the phrase."""
    why: str = ""
    """In a sentence."""


class OverlapReader:
    """Told every event and command of a log, in order."""

    def __init__(self) -> None:
        self.ducking: list[DuckingView] = []
        self.overlaps: list[OverlapView] = []
        self._onset = 0
        self._speaking = False
        self._audible: set[int] = set()
        self._open: OverlapView | None = None
        """Not decided yet."""
        self._sounding: OverlapView | None = None
        """The sound still lasts."""
        self._failed = False

    def event(self, event: ev.Event, t: int) -> None:
        match event:
            case ev.SpeechStarted():
                self._onset, self._speaking = event.at, True
            case ev.SpeechPaused():
                self._speaking = False
                if self._sounding is not None:
                    self._sounding.end_ms = max(event.at, self._sounding.start_ms)
                    self._sounding = None
            case ev.PlaybackStarted():
                self._audible.add(event.sentence)
            case ev.PlaybackFinished() | ev.PlaybackStopped():
                self._audible.discard(event.sentence)
            case ev.OverlapJudged():
                self._judged(event, t)
            case ev.EngineFailed(engine="overlap_judge"):
                self._failed = True
            case _:
                pass

    def command(self, command: cm.Command, t: int) -> None:
        match command:
            case cm.Duck(on=True):
                self.ducking.append(DuckingView(t, t))
                again = bool(self.overlaps) and self.overlaps[-1].start_ms >= self._onset
                self._open = OverlapView(t if again else self._onset, t, again=again)
                self.overlaps.append(self._open)
                self._sounding = self._open
                self._failed = False
            case cm.Duck(on=False):
                self._decide("went_on" if self._audible else "finished", t)
            case cm.StopPlayback():
                self._decide("yielded", t)
            case cm.Unanswered():
                last = self.overlaps[-1] if self.overlaps else None
                if last is not None and last.decision == "yielded" and last.end_ms <= command.end_ms:
                    last.resumed = last.start_ms >= command.start_ms and command.reason in NOTHING_SAID
            case _:
                pass

    def finish(self, t: int) -> None:
        """The log ends at `t`."""
        if self._open is not None:
            self._open.end_ms = self.ducking[-1].end_ms = t

    def _judged(self, event: ev.OverlapJudged, t: int) -> None:
        if not self.overlaps:
            return
        found = event.overlap
        last = self.overlaps[-1]
        judgement = JudgementView(t, found.kind, found.confidence, found.interruption, found.text)
        last.judged.append(judgement)
        if last is self._open:
            last.kind, last.confidence = found.kind, found.confidence

    def _decide(self, decision: Decision, t: int) -> None:
        found, self._open = self._open, None
        if found is None:
            return
        self.ducking[-1].end_ms = found.decided_ms = t
        found.decision = decision
        if self._speaking:
            found.end_ms = t
        found.why = overlap(
            decision,
            None if found.again else t - found.start_ms,
            found.kind,
            found.confidence,
            failed=self._failed,
            lasted=self._speaking,
        )
