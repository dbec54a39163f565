"""One live call in the shell: carries out the core's commands and reports what happened as events."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from viva.audio.pcm import to_float
from viva.call import commands as cm
from viva.call import events as ev
from viva.call.core import Call
from viva.channels.line import Line
from viva.hearing.evidence import Recognition
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.speech import SpeechDetector
from viva.hearing.voice.listening import BLOCK_MS, TAIL_MS
from viva.server.bot_host import BotHost
from viva.server.caller_audio import BYTES_PER_MS, CallerAudio
from viva.server.ears import Ears
from viva.server.engines import Job, Work
from viva.server.messages import message_for
from viva.server.mouth import Mouth
from viva.server.recorder import Recorder
from viva.understanding.engine import Context
from viva.understanding.reading import JsonValue, Reading

log = logging.getLogger(__name__)

KEPT_MS = 1000
"""Caller audio kept before the open utterance, or before now: more than any lead-in."""
MAX_ACTIONS = 4
NOTES = {
    "audio_gap": "no audio from the caller's side for 0.5 s; the call goes on as if the caller were silent",
    "audio_resumed": "audio from the caller's side is back",
    "audio_overflow": "audio came faster than real time; the oldest beyond 2 s ahead was dropped",
}


class Session:
    """Owned by the media loop's thread: every method runs there and none blocks."""

    def __init__(
        self,
        call_id: str,
        call: Call,
        host: BotHost,
        line: Line,
        recorder: Recorder,
        stream: int,
        on_end: Callable[[Session, str], None],
    ) -> None:
        self.id = call_id
        self.host = host
        self.line = line
        self.stream = stream
        """The number of its voice-activity stream."""
        self.t = 0
        """The media clock, milliseconds; the media loop moves it."""
        self.ended = False
        self.call = call
        self._recorder = recorder
        self._on_end = on_end
        self._audio = CallerAudio()
        self._ears = Ears()
        self._detector = SpeechDetector()
        self._voice = host.voice()
        self._window = b""
        self._window_at = 0
        self._mouth = Mouth(
            host.prompts, host.pools.speaking, line, recorder, self._ears, lambda: self.t, self.handle
        )
        self._work: dict[int, Work] = {}
        self._recognizing: int | None = None
        self._judging: int | None = None
        self._actions: dict[int, asyncio.Task[None]] = {}
        self._events: deque[ev.Event] = deque()
        self._handling = False
        self._muted = False
        self._perform: dict[type[Any], Callable[[Any], None]] = {
            cm.Recognize: self._recognize,
            cm.Forget: lambda command: self._forget(command.request),
            cm.JudgeOverlap: self._judge_overlap,
            cm.Understand: self._understand,
            cm.Synthesize: self._mouth.synthesize,
            cm.Discard: self._mouth.discard,
            cm.RunAction: self._run_action,
            cm.Play: self._mouth.play,
            cm.StopPlayback: lambda _: self._mouth.stop(),
            cm.Duck: self._mouth.duck,
            cm.EndCall: self._end,
        }

    # ------------------------------------------------------------------ what the line brings

    def start(self, now: str, calls: int = 0) -> None:
        """Answer the call. `now`: local date and time, ISO 8601; `calls`: that this caller placed before."""
        name, line = self.host.bot.name, self.line
        self.handle(ev.CallStarted(self.t, self.id, name, line.channel, line.caller, now, calls))

    def caller_audio(self, pcm: bytes) -> None:
        """16 kHz PCM16LE from the caller, any length."""
        change = self._audio.arrive(pcm, self.t)
        if change is not None:
            self.note(change, NOTES[change])

    def key(self, digit: str) -> None:
        self.handle(ev.KeyPressed(self.t, digit))

    def text(self, text: str) -> None:
        self.handle(ev.TextEntered(self.t, text))

    def played(self, total_ms: int) -> None:
        """The channel's own report: bot audio played out so far, over the whole call."""
        self._mouth.played(total_ms)

    def muted(self, on: bool) -> None:
        """The caller switched the microphone off: silence on the wire is no fault."""
        self._muted = on

    def note(self, code: str, message: str) -> None:
        """Something about the line for the log and the page."""
        self.handle(ev.LineNoted(self.t, code, message))

    def left(self, reason: ev.LeaveReason) -> None:
        self.handle(ev.CallerLeft(self.t, reason))

    # ------------------------------------------------------------------ what the media loop drives

    def hear(self) -> None:
        """Take the audio that is due by the clock."""
        pcm, change = self._audio.take(self.t)
        if pcm:
            self._recorder.caller(pcm)
        if change is not None and not self._muted:
            self.note(change, NOTES[change])

    def next_window(self, size: int) -> bytes | None:
        """The next `size` bytes for voice activity, or None while they have not been heard."""
        window = self._audio.window(self._window_at, size)
        if window is not None:
            self._window, self._window_at = window, self._window_at + size
        return window

    def voice(self, probability: float) -> None:
        """The speech probability of the last window that `next_window` gave."""
        heard_ms = self._window_at // BYTES_PER_MS
        speech, line = self._ears.judge(self._window, probability, self._audio.end // BYTES_PER_MS, self.t)
        if line is not None and not self._muted:
            self.handle(ev.LineHeard(self.t, line))
        for found in self._detector.push(speech, heard_ms):
            if found.kind == "started":
                self._voice.started(found.at_ms)
                self.handle(ev.SpeechStarted(self.t, found.at_ms))
            else:
                self._analyse_to(min(heard_ms, found.at_ms + TAIL_MS))
                self.handle(ev.SpeechPaused(self.t, found.at_ms, self._voice.paused(found.at_ms)))
        start = self._voice.next_ms
        if start is not None and heard_ms - start >= BLOCK_MS:
            self._analyse_to(heard_ms)

    def _analyse_to(self, end_ms: int) -> None:
        """Give the voice analysis the audio up to there, if the caller speaks."""
        start = self._voice.next_ms
        if start is not None and end_ms > start:
            self._voice.push(to_float(self._audio.slice(start, end_ms)))

    def advance(self) -> None:
        """Timers, and the bot's audio that is due."""
        deadline = self.call.next_deadline
        if deadline is not None and self.t >= deadline:
            self.handle(ev.TimeReached(self.t))
        if self._mouth.busy and not self.ended:
            self._mouth.advance()
        if self.ended:
            return
        self._recorder.clock(self.t)
        problem = self._recorder.take_problem()
        if problem is not None:
            self.note("recording_failed", f"this call is not kept whole: {problem}")
        utterance = self.call.utterance_start
        keep_from = self._window_at // BYTES_PER_MS if utterance is None else utterance
        self._audio.forget_before(keep_from - KEPT_MS)

    # ------------------------------------------------------------------ the core

    def handle(self, event: ev.Event) -> None:
        """Give the core an event and carry out what follows; events that arise meanwhile come after."""
        self._events.append(event)
        if self._handling:
            return
        self._handling = True
        try:
            while self._events and not self.ended:
                event = self._events.popleft()
                commands = self.call.handle(event)
                self._recorder.record(event, commands)
                for command in commands:
                    self._carry_out(command)
        except Exception:
            # The border between calls: a fault in one ends that one, with its log, and no other.
            log.exception("call %s failed", self.id)
            self._finish("failed")
        finally:
            self._handling = False

    def _carry_out(self, command: cm.Command) -> None:
        perform = self._perform.get(type(command))
        if perform is not None:
            perform(command)
        message = message_for(command, self.t)
        if message is not None:
            self.line.send_event(message)

    # ------------------------------------------------------------------ commands

    def _recognize(self, command: cm.Recognize) -> None:
        if self._recognizing is not None:
            self._forget(self._recognizing)
        pcm = self._audio.slice(command.start_ms, command.end_ms)
        recognizer, expects, request = self.host.recognizer, command.expects, command.request

        def done(recognition: Recognition, took_ms: int) -> None:
            self._recognized(request)
            self.handle(ev.Recognized(self.t, request, recognition, took_ms))

        def failed(reason: str) -> None:
            self._recognized(request)
            self.handle(ev.EngineFailed(self.t, "recognizer", request, reason))

        self._recognizing = request
        job, work = Job("recognition", len(pcm) // BYTES_PER_MS), partial(recognizer.recognize, pcm, expects)
        self._work[request] = self.host.pools.hearing.submit(job, work, done, failed)

    def _recognized(self, request: int) -> None:
        self._work.pop(request, None)
        if self._recognizing == request:
            self._recognizing = None

    def _judge_overlap(self, command: cm.JudgeOverlap) -> None:
        if self._judging is not None:
            self._forget(self._judging)
        pcm = self._audio.slice(command.start_ms, command.end_ms)
        request = command.request

        def done(overlap: Overlap, took_ms: int) -> None:
            self._work.pop(request, None)
            self.handle(ev.OverlapJudged(self.t, request, overlap, took_ms))

        def failed(reason: str) -> None:
            self._work.pop(request, None)
            self.handle(ev.EngineFailed(self.t, "overlap_judge", request, reason))

        self._judging = request
        job = Job("overlap", len(pcm) // BYTES_PER_MS)
        work = partial(self.host.recognizer.judge_overlap, pcm, command.expects, command.usual_level_db)
        self._work[request] = self.host.pools.hearing.submit(job, work, done, failed)

    def _forget(self, request: int) -> None:
        work = self._work.pop(request, None)
        if work is not None:
            work.cancel()

    def _understand(self, command: cm.Understand) -> None:
        context = Context(command.now, command.expects)
        understander, request = self.host.understander, command.request

        def done(reading: Reading, took_ms: int) -> None:
            self._work.pop(request, None)
            self.handle(ev.Understood(self.t, request, reading, took_ms))

        def failed(reason: str) -> None:
            self._work.pop(request, None)
            self.handle(ev.EngineFailed(self.t, "understander", request, reason))

        work = partial(understander.understand, command.recognition, context)
        self._work[request] = self.host.pools.light.submit(Job("understanding"), work, done, failed)

    def _run_action(self, command: cm.RunAction) -> None:
        if len(self._actions) >= MAX_ACTIONS:
            self.handle(ev.ActionFailed(self.t, command.request, "too many actions still run"))
            return
        task = asyncio.create_task(self._action(command))
        self._actions[command.request] = task
        task.add_done_callback(lambda _: self._actions.pop(command.request, None))

    async def _action(self, command: cm.RunAction) -> None:
        result: JsonValue
        try:
            result = await self.host.actions.run(
                command.action, command.arguments, timeout_ms=command.timeout_ms, call=self.id
            )
        except asyncio.CancelledError:
            raise
        except Exception as e:  # noqa: BLE001  # the bot author's code; the flow's on_fail answers it
            log.warning("call %s: action %s failed: %s", self.id, command.action, type(e).__name__)
            self.handle(ev.ActionFailed(self.t, command.request, f"{type(e).__name__}: {e}"))
        else:
            self.handle(ev.ActionFinished(self.t, command.request, result))

    def _end(self, command: cm.EndCall) -> None:
        self._finish(command.reason)

    def _finish(self, reason: str) -> None:
        if self.ended:
            return
        self.ended = True
        for work in self._work.values():
            work.cancel()
        self._work.clear()
        self._mouth.close()
        for task in self._actions.values():
            task.cancel()
        self._recorder.close(self.t, reason, self.call.turns)
        self.line.send_event({"event": "ended", "at_ms": self.t, "reason": reason})
        self.line.close(reason)
        self._on_end(self, reason)
