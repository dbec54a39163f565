"""Calls in text, for tests of minds: the real core, understander and actions, perfect recognition, and speech
that takes as long as its words."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.core import Call
from viva.dialogue.actions import ActionError, Actions
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.dialogue.machine import Dialogue
from viva.dialogue.training import trained
from viva.hearing.evidence import Recognition
from viva.hearing.overlap.evidence import Overlap, OverlapKind
from viva.lab.simulate.caller import Caller, Leave
from viva.lab.simulate.cast import NOW
from viva.lab.simulate.utterance import Utterance
from viva.server.bot_host import new_call
from viva.speaking.speech import WordMark
from viva.understanding.engine import Context, Understander

CHARACTER_MS = 65
DETECTED_MS, PAUSED_MS = 96, 150
LONGEST_MS = 1_200_000
ROOT = Path(__file__).resolve().parents[3]
OVERLAPS: dict[str, OverlapKind] = {"backchannel": "backchannel", "noise": "noise"}


@dataclass
class Sound:
    """A stretch of the caller's voice."""

    start: int
    end: int
    text: str
    kind: str


@cache
def bot(name: str) -> tuple[Bot, Understander]:
    loaded = load_bot(ROOT / "bots" / name)
    return loaded, trained(loaded.language)


@dataclass
class TextCall:
    bot: Bot
    understander: Understander
    caller: Caller
    now: str = NOW
    silent_bot: bool = False
    """Nothing that it says is ever audible."""
    t: int = 0
    said: list[tuple[int, Utterance]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """To read."""
    left: Leave | None = None

    def __post_init__(self) -> None:
        self.call: Call = new_call(self.bot, Dialogue(self.bot))
        self._actions = Actions(self.bot)
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._order = 0
        self._texts: dict[int, str] = {}
        self._sounds: list[Sound] = []
        self._free_at = 0
        self._playing: list[tuple[int, int, int]] = []
        self._speaking_until = 0

    def run(self) -> TextCall:
        self._give(ev.CallStarted(0, "text", self.bot.name, "test", "", self.now))
        while not self.call.ended:
            times = [self._due[0][0]] if self._due else []
            times += [x for x in (self.call.next_deadline, self.caller.due) if x is not None]
            if not times:
                raise AssertionError("the call waits for nothing\n" + self.story)
            self.t = max(self.t, min(times))
            if self.t > LONGEST_MS:
                raise AssertionError("the call never ends\n" + self.story)
            if self._due and self._due[0][0] <= self.t:
                heapq.heappop(self._due)[2]()
            elif self.caller.due is not None and self.caller.due <= self.t:
                self._act()
            else:
                self._give(ev.TimeReached(self.t))
        return self

    @property
    def story(self) -> str:
        return "\n".join(self.lines)

    # ---------------------------------------------------------------- the caller

    def _act(self) -> None:
        done = self.caller.act(self.t)
        if isinstance(done, Leave):
            self.left = done
            self.lines.append(f"{self.t:>7} caller hangs up")
            self._give(ev.CallerLeft(self.t, done.reason))
        elif done is not None:
            self._speak(done)

    def _speak(self, utterance: Utterance) -> None:
        self.said.append((self.t, utterance))
        self.lines.append(f"{self.t:>7} {utterance.kind} ({utterance.act}): {utterance.text}")
        at, begins = self.t, True
        for part in utterance.parts:
            end = at + max(250, CHARACTER_MS * len(part.text)) if part.text else at + max(250, part.pause_ms)
            self._sounds.append(Sound(at, end, part.text, utterance.kind))
            if begins:
                self._at(at + DETECTED_MS, lambda at=at: self._give(ev.SpeechStarted(self.t, at)))  # type: ignore[misc]
            pause = part.pause_ms if part.text else 0
            begins = part is utterance.parts[-1] or pause > PAUSED_MS
            if begins:
                self._at(end + PAUSED_MS, lambda end=end: self._give(ev.SpeechPaused(self.t, end)))  # type: ignore[misc]
            at = end + pause
        start, last = self.t, self._sounds[-1].end
        self._at(last, lambda: self.caller.uttered(utterance, start, last))

    # ---------------------------------------------------------------- the shell

    def _at(self, t: int, do: Callable[[], None]) -> None:
        self._order += 1
        heapq.heappush(self._due, (max(t, self.t), self._order, do))

    def _give(self, event: ev.Event) -> None:
        commands = self.call.handle(event)
        self.caller.notice(event, commands, self.call.state)
        for command in commands:
            self._carry_out(command)

    def _carry_out(self, command: cm.Command) -> None:
        match command:
            case cm.Recognize():
                here = [s for s in self._sounds if s.start < command.end_ms and s.end > command.start_ms]
                heard = Recognition.of_text(" ".join(s.text for s in here if s.text))
                heard = Recognition(heard.hypotheses, command.end_ms - command.start_ms)
                self._later(80, lambda: ev.Recognized(self.t, command.request, heard, 80))
            case cm.JudgeOverlap():
                kind = next((s.kind for s in reversed(self._sounds) if s.start < command.end_ms), "noise")
                judged = OVERLAPS.get(kind, "interruption")
                overlap = Overlap(judged, 0.95, 0.95 if judged == "interruption" else 0.02)
                self._later(60, lambda: ev.OverlapJudged(self.t, command.request, overlap, 60))
            case cm.Understand():
                context = Context(command.now, command.expects)
                reading = self.understander.understand(command.recognition, context)
                self._later(4, lambda: ev.Understood(self.t, command.request, reading, 4))
            case cm.Synthesize():
                self._synthesize(command)
            case cm.Play():
                self._play(command.sentence)
            case cm.StopPlayback():
                self._stop()
            case cm.RunAction():
                self._run(command)
            case cm.Caption(speaker="bot", final=True):
                self.lines.append(f"{self.t:>7} bot: {command.text}")
            case cm.TurnTaken():
                names = [one.name for one in command.reading.intents]
                values = [(one.name, one.value) for one in command.reading.entities]
                self.lines.append(f"{'':>7}   understood {command.recognition.text!r}: {names} {values}")
            case cm.Unanswered() | cm.EndCall():
                self.lines.append(f"{self.t:>7} {command.kind}: {command.reason}")
            case _:
                pass

    def _later(self, after: int, make: Callable[[], ev.Event]) -> None:
        self._at(self.t + after, lambda: self._give(make()))

    def _synthesize(self, command: cm.Synthesize) -> None:
        text = self._texts[command.sentence] = command.script.text
        marks, at = [], 0
        for word in text.split(" "):
            marks.append(WordMark(at, at + len(word), at * CHARACTER_MS))
            at += len(word) + 1
        duration = CHARACTER_MS * len(text)
        self._later(10, lambda: ev.Synthesized(self.t, command.sentence, duration, tuple(marks), 10))

    def _play(self, sentence: int) -> None:
        if self.silent_bot:
            return
        start = max(self.t, self._free_at)
        playing = (sentence, start, start + CHARACTER_MS * len(self._texts[sentence]))
        self._free_at = playing[2]
        self._playing.append(playing)
        self._at(start, lambda: self._if(playing, ev.PlaybackStarted(self.t, sentence)))
        self._at(playing[2], lambda: self._finish(playing))

    def _if(self, playing: tuple[int, int, int], event: ev.PlaybackStarted) -> None:
        if playing in self._playing:
            self._give(ev.PlaybackStarted(self.t, event.sentence))

    def _finish(self, playing: tuple[int, int, int]) -> None:
        if playing in self._playing:
            self._playing.remove(playing)
            self._give(ev.PlaybackFinished(self.t, playing[0]))

    def _stop(self) -> None:
        stopped, self._playing, self._free_at = self._playing, [], self.t
        for sentence, start, _ in stopped:
            if start <= self.t:
                played = self.t - start
                self._at(self.t, lambda s=sentence, p=played: self._give(ev.PlaybackStopped(self.t, s, p)))  # type: ignore[misc]

    def _run(self, command: cm.RunAction) -> None:
        self.lines.append(f"{self.t:>7} runs {command.action} {command.arguments}")
        work = self._actions.run(command.action, command.arguments, timeout_ms=command.timeout_ms)
        try:
            result = asyncio.run(work)
        except ActionError as error:
            reason = str(error)
            self._later(200, lambda: ev.ActionFailed(self.t, command.request, reason))
            return
        self._later(200, lambda: ev.ActionFinished(self.t, command.request, result))
