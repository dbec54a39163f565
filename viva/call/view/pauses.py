"""The caller's pauses in a recorded call: how likely the turn was over, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.view.reasons import held, taken

Outcome = Literal["taken", "went_on", "dropped", "open"]
"""`went_on`: the caller did; `dropped`: it got no answer, `unanswered` says why; `open`: the log ends."""


@dataclass(slots=True)
class ScoreView:
    at_ms: int
    silence_ms: int
    over: float
    threshold: float
    because: dict[str, float]
    """Parts of the natural-log odds."""


@dataclass(slots=True)
class PauseView:
    start_ms: int
    """Where the speech ended."""
    end_ms: int
    """Where the caller went on, or when it was decided."""
    outcome: Outcome = "open"
    turn: int | None = None
    """The one that was taken."""
    text: str | None = None
    """What was recognized of the turn by then; None: nothing yet."""
    scores: list[ScoreView] = field(default_factory=list)
    """In order; never empty."""
    why: str = ""
    """In a sentence."""


class PauseReader:
    """Told every event and command of a log, in order."""

    def __init__(self) -> None:
        self.pauses: list[PauseView] = []
        self._spoken_until = 0
        self._pause: PauseView | None = None
        self._request: int | None = None
        self._forced = False

    def event(self, event: ev.Event, t: int) -> None:
        if isinstance(event, ev.SpeechPaused):
            self._spoken_until = event.at
        elif isinstance(event, ev.SpeechStarted) and self._pause is not None:
            self._settle("went_on", max(event.at, self._pause.start_ms))
        elif isinstance(event, ev.Recognized) and self._pause is not None and event.request == self._request:
            self._pause.text = event.recognition.text

    def command(self, command: cm.Command, t: int) -> None:
        match command:
            case cm.Recognize():
                self._request = command.request
            case cm.TurnScored():
                pause = self._pause
                if pause is None:
                    start = max(self._spoken_until, t - command.silence_ms)
                    pause = self._pause = PauseView(start, t)
                    self.pauses.append(pause)
                score = ScoreView(t, command.silence_ms, command.over, command.threshold, command.because)
                pause.scores.append(score)
                pause.end_ms = t
            case cm.Note(code="max_turn"):
                self._forced = True
            case cm.Unanswered() if self._pause is not None:
                self._pause.why = f"not answered: {command.reason.replace('_', ' ')}"
                self._settle("dropped", t)
            case _:
                pass

    def taken(self, command: cm.TurnTaken, t: int) -> str:
        """Why then."""
        pause, forced = self._pause, self._forced
        self._forced = False
        if command.by != "speech":
            return ""
        if forced:
            self._pause = None
            return "taken while the caller spoke: the turn had reached its greatest length"
        if pause is None:
            return ""
        pause.turn = command.turn
        self._settle("taken", pause.scores[-1].at_ms)
        if t > pause.end_ms:
            pause.why += f"; its words were read {t - pause.end_ms} ms later"
        return pause.why

    def _settle(self, outcome: Outcome, end_ms: int) -> None:
        pause, self._pause = self._pause, None
        assert pause is not None
        pause.outcome, pause.end_ms = outcome, end_ms
        last, length = pause.scores[-1], end_ms - pause.start_ms
        if outcome == "taken":
            pause.why = taken(last.silence_ms, last.over, last.threshold, last.because, _known(pause))
        elif outcome == "went_on" and last.over >= last.threshold:
            pause.why = f"taken after {last.silence_ms} ms; the caller went on before it was answered"
        elif outcome == "went_on":
            pause.why = held(length, last.over, last.threshold, last.because, _known(pause))


def _known(pause: PauseView) -> str | None:
    """The words that the last score weighed: those that come after it are not among its reasons."""
    because = pause.scores[-1].because
    return pause.text if because.get("words") or "number" in because or pause.text == "" else None
