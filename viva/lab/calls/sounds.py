"""When each side of a call sounded, and when nothing did though the bot owed a word."""

from __future__ import annotations

from dataclasses import dataclass, field

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.floor import FloorState

Span = tuple[int, int]
"""Start and end, milliseconds of the call's clock."""


@dataclass(slots=True)
class Sounds:
    """Told every event and command of a log, in order."""

    bot: list[Span] = field(default_factory=list)
    """Of each sentence that was heard."""
    caller: list[Span] = field(default_factory=list)
    """Of speech, as it was detected."""
    owed: list[Span] = field(default_factory=list)
    """Silences from the end of the caller's speech, or from where something was to be said, until the bot is
    heard."""
    dismissed: list[Span] = field(default_factory=list)
    """What was taken for no words of the caller's: see `Unanswered`."""
    _playing: dict[int, int] = field(default_factory=dict)
    _speaking: int | None = None
    _floor: FloorState = "idle"
    _silent_since: int | None = None
    _owing: bool = False
    """The bot owes a word in this silence."""

    def event(self, event: ev.Event, t: int) -> None:
        match event:
            case ev.PlaybackStarted():
                self._playing[event.sentence] = t
            case ev.PlaybackFinished() | ev.PlaybackStopped() if event.sentence in self._playing:
                self.bot.append((self._playing.pop(event.sentence), t))
            case ev.SpeechStarted() if self._speaking is None:
                self._speaking = event.at
            case ev.SpeechPaused() if self._speaking is not None:
                self.caller.append((self._speaking, max(event.at, self._speaking)))
                self._speaking = None
            case _:
                pass

    def command(self, command: cm.Command, t: int) -> None:
        match command:
            case cm.FloorChanged():
                self._floor_is(command.state, t)
            case cm.Unanswered():
                self.dismissed.append((command.start_ms, command.end_ms))
            case _:
                pass

    def finish(self, t: int) -> None:
        """The log ends at `t`: what still sounds, sounded until then."""
        self.bot += [(start, t) for start in self._playing.values()]
        self.bot.sort()
        if self._speaking is not None:
            self.caller.append((self._speaking, t))

    def _floor_is(self, state: FloorState, t: int) -> None:
        if state in ("pause", "thinking"):
            if self._floor not in ("pause", "thinking"):
                self._silent_since = self.caller[-1][1] if state == "pause" and self.caller else t
                self._owing = False
            self._owing |= state == "thinking"
        elif self._silent_since is not None:
            if self._owing and state == "bot":
                self.owed.append((self._silent_since, t))
            self._silent_since = None
        self._floor = state

    def bot_sounds_at(self, t: int) -> bool:
        return any(start <= t < end for start, end in self.bot)
