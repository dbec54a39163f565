"""The call: events in, commands out. No clock, no I/O, no randomness.

`Call.handle` is given every event in order, each with its time on the call's media clock, and returns
the commands that follow. The same events give the same commands, always: `viva replay --verify`.
"""

from __future__ import annotations

from viva.call import events as ev
from viva.call.backchannels import BackchannelPolicy, Backchannels
from viva.call.commands import Command, EndCall, EndReason, FloorChanged, Note, TransferCall
from viva.call.context import CallContext
from viva.call.delivery import Delivery
from viva.call.fillers import FillerPolicy
from viva.call.floor import Facts, FloorState, holder
from viva.call.listener import Listener
from viva.call.overlap import OverlapPolicy
from viva.call.responder import Mind, Responder
from viva.call.settings import CallSettings
from viva.call.turn_end import EndOfTurn, WeighedEndOfTurn
from viva.dialogue.acts import Transfer
from viva.dialogue.state import State
from viva.hearing.line.evidence import Line
from viva.speaking.wording import Wording


class Call:
    """One call. Owned by one task; not thread-safe."""

    def __init__(
        self,
        mind: Mind,
        wording: Wording,
        *,
        settings: CallSettings | None = None,
        end_of_turn: EndOfTurn | None = None,
        overlap: OverlapPolicy | None = None,
        backchannels: BackchannelPolicy | None = None,
        fillers: FillerPolicy | None = None,
        adapt: float = 1.0,
    ) -> None:
        """`backchannels`, `fillers`: None says none. `adapt`: how far the bot's way of speaking follows what
        it says, the caller and the line, 0..1."""
        self._settings = settings or CallSettings()
        self._context = CallContext(Delivery(adapt))
        self._responder = Responder(self._context, mind, wording, self._settings, fillers)
        self._backchannels = Backchannels(self._context, wording, backchannels)
        self._listener = Listener(
            self._context,
            self._responder,
            self._settings,
            end_of_turn or WeighedEndOfTurn(),
            overlap or OverlapPolicy(),
            self._backchannels,
        )
        self._floor: FloorState = "idle"
        self._ended = False

    @property
    def floor(self) -> FloorState:
        return self._floor

    @property
    def state(self) -> State | None:
        """The dialogue's state; None before the call has started."""
        return self._responder.state

    @property
    def turns(self) -> int:
        """Turns of the caller taken so far."""
        return self._responder.turn

    @property
    def line(self) -> Line:
        """What its line is like, as far as it is known."""
        return self._context.line.now

    @property
    def ended(self) -> bool:
        return self._ended

    @property
    def utterance_start(self) -> int | None:
        """Where the caller's open utterance began: audio from there on is still needed."""
        utterance = self._listener.utterance
        return None if utterance is None else utterance.start

    @property
    def next_deadline(self) -> int | None:
        """When to tell the core `TimeReached`, at the latest; None: it waits for nothing."""
        return None if self._ended else self._context.deadlines.next

    def handle(self, event: ev.Event) -> list[Command]:
        """The commands that follow from `event`, in the order to carry them out.

        Nothing is illegal here: an event that makes no sense any more (a late answer, a report of
        playback that was stopped) changes nothing. After `EndCall` every event gives no commands.
        """
        if self._ended:
            return []
        context = self._context
        context.t = max(context.t, event.t)
        context.out = []
        if isinstance(event, ev.CallerLeft):
            self._end(event.reason)
        elif isinstance(event, ev.CallStarted):
            self._on_started(event)
        elif self.state is not None:
            self._dispatch(event)
            self._settle()
        return context.out

    def _on_started(self, event: ev.CallStarted) -> None:
        if self.state is not None:
            return
        self._context.answered(event.now)
        self._context.deadlines.set("max_call", self._settings.max_call_ms)
        self._responder.start(event.calls)
        self._settle()

    def _dispatch(self, event: ev.Event) -> None:
        listener, responder = self._listener, self._responder
        match event:
            case ev.SpeechStarted():
                listener.speech_started(min(event.at, self._context.t))
            case ev.SpeechPaused():
                listener.speech_paused(min(event.at, self._context.t), event.voice)
            case ev.Recognized():
                listener.recognized(event.request, event.recognition, event.took_ms)
            case ev.OverlapJudged():
                listener.overlap_judged(event.request, event.overlap)
            case ev.Understood():
                listener.understood(event.request, event.reading, event.took_ms)
            case ev.Synthesized():
                responder.synthesized(event)
                self._backchannels.synthesized(event.sentence)
            case ev.EngineFailed():
                self._on_engine_failed(event)
            case ev.PlaybackStarted():
                responder.playback_started(event.sentence)
            case ev.PlaybackFinished():
                responder.playback_ended(event.sentence, responder.playback.finished(event.sentence))
                listener.bot_finished()
            case ev.PlaybackStopped():
                commands = responder.playback.stopped(event.sentence, event.played_ms)
                responder.playback_ended(event.sentence, commands)
            case ev.KeyPressed():
                listener.keyboard.key_pressed(event.digit)
            case ev.TextEntered():
                listener.keyboard.text_entered(event.text)
            case ev.ActionFinished():
                responder.action_finished(event.request, event.result)
            case ev.ActionFailed():
                responder.action_failed(event.request, event.reason)
            case ev.LineNoted():
                self._context.emit(Note(event.code, event.message))
            case ev.LineHeard():
                self._context.line.heard(event.line)
            case ev.TimeReached():
                for name in self._context.deadlines.pop_due(self._context.t):
                    if not self._ended:
                        self._on_deadline(name)

    def _on_engine_failed(self, event: ev.EngineFailed) -> None:
        self._context.emit(Note("engine_failed", f"{event.engine}: {event.reason}"))
        if event.engine == "synthesizer":
            self._responder.synthesis_failed(event.request)
            self._backchannels.failed(event.request)
        elif event.engine == "overlap_judge":
            self._listener.overlap_failed(event.request)
        else:
            self._listener.failed(event.request)

    def _on_deadline(self, name: str) -> None:
        listener, responder = self._listener, self._responder
        match name:
            case "end_of_turn":
                listener.weigh_end_of_turn()
            case "overlap":
                listener.overlap_due()
            case "max_turn":
                listener.turn_too_long()
            case "keys":
                listener.keyboard.keys_complete()
            case "hearing":
                listener.overdue()
            case "action":
                responder.action_overdue()
            case "filler":
                responder.fill_the_wait()
            case "no_input":
                responder.no_input()
            case "playing" | "synthesis":
                self._context.emit(Note("playback_stalled", "speech was not played in time; given up"))
                responder.stop()
                listener.bot_finished()
            case "closing":
                responder.stop()
            case "max_call":
                self._context.emit(Note("too_long", "the call reached its maximum length"))
                self._end("too_long")

    def _settle(self) -> None:
        """After every event: the end of the call, the floor, the timers that follow from it."""
        responder, deadlines = self._responder, self._context.deadlines
        if self._ended:
            return
        closing = responder.closing
        if closing is not None and not responder.playback.busy:
            if isinstance(closing, Transfer):
                self._context.emit(TransferCall(closing.to))
                self._end("transferred")
            else:
                self._end("no_input" if closing.reason == "no_input" else "bot_hung_up")
            return
        self._show_floor()
        responder.mind_the_wait(self._listener.utterance is None and not self._listener.keyboard.waits)
        idle = self._floor == "idle" and not self._listener.keyboard.waits
        if idle and "no_input" not in deadlines:
            patience = responder.expects.no_input_ms or self._settings.no_input_ms
            deadlines.set("no_input", self._context.t + patience)
        elif not idle:
            deadlines.clear("no_input")
        playback = responder.playback
        stuck = playback.busy and not playback.audible and not playback.held
        if stuck and "synthesis" not in deadlines:
            deadlines.set("synthesis", self._context.t + self._settings.patience_ms)
        elif not stuck:
            deadlines.clear("synthesis")

    def _show_floor(self) -> None:
        commands = self._responder.playback.duck(self._listener.in_question)
        self._context.emit(*commands)
        floor = holder(
            Facts(
                ended=self._ended,
                bot_audible=self._responder.playback.audible,
                caller_speaking=self._listener.hears_speech,
                caller_paused=self._listener.hears_pause,
                reply_due=self._responder.reply_due
                or self._listener.utterance is not None
                or self._listener.keyboard.waits,
            )
        )
        if floor != self._floor:
            self._floor = floor
            self._context.emit(FloorChanged(floor))

    def _end(self, reason: EndReason) -> None:
        self._listener.end()
        self._responder.end()
        self._ended = True
        self._show_floor()
        self._context.emit(EndCall(reason))
