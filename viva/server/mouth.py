"""The bot's voice in one call: sentences made, sent to the line as they are due, and accounted for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from viva.call import commands as cm
from viva.call import events as ev
from viva.channels.line import Line
from viva.server.caller_audio import BYTES_PER_MS
from viva.server.ears import Ears
from viva.server.engines import Engines, Job, Work
from viva.server.playout import Playout, Report
from viva.server.prompts import Prompts
from viva.server.recorder import Recorder
from viva.speaking.speech import Sound, WordMark, latest


@dataclass(slots=True)
class Making:
    """A sentence, as far as it is there."""

    pcm: bytearray = field(default_factory=bytearray)
    marks: list[WordMark] = field(default_factory=list)
    whole: bool = False
    instead: str = ""
    """Why another voice than the bot's speaks; '' where it does not."""
    work: Work | None = None
    """What makes the rest of it."""

    def add(self, sound: Sound) -> None:
        self.pcm += sound.pcm
        self.marks += sound.marks
        self.instead = sound.instead or self.instead


class Mouth:
    """Owned by the media loop's thread, as its session is. `t`: the media clock, milliseconds."""

    def __init__(
        self,
        prompts: Prompts,
        pool: Engines,
        line: Line,
        recorder: Recorder,
        ears: Ears,
        clock: Callable[[], int],
        handle: Callable[[ev.Event], None],
    ) -> None:
        """`clock` gives `t`; `handle` takes what is to be told to the core."""
        self._prompts = prompts
        self._pool = pool
        self._line = line
        self._recorder = recorder
        self._ears = ears
        self._clock = clock
        self._handle = handle
        self._playout = Playout()
        self._sentences: dict[int, Making] = {}

    @property
    def busy(self) -> bool:
        return self._playout.active

    def played(self, total_ms: int) -> None:
        """The channel's own report: audio played out so far, over the whole call."""
        self._playout.played(total_ms, self._clock())

    # ------------------------------------------------------------------ making

    def synthesize(self, command: cm.Synthesize) -> None:
        sentence = command.sentence
        making = self._sentences[sentence] = Making()
        ready = self._prompts.get(command.script)
        if ready is not None:
            making.add(Sound(ready.pcm, ready.marks))
            making.whole = True
            self._tell(sentence, making, 0)
            return

        def given(sound: Sound, took_ms: int) -> None:
            if sound.instead and not making.instead:
                self._handle(ev.LineNoted(self._clock(), "voice_replaced", sound.instead))
            making.add(sound)
            self._playout.extend(sentence, sound.pcm, whole=False)
            self._tell(sentence, making, took_ms)

        def done(_: object, took_ms: int) -> None:
            self._complete(sentence, making)
            self._tell(sentence, making, took_ms)

        def failed(reason: str) -> None:
            self._complete(sentence, making)
            self._handle(ev.EngineFailed(self._clock(), "synthesizer", sentence, reason))

        make = partial(self._prompts.stream, command.script)
        making.work = self._pool.stream(Job("speech"), make, given, done, failed)

    def _complete(self, sentence: int, making: Making) -> None:
        making.whole, making.work = True, None
        self._playout.extend(sentence, b"", whole=True)

    def _tell(self, sentence: int, making: Making, took_ms: int) -> None:
        duration_ms = len(making.pcm) // BYTES_PER_MS
        marks = latest(making.marks)
        self._handle(ev.Synthesized(self._clock(), sentence, duration_ms, marks, took_ms, making.whole))

    def discard(self, command: cm.Discard) -> None:
        for sentence in command.sentences:
            self._forget(sentence)

    def _forget(self, sentence: int) -> None:
        making = self._sentences.pop(sentence, None)
        if making is not None and making.work is not None:
            making.work.cancel()

    # ------------------------------------------------------------------ sounding

    def play(self, command: cm.Play) -> None:
        making = self._sentences[command.sentence]
        self._playout.queue(command.sentence, bytes(making.pcm), command.level_db, whole=making.whole)
        self.advance()

    def advance(self) -> None:
        """Send what is due."""
        t = self._clock()
        frames, reports = self._playout.advance(t)
        for frame in frames:
            self._recorder.bot(frame, t)
            self._ears.sent(frame, t)
            self._line.send_audio(frame)
        self._report(reports)

    def stop(self) -> None:
        """Fall silent and forget what was queued."""
        t = self._clock()
        for frame in self._playout.fade():
            self._ears.sent(frame, t)
            self._line.send_audio(frame)  # heard only where the line cannot drop what was sent before
        reports = self._playout.stop(t)
        self._recorder.silence_bot(t)
        self._ears.silenced(t)
        self._line.clear()
        self._report(reports)

    def duck(self, command: cm.Duck) -> None:
        if not self._line.ducks:
            self._playout.duck(command.on)

    def _report(self, reports: list[Report]) -> None:
        t = self._clock()
        for report in reports:
            match report.kind:
                case "started":
                    self._handle(ev.PlaybackStarted(t, report.sentence))
                case "finished":
                    self._forget(report.sentence)
                    self._handle(ev.PlaybackFinished(t, report.sentence))
                case "stopped":
                    self._forget(report.sentence)
                    self._handle(ev.PlaybackStopped(t, report.sentence, report.played_ms))

    def close(self) -> None:
        """The call is over."""
        for sentence in list(self._sentences):
            self._forget(sentence)
