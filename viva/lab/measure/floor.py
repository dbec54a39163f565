"""Dead air after a cough, a door or "mm-hm" over the bot, in simulated calls.

The real core, voice-activity logic, playout and voice in virtual time, in ticks of 20 ms as in a live call.
The engines are played: they take as long as they usually do, and the judge of overlaps errs as often as it
is told to. What the judge itself is worth is measured elsewhere (`viva bench overlaps`).
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.core import Call
from viva.channels.line import FRAME_MS
from viva.dialogue.acts import Say
from viva.dialogue.machine import Step
from viva.dialogue.state import State
from viva.hearing.evidence import Hypothesis, Recognition
from viva.hearing.overlap.evidence import Overlap, OverlapKind
from viva.hearing.speech import WINDOW_MS, SpeechDetector
from viva.server.playout import Playout, Report
from viva.speaking.cache import PromptCache
from viva.speaking.engine import Voice
from viva.speaking.prompt import Prompt
from viva.speaking.registry import synthesizer
from viva.speaking.speaker import Speaker
from viva.speaking.wording import Wording
from viva.understanding.expectation import Expectation
from viva.understanding.reading import JsonValue, Reading

SPEECH = (
    "You can reach us from Monday to Friday, between nine and five, and on Saturday mornings. "
    "If you would like to book, I need a day, a time, and the name that the table is for. "
    "Or tell me what else I can do for you, and I will see to it at once."
)
SOUNDS: dict[str, tuple[OverlapKind, int, int]] = {
    "cough": ("noise", 250, 700),
    "door": ("noise", 100, 300),
    "mm-hm": ("backchannel", 250, 600),
}
"""What each is, and from how long to how long, ms."""
JUDGE_MS, RECOGNITION_MS, READING_MS = (40, 120), (60, 150), 5
"""From asking to the answer, at a moderate load."""
LAST_ONSET_MS = 8000


class _Talker:
    """Says its speech and answers every turn by asking back."""

    def start(self, now: str, sensed: Mapping[str, JsonValue] | None = None) -> Step:
        return Step(State(), (Say("speech"),), Expectation(), False)

    def hear(
        self,
        state: State,
        reading: Reading,
        now: str,
        heard: str | None = None,
        sensed: Mapping[str, JsonValue] | None = None,
    ) -> Step:
        return Step(state, (Say("sorry"),), Expectation(), False)

    def digits(
        self, state: State, digits: str, now: str, sensed: Mapping[str, JsonValue] | None = None
    ) -> Step:
        return self.no_input(state, now)

    def no_input(self, state: State, now: str) -> Step:
        return Step(state, (), Expectation(), False)

    def action_done(self, state: State, result: JsonValue, now: str) -> Step:
        return self.no_input(state, now)

    def action_failed(self, state: State, reason: str, now: str) -> Step:
        return self.no_input(state, now)


@dataclass(slots=True)
class Outcome:
    """Of one call with one sound."""

    decided_ms: int
    """From the onset until the voice was raised again or stopped."""
    stopped: bool
    answered: bool
    """Taken for a turn, and answered."""
    dead_ms: int
    """Neither the sound nor the bot to be heard, until the bot is again."""


@dataclass
class _Line:
    """One call in virtual time."""

    voice: PromptCache
    chance: random.Random
    sound: str
    start: int
    end: int
    wrong: float
    call: Call = field(init=False)
    t: int = 0
    decided: int | None = None
    stopped_at: int | None = None
    back_at: int | None = None

    def __post_init__(self) -> None:
        prompts = {"speech": Prompt((SPEECH,)), "sorry": Prompt(("Sorry, I didn't get that.",))}
        self.call = Call(_Talker(), Wording(prompts))
        self._detector = SpeechDetector()
        self._playout = Playout()
        self._speeches: dict[int, bytes] = {}
        self._due: list[tuple[int, int, Callable[[], ev.Event]]] = []
        self._asked = self._heard = 0

    def run(self) -> Outcome:
        self._give(ev.CallStarted(0, "bench", "bench", "bench", "", "2026-11-24T09:30:00"))
        for tick in range(FRAME_MS, self.end + 6000, FRAME_MS):
            while self._due and self._due[0][0] < tick:
                self.t, _, make = heapq.heappop(self._due)
                self._give(make())
            self.t = tick
            self._tick()
        dead = 0
        if self.stopped_at is not None:
            dead = (self.t if self.back_at is None else self.back_at) - max(self.stopped_at, self.end)
        decided = self.decided if self.decided is not None else self.t
        return Outcome(decided - self.start, self.stopped_at is not None, self.call.turns > 0, max(0, dead))

    def _tick(self) -> None:
        """As `viva.server.media_loop`."""
        while self._heard + WINDOW_MS <= self.t:
            middle, self._heard = self._heard + WINDOW_MS // 2, self._heard + WINDOW_MS
            sounds = self.start <= middle < self.end
            for found in self._detector.push(1.0 if sounds else 0.0, self._heard):
                kind = ev.SpeechStarted if found.kind == "started" else ev.SpeechPaused
                self._give(kind(self.t, found.at_ms))
        deadline = self.call.next_deadline
        if deadline is not None and deadline <= self.t:
            self._give(ev.TimeReached(self.t))
        self._play_on()

    def _play_on(self) -> None:
        if self._playout.active:
            self._report(self._playout.advance(self.t)[1])

    def _report(self, reports: list[Report]) -> None:
        for report in reports:
            if report.kind == "started":
                if self.stopped_at is not None and self.back_at is None:
                    self.back_at = self.t
                self._give(ev.PlaybackStarted(self.t, report.sentence))
            elif report.kind == "finished":
                self._give(ev.PlaybackFinished(self.t, report.sentence))
            else:
                self._give(ev.PlaybackStopped(self.t, report.sentence, report.played_ms))

    def _give(self, event: ev.Event) -> None:
        for command in self.call.handle(event):
            self._carry_out(command)

    def _later(self, span: tuple[int, int], make: Callable[[int], ev.Event]) -> None:
        took = self.chance.randint(*span)
        self._asked += 1
        heapq.heappush(self._due, (self.t + took, self._asked, lambda: make(took)))

    def _carry_out(self, command: cm.Command) -> None:
        match command:
            case cm.JudgeOverlap():
                overlap = self._judge()
                self._later(JUDGE_MS, lambda took: ev.OverlapJudged(self.t, command.request, overlap, took))
            case cm.Recognize():
                words = (Hypothesis("mm-hm", -1.0, 1.0),) if self.sound == "mm-hm" else ()
                heard = Recognition(words, command.end_ms - command.start_ms)
                self._later(RECOGNITION_MS, lambda took: ev.Recognized(self.t, command.request, heard, took))
            case cm.Understand():
                reading = Reading(command.recognition.text, (), (), 0.1)
                span = (READING_MS, READING_MS)
                self._later(span, lambda took: ev.Understood(self.t, command.request, reading, took))
            case cm.Synthesize():
                speech = self.voice.render(command.script)
                self._speeches[command.sentence] = speech.pcm
                span = (3, 15)
                self._later(
                    span,
                    lambda took: ev.Synthesized(
                        self.t, command.sentence, speech.duration_ms, speech.marks, took
                    ),
                )
            case cm.Play():
                self._playout.queue(command.sentence, self._speeches[command.sentence])
                self._play_on()
            case cm.Duck():
                self._decide(not command.on)
            case cm.StopPlayback():
                self._decide(True)
                if self.stopped_at is None:
                    self.stopped_at = self.t
                self._report(self._playout.stop(self.t))
            case _:
                pass

    def _decide(self, over: bool) -> None:
        if over and self.decided is None:
            self.decided = self.t

    def _judge(self) -> Overlap:
        kind: OverlapKind = SOUNDS[self.sound][0]
        if self.chance.random() < self.wrong:
            kind = "interruption"
        return Overlap(kind, 0.95, 0.95 if kind == "interruption" else 0.02)


def simulate(calls: int, wrong: float, seed: int = 1) -> dict[str, list[Outcome]]:
    """Sound -> the outcome of each of `calls` calls. `wrong`: share of the judge's answers, 0..1, that take
    it for an interruption."""
    chance = random.Random(seed)
    voice = PromptCache(Speaker(synthesizer("espeak"), Voice("en-gb")), 64_000_000)
    found: dict[str, list[Outcome]] = {}
    for sound, (_, shortest, longest) in SOUNDS.items():
        found[sound] = []
        for _ in range(calls):
            start = chance.randint(500, LAST_ONSET_MS)
            end = start + chance.randint(shortest, longest)
            found[sound].append(_Line(voice, chance, sound, start, end, wrong).run())
    return found


def table(found: dict[str, list[Outcome]]) -> str:
    """For each sound: how it was decided, and the dead air."""
    head = f"{'sound':8} {'calls':>5} {'stopped':>8} {'answered':>9} {'decided ms':>16} {'dead air ms':>16}"
    lines = [f"{head} {'over 300':>9}", f"{'':33}{'p50  p95  max':>16} {'p50  p95  max':>16}"]
    for sound, outcomes in found.items():
        stopped, answered = (_share(outcomes, name) for name in ("stopped", "answered"))
        decided = _spread([o.decided_ms for o in outcomes])
        dead = [o.dead_ms for o in outcomes if not o.answered]
        over = f"{100 * float(np.mean([ms > 300 for ms in dead])):.1f} %"
        row = f"{sound:8} {len(outcomes):5} {stopped:>8} {answered:>9} {decided:>16} {_spread(dead):>16}"
        lines.append(f"{row} {over:>9}")
    return "\n".join(lines)


def _share(outcomes: list[Outcome], name: str) -> str:
    return f"{100 * float(np.mean([getattr(o, name) for o in outcomes])):.1f} %"


def _spread(values: list[Any]) -> str:
    return "  ".join(f"{int(np.percentile(values, q)):3}" for q in (50, 95, 100)) if values else "-"
