"""A call without audio: the core itself and the bot's own understanding and dialogue, with a recognizer whose
mistakes are a model's, and speech that takes the time that its words take.

Events come in the order in which the server's session tells them, on its ticks.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

import numpy as np

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.settings import CallSettings
from viva.dialogue.actions import Actions
from viva.hearing.evidence import Recognition
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.voice.evidence import Voice
from viva.lab.calls.truth import Said
from viva.lab.simulate.caller import Caller, Leave
from viva.lab.simulate.errors.agenda import TICK_MS, Agenda, tick
from viva.lab.simulate.errors.ears import Ears
from viva.lab.simulate.errors.model import Background, ErrorModel
from viva.lab.simulate.errors.overlaps import BACKGROUND
from viva.lab.simulate.errors.playout import SilentPlayout
from viva.lab.simulate.errors.spoken import Spoken, spoken
from viva.lab.simulate.errors.text_host import TextHost
from viva.lab.simulate.utterance import Part, Utterance
from viva.lab.virtual.latencies import Latencies
from viva.lab.virtual.loop import StuckError, VirtualLoop
from viva.lab.virtual.prompts import FIRST_MS
from viva.lab.virtual.run import CHANNEL, LIMIT_MS, Ended
from viva.server.bot_host import ActionRunner, new_call
from viva.server.engines import Job
from viva.server.session import MAX_ACTIONS
from viva.understanding.engine import Context

STARTED_MS, PAUSED_MS = 112, 112
"""From the start of speech, and from its end, until the core is told: three windows of 32 ms, and half of one
that was under way."""
SOUNDS = 3
"""What chance is for, beside those of `Ears`."""
STEPS = 200_000
"""Of a call; what needs more goes round in a circle."""


class Log(Protocol):
    """What keeps a call: the recorder of live calls is one."""

    def record(self, event: ev.Event, commands: list[cm.Command]) -> None: ...

    def close(self, t: int, reason: str, turns: int) -> None: ...


class Hearing(Protocol):
    """How the bot hears: `Ears`, by a model of errors, or another way."""

    @property
    def background(self) -> Background:
        """What is heard where nobody speaks."""
        ...

    def recognize(self, said: Sequence[Spoken], command: cm.Recognize) -> Recognition:
        """`said`: all that sounds in the call so far, in order."""
        ...

    def voice(self, number: int, stretch: int, duration_ms: int, *, over: bool) -> Voice | None:
        """How a stretch of an utterance ended."""
        ...

    def judge(self, said: Sequence[Spoken], command: cm.JudgeOverlap) -> Overlap: ...


def run_text_call(
    host: TextHost,
    caller: Caller,
    errors: ErrorModel | Hearing,
    *,
    seed: int = 0,
    call_id: str,
    now: str,
    recorder: Log,
    noise: str = "clean",
    rate: float = 1.0,
    calls: int = 0,
    caller_id: str = "",
    channel: str = CHANNEL,
    limit_ms: int = LIMIT_MS,
    actions: ActionRunner | None = None,
    settings: CallSettings | None = None,
    latencies: Latencies | None = None,
) -> tuple[Ended, list[Said]]:
    """Until the bot ends the call, the caller leaves, or the limit is reached: how it ended, and what the
    caller said. The same arguments give the same call.

    noise: the condition in which the bot hears, by the label of the
    error model nearest to it. rate: of the caller's speech, times the usual one. The others are as of
    `viva.lab.virtual.run.run_call`.

    Raises:
        ActionError: the bot's `actions.py` raised while it was loaded.
    """
    ears = Ears(host, errors, noise, seed) if isinstance(errors, ErrorModel) else errors
    runner = actions or Actions(host.bot, simulated=True)
    chance = np.random.default_rng([seed, SOUNDS])
    latencies = latencies or Latencies()
    call = _TextCall(host, caller, ears, recorder, call_id, rate, runner, settings, latencies, chance)
    ended = call.run(ev.CallStarted(0, call_id, host.bot.name, channel, caller_id, now, calls), limit_ms)
    said = [one for one in call.sounds if one.utterance.act != BACKGROUND and one.start < ended.t]
    return ended, [one.said(ended.t) for one in said]


class _TextCall:
    """In the place of `viva.server.session.Session`, its media loop and its mouth."""

    def __init__(
        self,
        host: TextHost,
        caller: Caller,
        ears: Hearing,
        log: Log,
        call_id: str,
        rate: float,
        actions: ActionRunner,
        settings: CallSettings | None,
        latencies: Latencies,
        chance: np.random.Generator,
    ) -> None:
        self.sounds: list[Spoken] = []
        """The caller's utterances, and sounds of the surroundings."""
        self._host = host
        self._caller = caller
        self._ears = ears
        self._log = log
        self._id = call_id
        self._rate = rate
        self._actions = actions
        self._latencies = latencies
        self._chance = chance
        self._core = new_call(host.bot, host.dialogue, settings)
        self._t = 0
        self._agenda = Agenda()
        self._playout = SilentPlayout()
        self._durations: dict[int, int] = {}
        """Of the sentences that were made, milliseconds."""
        self._work: dict[int, int] = {}
        """Requests under way, by their numbers in the agenda."""
        self._recognizing: int | None = None
        self._judging: int | None = None
        self._running = 0
        self._speaking: Spoken | None = None
        self._sounding = 0
        """Sounds that go on."""
        self._asked_at = -TICK_MS
        """When the caller was last asked what to do."""
        self._events: deque[ev.Event] = deque()
        self._handling = False
        self._reason = ""
        self._problem = ""
        self._loop: asyncio.Runner | None = None
        self._perform: dict[type[Any], Callable[[Any], None]] = {
            cm.Recognize: self._recognize,
            cm.Forget: lambda command: self._forget(command.request),
            cm.JudgeOverlap: self._judge_overlap,
            cm.Understand: self._understand,
            cm.Synthesize: self._synthesize,
            cm.Discard: self._discard,
            cm.RunAction: self._run_action,
            cm.Play: self._play,
            cm.StopPlayback: lambda _: self._tell(self._playout.stop(self._t)),
            cm.EndCall: self._end,
        }

    # ------------------------------------------------------------------ time

    def run(self, started: ev.CallStarted, limit_ms: int) -> Ended:
        try:
            self._handle(started)
            self._await_sound(0)
            for _ in range(STEPS):
                if self._reason:
                    break
                if not self._step(limit_ms):
                    self._leave("failed", f"the call was ended at its limit of {limit_ms / 1000:g} s")
            else:
                self._leave("failed", f"the call took more than {STEPS} steps")
        finally:
            if self._loop is not None:
                self._loop.close()
        self._log.close(self._t, self._reason, self._core.turns)
        return Ended(self._reason, self._t, self._core.turns, self._problem)

    def _step(self, limit_ms: int) -> bool:
        """The next thing that happens. False: it would be after the limit, or never."""
        times = (self._agenda.next, self._deadline, self._playing, self._due)
        t = min((one for one in times if one is not None), default=limit_ms + 1)
        if t > limit_ms:
            self._t = max(self._t, limit_ms)
            return False
        self._t = max(self._t, t)
        # As in the server: engines answer and speech is detected, then timers, playback, and the caller.
        if self._agenda.next is not None and self._agenda.next <= t:
            self._agenda.pop()()
        elif self._deadline is not None and self._deadline <= t:
            self._handle(ev.TimeReached(self._t))
        elif self._playing is not None and self._playing <= t:
            self._tell(self._playout.advance(self._t))
        else:
            self._ask_caller()
        return True

    @property
    def _deadline(self) -> int | None:
        deadline = self._core.next_deadline
        return None if deadline is None else tick(deadline)

    @property
    def _playing(self) -> int | None:
        due = self._playout.due
        return None if due is None else tick(due)

    @property
    def _due(self) -> int | None:
        due = self._caller.due if self._speaking is None else None
        return None if due is None else max(tick(due), self._asked_at + TICK_MS)

    # ------------------------------------------------------------------ the core

    def _tell(self, events: list[ev.Event]) -> None:
        for event in events:
            self._handle(event)

    def _handle(self, event: ev.Event) -> None:
        """Events that arise while one is handled come after it."""
        self._events.append(event)
        if self._handling:
            return
        self._handling = True
        while self._events and not self._reason:
            event = self._events.popleft()
            commands = self._core.handle(event)
            self._log.record(event, commands)
            for command in commands:
                perform = self._perform.get(type(command))
                if perform is not None:
                    perform(command)
            self._caller.notice(event, commands, self._core.state)
        self._handling = False

    def _end(self, command: cm.EndCall) -> None:
        self._reason = command.reason

    def _leave(self, reason: ev.LeaveReason, problem: str = "") -> None:
        self._problem = problem
        self._handle(ev.CallerLeft(self._t, reason))

    # ------------------------------------------------------------------ the caller

    def _ask_caller(self) -> None:
        self._asked_at = self._t
        wanted = self._caller.act(self._t)
        if isinstance(wanted, Leave):
            self._leave(wanted.reason)
        elif wanted is not None:
            one = spoken(wanted, self._t, self._host.durations, self._rate, self._chance)
            self._speaking = one
            self._sound(one)
            self._agenda.at(one.end, partial(self._uttered, one))

    def _sound(self, one: Spoken) -> None:
        number, last = len(self.sounds), len(one.stretches) - 1
        self.sounds.append(one)
        for stretch, (start, end) in enumerate(one.stretches):
            voice = None
            if one.words:
                voice = self._ears.voice(number, stretch, end - start, over=stretch == last)
            self._agenda.at(start + STARTED_MS, partial(self._started, start))
            self._agenda.at(end + PAUSED_MS, partial(self._paused, end, voice))

    def _uttered(self, one: Spoken) -> None:
        self._speaking = None
        self._caller.uttered(one.utterance, one.start, one.end)

    def _started(self, at: int) -> None:
        self._sounding += 1
        if self._sounding == 1:
            self._handle(ev.SpeechStarted(self._t, at))

    def _paused(self, at: int, voice: Voice | None) -> None:
        self._sounding -= 1
        if self._sounding == 0:
            self._handle(ev.SpeechPaused(self._t, at, voice))

    def _await_sound(self, after: float) -> None:
        """The next sound of the surroundings, at random (a Poisson process)."""
        per_minute = self._ears.background.per_minute
        if per_minute > 0:
            self._agenda.at(after + self._chance.exponential(60_000 / per_minute), self._surroundings)

    def _surroundings(self) -> None:
        lengths = self._ears.background.lengths_ms
        length = lengths[int(self._chance.integers(len(lengths)))]
        if self._speaking is None and not self._sounding:
            silent = Utterance((Part(""),), "noise", BACKGROUND)
            self._sound(Spoken(silent, self._t, self._t + length, (), ((self._t, self._t + length),)))
        self._await_sound(self._t + length)

    # ------------------------------------------------------------------ engines

    def _recognize(self, command: cm.Recognize) -> None:
        self._forget(self._recognizing)
        self._recognizing = command.request
        job = Job("recognition", command.end_ms - command.start_ms)

        def answer(took_ms: int) -> ev.Event:
            self._recognizing = None
            heard = self._ears.recognize(self.sounds, command)
            return ev.Recognized(self._t, command.request, heard, took_ms)

        self._answer(command.request, job, answer)

    def _judge_overlap(self, command: cm.JudgeOverlap) -> None:
        self._forget(self._judging)
        self._judging = command.request

        def answer(took_ms: int) -> ev.Event:
            judged = self._ears.judge(self.sounds, command)
            return ev.OverlapJudged(self._t, command.request, judged, took_ms)

        self._answer(command.request, Job("overlap", command.end_ms - command.start_ms), answer)

    def _understand(self, command: cm.Understand) -> None:
        def answer(took_ms: int) -> ev.Event:
            context = Context(command.now, command.expects)
            reading = self._host.understander.understand(command.recognition, context)
            return ev.Understood(self._t, command.request, reading, took_ms)

        self._answer(command.request, Job("understanding"), answer)

    def _answer(self, request: int, job: Job, answer: Callable[[int], ev.Event]) -> None:
        took_ms = self._latencies.first(job)

        def give() -> None:
            self._work.pop(request, None)
            self._handle(answer(took_ms))

        self._work[request] = self._agenda.at(self._t + took_ms, give)

    def _forget(self, request: int | None) -> None:
        if request is not None:
            self._agenda.cancel(self._work.pop(request, None))

    # ------------------------------------------------------------------ the bot's voice

    def _synthesize(self, command: cm.Synthesize) -> None:
        number, script = command.sentence, command.script
        duration, marks = self._host.durations.script(script, self._host.rate)
        self._durations[number] = duration

        def give(took_ms: int, ms: int, *, whole: bool) -> None:
            told = marks if whole else tuple(mark for mark in marks if mark.at_ms < ms)
            self._handle(ev.Synthesized(self._t, number, ms, told, took_ms, whole))

        def rest() -> None:
            self._work.pop(number, None)
            give(last, duration, whole=True)

        def begin() -> None:
            give(first, min(duration, FIRST_MS), whole=False)
            self._work[number] = self._agenda.at(self._t + last - first, rest)

        if script in self._host.prepared:
            give(0, duration, whole=True)
            return
        first, last = self._latencies.first(Job("speech")), self._latencies.last(Job("speech"))
        self._work[number] = self._agenda.at(self._t + first, begin)

    def _discard(self, command: cm.Discard) -> None:
        for sentence in command.sentences:
            self._forget(sentence)

    def _play(self, command: cm.Play) -> None:
        self._tell(self._playout.queue(command.sentence, self._durations[command.sentence], self._t))

    # ------------------------------------------------------------------ actions

    def _run_action(self, command: cm.RunAction) -> None:
        if self._running >= MAX_ACTIONS:
            self._handle(ev.ActionFailed(self._t, command.request, "too many actions still run"))
            return
        self._running += 1
        took_ms, event = self._outcome(command)

        def give() -> None:
            self._running -= 1
            self._handle(event(self._t))

        self._agenda.at(self._t + took_ms, give)

    def _outcome(self, command: cm.RunAction) -> tuple[float, Callable[[int], ev.Event]]:
        """The action runs to its end at once, on a clock that jumps; the core learns of it when it is due."""
        if self._loop is None:
            self._loop = asyncio.Runner(loop_factory=VirtualLoop)
        loop, request = self._loop.get_loop(), command.request
        begun = loop.time()
        try:
            result = self._loop.run(
                self._actions.run(
                    command.action, command.arguments, timeout_ms=command.timeout_ms, call=self._id
                )
            )
        except (Exception, StuckError) as error:  # noqa: BLE001  # the bot author's code, as in the server
            reason = f"{type(error).__name__}: {error}"
            return 1000 * (loop.time() - begun), lambda t: ev.ActionFailed(t, request, reason)
        return 1000 * (loop.time() - begun), lambda t: ev.ActionFinished(t, request, result)
