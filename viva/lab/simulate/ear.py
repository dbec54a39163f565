"""What reaches a caller of the bot's talking: whether it speaks, and since when it is silent."""

from __future__ import annotations

from dataclasses import dataclass, field

from viva.call import events as ev
from viva.call.commands import Command, Discard, EndCall, FloorChanged, Play, Synthesize
from viva.call.events import Event


@dataclass(slots=True)
class Ear:
    started: int | None = None
    """When the call was answered."""
    over: bool = False
    waits: bool = False
    """The bot has said its say, and its voice tells that the caller is to speak."""
    spoke: bool = False
    """It has said something since the caller last did."""
    quiet_since: int = 0
    """Since when nobody speaks, of what is known."""
    replies: int = 0
    """How often it has begun to speak."""
    _coming: set[int] = field(default_factory=set)
    """Sentences that have been made and not begun: with none, the voice tells that this is the last one."""
    _playing: set[int] = field(default_factory=set)
    _asides: set[int] = field(default_factory=set)
    _durations: dict[int, int] = field(default_factory=dict)

    @property
    def last(self) -> bool:
        """Whether what is audible is the end of what the bot has to say."""
        return bool(self._playing) and not self._coming

    @property
    def audible(self) -> bool:
        return bool(self._playing)

    def notice(self, event: Event, commands: list[Command]) -> int | None:
        """Take in what happened; the duration in milliseconds of a sentence that begins with it, if one does
        and if it is known."""
        begun: int | None = None
        match event:
            case ev.CallStarted():
                self.started = self.quiet_since = event.t
            case ev.Synthesized():
                self._durations[event.sentence] = event.duration_ms
            case ev.PlaybackStarted() if event.sentence not in self._asides:
                self._coming.discard(event.sentence)
                if not self._playing and not self.spoke:
                    self.replies += 1
                self._playing.add(event.sentence)
                self.spoke = True
                begun = self._durations.get(event.sentence)
            case ev.PlaybackFinished() | ev.PlaybackStopped() if event.sentence in self._playing:
                self._playing.discard(event.sentence)
                self.quiet_since = event.t
            case ev.EngineFailed(engine="synthesizer"):
                self._coming.discard(event.request)
            case ev.CallerLeft():
                self.over = True
        for command in commands:
            match command:
                case Synthesize():
                    self._coming.add(command.sentence)
                case Discard():
                    self._coming -= {*command.sentences}
                case Play(aside=True):
                    self._asides.add(command.sentence)
                    self._coming.discard(command.sentence)
                case FloorChanged():
                    self.waits = command.state == "idle"
                case EndCall():
                    self.over = True
        return begun

    def said(self, t: int) -> None:
        """The caller has said something, until `t`."""
        self.spoke = False
        self.quiet_since = t
