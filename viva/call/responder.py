"""The bot's half of a call: takes turns to the dialogue, words its replies, speaks them."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from viva.call import events as ev
from viva.call.commands import (
    Caption,
    Command,
    DialogueMoved,
    Discard,
    Latency,
    Note,
    ReplyStarted,
    RunAction,
    SpeculationDropped,
    Synthesize,
    TurnTaken,
    Unanswered,
)
from viva.call.context import CallContext
from viva.call.delivery import Cues, Delivery
from viva.call.fillers import PROMPT as FILLER
from viva.call.fillers import FillerPolicy
from viva.call.plan import CutOff, Plan, Sentence
from viva.call.playback import Playback
from viva.call.settings import CallSettings
from viva.call.utterance import Turn, Utterance
from viva.dialogue.acts import HangUp, Run, Say, Transfer
from viva.dialogue.machine import Step
from viva.dialogue.sensed import of_caller, of_voice
from viva.dialogue.state import State
from viva.hearing.line.recognized import SpokenTurn
from viva.hearing.voice.manner import Manner, manner
from viva.speaking.filling import NOW, Filling
from viva.speaking.manner import laid_over
from viva.speaking.phrases import begin_again
from viva.speaking.script import since, until
from viva.speaking.wording import Memory, Wording
from viva.understanding.expectation import Expectation
from viva.understanding.reading import JsonValue, Reading

MAX_SENTENCES = 20
"""In one reply; more is cut."""
MAX_WAITING_TURNS = 8
"""While an action runs."""

After = Literal["start", "turn", "no_input", "action"]
"""What made the dialogue move."""


class Mind(Protocol):
    """The dialogue, as the call needs it; `viva.dialogue.machine.Dialogue` is one."""

    def start(self, now: str, sensed: Mapping[str, JsonValue] | None = None) -> Step: ...
    def hear(
        self,
        state: State,
        reading: Reading,
        now: str,
        heard: str | None = None,
        sensed: Mapping[str, JsonValue] | None = None,
    ) -> Step: ...
    def digits(
        self, state: State, digits: str, now: str, sensed: Mapping[str, JsonValue] | None = None
    ) -> Step: ...
    def no_input(self, state: State, now: str) -> Step: ...
    def action_done(self, state: State, result: JsonValue, now: str) -> Step: ...
    def action_failed(self, state: State, reason: str, now: str) -> Step: ...


@dataclass(slots=True)
class Timing:
    """Of the reply that is due, for its latency."""

    turn: int
    utterance: Utterance | None
    end: int
    taken_at: int
    worded_at: int
    first: Sentence | None
    speculation: Literal["used", "late", "none"]


class Responder:
    def __init__(
        self,
        context: CallContext,
        mind: Mind,
        wording: Wording,
        settings: CallSettings,
        fillers: FillerPolicy | None,
    ) -> None:
        """`fillers`: None says none."""
        self._context = context
        self._mind = mind
        self._wording = wording
        self._settings = settings
        self._fillers = fillers if FILLER in wording.prompts else None
        self._filler: Sentence | None = None
        """The last one of the action that is under way."""
        self._fillers_said = 0
        """While that action runs."""
        self._asked_at = 0
        """End of the turn that the action is for."""
        self._memory: Memory = {}
        self._version = 0
        self._turns: deque[Turn] = deque()
        self._sentences: dict[int, Sentence] = {}
        self._timing: Timing | None = None
        self.playback = Playback()
        self.state: State | None = None
        """The dialogue's state; None before the call has started."""
        self.expects = Expectation("nothing")
        self.turn = 0
        """Turns of the caller taken so far."""
        self.action: int | None = None
        """The action whose result the dialogue waits for."""
        self.closing: Transfer | HangUp | None = None
        """The call ends so, once everything said has been heard."""

    @property
    def reply_due(self) -> bool:
        return self.playback.busy or self.action is not None or bool(self._turns)

    # ------------------------------------------------------------------ turns to the dialogue

    def start(self, calls: int) -> None:
        self._answer(self._mind.start(self._context.now(), {"caller": of_caller(calls)}), "start")

    def no_input(self) -> None:
        assert self.state is not None
        self._answer(self._mind.no_input(self.state, self._context.now()), "no_input")

    def take(self, turn: Turn) -> None:
        """A turn is over: answer it now, or when the action under way has ended."""
        if len(self._turns) >= MAX_WAITING_TURNS:
            self._context.emit(Note("input_overflow", "more turns than wait for an action were dropped"))
            self._leave_unanswered(turn, "replaced_by_input")
            return
        self._turns.append(turn)
        self.take_waiting()

    def take_waiting(self) -> None:
        while self._turns and self.action is None and self.closing is None:
            self._take(self._turns.popleft())

    def _take(self, turn: Turn) -> None:
        assert self.state is not None
        self.turn += 1
        heard, utterance = self.playback.heard, turn.utterance
        voice = self._manner(utterance)
        self._context.emit(
            TurnTaken(self.turn, turn.by, turn.start, turn.end, turn.recognition, turn.reading, heard, voice),
            Caption("caller", self.turn, turn.recognition.text, final=True),
        )
        if turn.by == "speech":
            self._context.line.spoken(SpokenTurn(turn.recognition, turn.reading.confidence))
        plan = utterance.plan if utterance else None
        if plan is not None and plan.version != self._version:
            self.drop(plan, turn.reading.text)
            plan = None
        speculation: Literal["used", "late", "none"] = "none"
        if utterance is not None:
            speculation = "used" if plan is not None and plan.audio_ready else "late"
        if plan is None:
            now, sensed = self._context.now(), self._sensed(voice)
            step = (
                self._mind.digits(self.state, turn.keys, now, sensed)
                if turn.by == "keys"
                else self._mind.hear(self.state, turn.reading, now, heard, sensed)
            )
            plan = self._word(step, self._delivery(turn.reading, step, voice))
        if voice is not None:
            self._context.baseline = self._context.baseline.with_voice(voice.voice)
        if not plan.sentences and isinstance(plan.last_act, Run):
            speculation = "none"
        first = plan.sentences[0] if plan.sentences else None
        taken_at = utterance.taken_at if utterance else turn.end
        t = self._context.t
        self._timing = Timing(self.turn, utterance, turn.end, taken_at, t, first, speculation)
        self._commit(plan, "turn")

    def prepare(self, reading: Reading, utterance: Utterance) -> Plan | None:
        """The reply to `reading`, should the turn end here; None: it depends on an action under way."""
        if self.action is not None or self.closing is not None or self.state is None or self._turns:
            return None
        voice = self._manner(utterance)
        now, sensed = self._context.now(), self._sensed(voice)
        step = self._mind.hear(self.state, reading, now, self.playback.heard, sensed)
        return self._word(step, self._delivery(reading, step, voice))

    def _delivery(self, reading: Reading, step: Step, voice: Manner | None) -> Delivery:
        """How to answer a turn with this step."""
        assert self.state is not None
        cues = Cues(
            voice,
            self._context.baseline.level_db,
            dictated=self.expects.kind == "digits",
            asked_again=reading.has("repeat"),
            missed=step.state.misses > self.state.misses,
            line=self._context.line.now,
        )
        return self._context.delivery.after(cues)

    def _manner(self, utterance: Utterance | None) -> Manner | None:
        if utterance is None:
            return None
        return manner(utterance.units, utterance.pauses_ms, self._context.baseline)

    def _sensed(self, voice: Manner | None) -> dict[str, JsonValue]:
        """What flows see of this turn beside its words."""
        line: JsonValue = self._context.line.now.for_flows()
        return {"line": line} if voice is None else {"line": line, "voice": of_voice(voice)}

    def drop(self, plan: Plan, answered: str) -> None:
        """Throw a prepared reply away."""
        self._forget(plan.sentences)
        self._context.emit(SpeculationDropped(answered))
        if plan.sentences:
            self._context.emit(Discard(tuple(s.number for s in plan.sentences)))

    def action_finished(self, request: int, result: JsonValue) -> None:
        if self._settles_action(request) and self.state is not None:
            self._answer(self._mind.action_done(self.state, result, self._context.now()), "action")
            self.take_waiting()

    def action_failed(self, request: int, reason: str) -> None:
        if self._settles_action(request) and self.state is not None:
            self._context.emit(Note("action_failed", reason))
            self._answer(self._mind.action_failed(self.state, reason, self._context.now()), "action")
            self.take_waiting()

    def action_overdue(self) -> None:
        if self.action is not None:
            self.action_failed(self.action, "no answer within its time")

    def _settles_action(self, request: int) -> bool:
        if self.action is None or self.action != request:
            return False
        self.action = None
        self._context.deadlines.clear("action", "filler")
        if self._filler is not None and self.playback.withdraw(self._filler):
            self._forget((self._filler,))
            self._context.emit(Discard((self._filler.number,)))
        return True

    # ------------------------------------------------------------------ the wait for an action

    def mind_the_wait(self, caller_silent: bool) -> None:
        """After every event: a filler is due once both sides have been silent for long enough."""
        deadlines = self._context.deadlines
        waits = self.action is not None and not self.playback.busy and self.closing is None
        if self._fillers is None or not (waits and caller_silent):
            deadlines.clear("filler")
        elif "filler" not in deadlines:
            deadlines.set("filler", self._fillers.due_at(self._context.t, self._asked_at, self._fillers_said))

    def fill_the_wait(self) -> None:
        """Tell the caller that it takes a moment."""
        say = Say(FILLER, occasion="again" if self._fillers_said else "first")
        sentences, self._memory = self._sentences_of(say, self._memory, self._context.delivery)
        self._fillers_said += 1
        if sentences:
            self._filler = sentences[0]
            self._synthesize([self._filler])
            self._context.emit(*self.playback.enqueue([self._filler]))

    # ------------------------------------------------------------------ words and effects

    def _word(self, step: Step, delivery: Delivery) -> Plan:
        """Word a step and have it synthesized: nothing that cannot be thrown away."""
        memory = self._memory
        sentences: list[Sentence] = []
        last_act: Run | Transfer | HangUp | None = None
        for act in step.acts:
            if not isinstance(act, Say):
                last_act = act
                break
            said, memory = self._sentences_of(act, memory, delivery)
            sentences += said[: MAX_SENTENCES - len(sentences)]
        self._synthesize(sentences)
        return Plan(step, self._version, tuple(sentences), memory, delivery, last_act)

    def _sentences_of(self, say: Say, memory: Memory, delivery: Delivery) -> tuple[list[Sentence], Memory]:
        """The words of one act, as the bot speaks now."""
        values = {NOW: self._context.now(), **say.values}
        filling = Filling(values, say.kinds, self._wording.language)
        worded, memory = self._wording.say(say.prompt, memory, filling, say.occasion)
        spoken = delivery.of(worded.role)
        sentences = [
            Sentence(
                self._context.number(),
                laid_over(script, spoken.prosody, spoken.pause_ms),
                self.turn,
                level_db=spoken.prosody.level_db,
                because=spoken.because,
            )
            for script in worded.sentences
        ]
        return sentences, memory

    def _synthesize(self, sentences: list[Sentence]) -> None:
        for sentence in sentences:
            self._sentences[sentence.number] = sentence
            self._context.emit(Synthesize(sentence.number, sentence.script, sentence.because))

    def _answer(self, step: Step, after: After) -> None:
        """Say and do what a step says, at once."""
        plan = self._word(step, self._context.delivery)
        for sentence in plan.sentences:
            sentence.keep = True
        if self._timing is not None and self._timing.first is None and plan.sentences:
            self._timing.first, self._timing.worded_at = plan.sentences[0], self._context.t
        self._commit(plan, after)

    def _commit(self, plan: Plan, after: After) -> None:
        step = plan.step
        prompts = tuple(act.prompt for act in step.acts if isinstance(act, Say))
        wait = step.state.wait
        place, misses = step.expects.step, step.state.misses
        self._context.emit(
            DialogueMoved(after, place, wait.kind, wait.slot, prompts, dict(step.slots), misses)
        )
        self.state, self.expects = step.state, step.expects
        self._memory, self._context.delivery = plan.memory, plan.delivery
        self._version += 1
        for sentence in plan.sentences:
            sentence.turn = self.turn
        self._context.emit(*self.playback.enqueue(plan.sentences))
        act = plan.last_act
        if isinstance(act, Run):
            self.action = self._context.number()
            deadline = self._context.t + act.timeout_ms + self._settings.patience_ms
            self._context.deadlines.set("action", deadline)
            self._filler, self._fillers_said = None, 0
            self._asked_at = self._timing.end if self._timing is not None else self._context.t
            self._context.emit(RunAction(self.action, act.action, act.arguments, act.timeout_ms))
        elif act is not None:
            self.closing = act
            self._context.deadlines.set("closing", self._context.t + self._settings.closing_ms)

    # ------------------------------------------------------------------ speech

    def resume(self, cut_off: CutOff) -> None:
        """Go on with what was broken off for nothing, from the phrase that the caller heard last."""
        first = cut_off.sentences[0].text
        start = begin_again(first, cut_off.heard, self._wording.language)
        sentences = [was.anew(self._context.number()) for was in cut_off.sentences]
        sentences[0].script = since(sentences[0].script, start)
        self._synthesize(sentences)
        before = [first[:start].rstrip()] if start else []
        self._context.emit(*self.playback.resume(sentences, (*cut_off.before, *before)))

    def stop(self) -> CutOff | None:
        """Fall silent; what was not said yet is not said. Returns it; None: there was nothing."""
        if not self.playback.busy:
            return None
        if not self.playback.audible:
            self._context.emit(Note("reply_dropped", "the caller went on before the reply was audible"))
        self._timing = None
        self._context.deadlines.clear("playing")
        self._forget(self.playback.remaining)
        self._context.emit(*self.playback.stop())
        return self.playback.cut_off

    def supersede(self) -> None:
        """The caller has said more: what was to be said before that and can be left out is."""
        dropped = self.playback.supersede()
        if dropped:
            self._forget(dropped)
            self._context.emit(
                Note("reply_dropped", "the caller went on before the reply was audible"),
                Discard(tuple(s.number for s in dropped)),
            )
        self._context.emit(*self.playback.release())

    def _forget(self, sentences: tuple[Sentence, ...]) -> None:
        for sentence in sentences:
            self._sentences.pop(sentence.number, None)

    def synthesized(self, event: ev.Synthesized) -> None:
        sentence = self._sentences.get(event.sentence)
        if sentence is None or sentence.whole or sentence.state == "failed":
            return
        if sentence.state == "preparing":
            sentence.synthesis_ms = event.took_ms
        sentence.state, sentence.whole = "ready", event.whole
        sentence.duration_ms, sentence.marks = max(0, event.duration_ms), event.marks
        if sentence.started:
            self._expect_the_end(sentence)
        self._context.emit(*self.playback.pump())

    def synthesis_failed(self, number: int) -> None:
        sentence = self._sentences.get(number)
        if sentence is None or sentence.whole:
            return
        if sentence.state == "preparing":
            sentence.state = "failed"
            del self._sentences[number]
        else:  # it ends where its audio ends
            spoken = sentence.marks[-1].end if sentence.marks else 0
            sentence.script, sentence.whole = until(sentence.script, spoken), True
            self._context.emit(Note("unspoken", "the rest of a sentence could not be spoken"))
        self._context.emit(*self.playback.pump())

    def playback_started(self, number: int) -> None:
        commands = self.playback.started(number, self._context.t)
        if commands is None:
            return
        self._context.emit(*commands)
        self._expect_the_end(self._sentences[number])
        timing, self._timing = self._timing, None
        if timing is None or timing.first is None:
            self._timing = timing
        elif timing.first.number == number:
            self._context.emit(ReplyStarted(timing.turn, self._latency(timing), timing.speculation))

    def _expect_the_end(self, sentence: Sentence) -> None:
        """Of a sentence that is playing: the call waits no longer for it than this."""
        end = sentence.started_at + sentence.duration_ms
        self._context.deadlines.set("playing", max(end, self._context.t) + self._settings.patience_ms)

    def playback_ended(self, number: int, commands: list[Command] | None) -> None:
        """After `Playback.finished` or `Playback.stopped`."""
        if commands is not None:
            self._sentences.pop(number, None)
            self._context.deadlines.clear("playing")
            self._context.emit(*commands)

    def _latency(self, timing: Timing) -> Latency:
        heard = timing.utterance
        return Latency(
            total=self._context.t - timing.end,
            pause=heard.pause_seen - timing.end if heard else 0,
            decision=timing.taken_at - heard.pause_seen if heard else 0,
            recognition=heard.recognition_ms if heard else 0,
            understanding=heard.understanding_ms if heard else 0,
            wording=timing.worded_at - max(timing.taken_at, heard.read_at if heard else 0),
            first_audio=timing.first.synthesis_ms if timing.first else 0,
        )

    # ------------------------------------------------------------------ the end

    def end(self) -> None:
        for turn in self._turns:
            self._leave_unanswered(turn, "call_ended")
        self._turns.clear()
        self.stop()

    def _leave_unanswered(self, turn: Turn, reason: Literal["replaced_by_input", "call_ended"]) -> None:
        if turn.utterance is not None and turn.utterance.plan is not None:
            self.drop(turn.utterance.plan, turn.reading.text)
        self._context.emit(Unanswered(turn.start, turn.end, reason))
