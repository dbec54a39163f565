"""What the bot said without the floor in a recorded call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from viva.call import commands as cm
from viva.call import events as ev

AsideKind = Literal["backchannel", "filler"]


@dataclass(slots=True)
class AsideView:
    """What the bot says without the floor."""

    kind: AsideKind
    text: str
    start_ms: int
    end_ms: int


class AsideReader:
    """Told every event and command of a log, in order.

    A filler is what a deadline has the bot say while an action runs.
    """

    def __init__(self) -> None:
        self.asides: list[AsideView] = []
        self._texts: dict[int, str] = {}
        self._kinds: dict[int, AsideKind] = {}
        self._sounding: dict[int, AsideView] = {}
        self._action = False
        self._due = False
        """The event is a deadline."""

    def event(self, event: ev.Event, t: int) -> None:
        self._due = isinstance(event, ev.TimeReached)
        match event:
            case ev.ActionFinished() | ev.ActionFailed():
                self._action = False
            case ev.PlaybackStarted() if event.sentence in self._kinds:
                aside = AsideView(self._kinds[event.sentence], self._texts[event.sentence], t, t)
                self._sounding[event.sentence] = aside
                self.asides.append(aside)
            case ev.PlaybackFinished() | ev.PlaybackStopped() if event.sentence in self._sounding:
                self._sounding.pop(event.sentence).end_ms = t
            case _:
                pass

    def command(self, command: cm.Command, t: int) -> None:
        match command:
            case cm.RunAction():
                self._action = True
            case cm.Note(code="action_failed"):
                self._action = False
            case cm.Synthesize():
                self._texts[command.sentence] = command.script.text
                if self._due and self._action:
                    self._kinds[command.sentence] = "filler"
            case cm.Play(aside=True):
                self._kinds[command.sentence] = "backchannel"
            case _:
                pass
