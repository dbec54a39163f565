"""A shell in virtual time for tests of the core: it carries out commands as the real one does, with
delays, failures and callers that hypothesis chooses."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.core import Call
from viva.hearing.evidence import Hypothesis, Recognition
from viva.hearing.overlap.evidence import Overlap, OverlapKind
from viva.speaking.speech import WordMark
from viva.understanding.reading import Intent, Reading

NOW = "2026-11-24T09:30:00"


@dataclass(frozen=True)
class World:
    """How engines and line behave; milliseconds."""

    recognition_ms: int = 80
    understanding_ms: int = 4
    synthesis_ms: int = 10
    action_ms: int = 300
    word_ms: int = 250
    """Duration of each spoken word of the bot."""
    stream_ms: int = 0
    """Between two words of a sentence that is made bit by bit, no more than `word_ms`; 0: made at once."""
    breaks: bool = False
    """A sentence that is made bit by bit breaks off after half of its words."""
    broken: frozenset[str] = frozenset()
    """Engines that fail: recognizer, understander, synthesizer, overlap_judge, action."""
    silent: frozenset[str] = frozenset()
    """Engines that never answer."""
    judge_ms: int = 60
    judge: Literal["right", "wrong", "unsure"] = "right"
    """Of a sound over the bot that still goes on; the whole of it is always judged rightly. `wrong`: takes it
    for an interruption where it is none, and for none where it is."""
    stall_ms: int = 0
    """What the caller hears lags the clock by so much."""


Sound = Literal["words", "mm-hm", "cough", "others"]
KINDS: dict[Sound, OverlapKind] = {
    "words": "interruption",
    "mm-hm": "backchannel",
    "cough": "noise",
    "others": "background_speech",
}


@dataclass
class Playing:
    sentence: int
    start: int
    end: int


@dataclass
class Shell:
    call: Call
    world: World = field(default_factory=World)
    t: int = 0
    events: list[tuple[ev.Event, list[cm.Command]]] = field(default_factory=list)
    """Every event with its commands, as a log has them."""
    played: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Sentence -> its text and the words of it that were really played out."""

    def __post_init__(self) -> None:
        self._due: list[tuple[int, int, Callable[[], ev.Event | None]]] = []
        self._order = 0
        self._texts: dict[int, str] = {}
        self._durations: dict[int, int] = {}
        self._queue: list[Playing] = []
        self._audio_free_at = 0
        self.softly: list[tuple[int, str, bool]] = []
        """Backchannels that were to be played: when, floor, whether the bot was audible."""
        self._sounds: list[tuple[int, int, Sound]] = []

    # ---------------------------------------------------------------- driving

    def start(self) -> None:
        self.give(ev.CallStarted(0, "test", "bot", "test", "", NOW))

    def at(self, t: int, make: Callable[[], ev.Event | None]) -> None:
        self._order += 1
        heapq.heappush(self._due, (max(t, self.t), self._order, make))

    def run(self, until: int) -> None:
        """Let everything happen that is due by `until`."""
        while not self.call.ended:
            deadline = self.call.next_deadline
            due = self._due[0][0] if self._due else None
            times = [x for x in (deadline, due) if x is not None and x <= until]
            if not times:
                break
            self.t = max(self.t, min(times))
            if due is not None and due <= self.t:
                event = heapq.heappop(self._due)[2]()
                if event is not None:
                    self.give(event)
            else:
                self.give(ev.TimeReached(self.t))
        self.t = max(self.t, until)

    def give(self, event: ev.Event) -> None:
        commands = self.call.handle(event)
        self.events.append((event, commands))
        for command in commands:
            self._carry_out(command)

    def speak(self, start: int, end: int, sound: Sound = "words") -> None:
        """The caller speaks from `start` to `end`, as a voice activity detector would report it."""
        self._sounds.append((start, end, sound))
        self.at(start + 96, lambda: ev.SpeechStarted(self.t, start))
        self.at(end + 150, lambda: ev.SpeechPaused(self.t, end))

    @property
    def commands(self) -> list[cm.Command]:
        return [c for _, commands in self.events for c in commands]

    def of(self, kind: type) -> list:  # type: ignore[type-arg]
        return [c for c in self.commands if isinstance(c, kind)]

    # ---------------------------------------------------------------- commands

    def _answer(self, engine: str, request: int, delay: int, make: Callable[[], ev.Event]) -> None:
        if engine in self.world.silent:
            return
        if engine in self.world.broken:
            self.at(self.t + delay, lambda: ev.EngineFailed(self.t, engine, request, "broken"))  # type: ignore[arg-type]
        else:
            self.at(self.t + delay, make)

    def _carry_out(self, command: cm.Command) -> None:
        world = self.world
        match command:
            case cm.Recognize():
                text = {"words": "yes please", "cough": ""}.get(self._sound(command.end_ms)[2], "mm-hm")
                hypotheses = (Hypothesis(text, -1.0, 1.0),) if text else ()
                audio_ms = command.end_ms - command.start_ms
                heard = Recognition(hypotheses, audio_ms)
                self._answer(
                    "recognizer",
                    command.request,
                    world.recognition_ms,
                    lambda: ev.Recognized(self.t, command.request, heard, world.recognition_ms),
                )
            case cm.JudgeOverlap():
                overlap = self._judged(command.end_ms)
                self._answer(
                    "overlap_judge",
                    command.request,
                    world.judge_ms,
                    lambda: ev.OverlapJudged(self.t, command.request, overlap, world.judge_ms),
                )
            case cm.Understand():
                reading = Reading(command.recognition.text, (Intent("yes", 0.9),), (), 0.9)
                self._answer(
                    "understander",
                    command.request,
                    world.understanding_ms,
                    lambda: ev.Understood(self.t, command.request, reading, world.understanding_ms),
                )
            case cm.Synthesize():
                self._synthesize(command)
            case cm.Play():
                if command.aside:
                    audible = any(p.start <= self.t for p in self._queue)
                    self.softly.append((self.t, self.call.floor, audible))
                self._play(command.sentence)
            case cm.StopPlayback():
                self._stop()
            case cm.RunAction():
                if "action" in world.silent:
                    return
                if "action" in world.broken:
                    self.at(
                        self.t + world.action_ms,
                        lambda: ev.ActionFailed(self.t, command.request, "broken"),
                    )
                else:
                    self.at(
                        self.t + world.action_ms,
                        lambda: ev.ActionFinished(self.t, command.request, {"ok": True}),
                    )
            case _:
                pass

    def _sound(self, end: int) -> tuple[int, int, Sound]:
        """The last sound that began before `end`."""
        begun = [s for s in self._sounds if s[0] < end]
        return begun[-1] if begun else (0, end, "words")

    def _judged(self, end: int) -> Overlap:
        _, until, sound = self._sound(end)
        kind = KINDS[sound]
        if end < until and self.world.judge == "unsure":
            return Overlap("interruption", 0.5, 0.45)
        if end < until and self.world.judge == "wrong":
            kind = "noise" if kind == "interruption" else "interruption"
        return Overlap(kind, 0.95, 0.95 if kind == "interruption" else 0.02)

    def _marks(self, text: str) -> tuple[tuple[WordMark, ...], int]:
        marks, at = [], 0
        for i, word in enumerate(text.split(" ")):
            marks.append(WordMark(at, at + len(word), i * self.world.word_ms))
            at += len(word) + 1
        return tuple(marks), len(marks) * self.world.word_ms

    def _synthesize(self, command: cm.Synthesize) -> None:
        world, text, sentence = self.world, command.script.text, command.sentence
        marks, _ = self._marks(text)
        made = len(marks) if not world.breaks else len(marks) // 2
        self._texts[sentence] = text
        self._durations[sentence] = made * world.word_ms
        bits = range(1, made + 1) if world.stream_ms else [made]
        for bit in bits:
            took = world.synthesis_ms + (bit - 1) * world.stream_ms
            self._answer(
                "synthesizer", sentence, took, self._made(sentence, marks[:bit], took, bit == len(marks))
            )
        if world.breaks:
            took = world.synthesis_ms + made * world.stream_ms
            self.at(self.t + took, lambda: ev.EngineFailed(self.t, "synthesizer", sentence, "broke off"))

    def _made(
        self, sentence: int, marks: tuple[WordMark, ...], took: int, whole: bool
    ) -> Callable[[], ev.Event]:
        duration = len(marks) * self.world.word_ms
        return lambda: ev.Synthesized(self.t, sentence, duration, marks, took, whole)

    def _play(self, sentence: int) -> None:
        duration = self._durations[sentence]
        start = max(self.t, self._audio_free_at)
        playing = Playing(sentence, start, start + duration)
        self._audio_free_at = playing.end
        self._queue.append(playing)
        lag = self.world.stall_ms
        self.at(start + lag, lambda: self._if_queued(playing, ev.PlaybackStarted(self.t, sentence)))
        self.at(playing.end + lag, lambda: self._finish(playing))

    def _if_queued(self, playing: Playing, event: ev.Event) -> ev.Event | None:
        if playing not in self._queue:
            return None
        return event

    def _finish(self, playing: Playing) -> ev.Event | None:
        if playing not in self._queue:
            return None
        self._queue.remove(playing)
        text = self._texts[playing.sentence]
        self.played[playing.sentence] = (text, self._durations[playing.sentence] // self.world.word_ms)
        return ev.PlaybackFinished(self.t, playing.sentence)

    def _stop(self) -> None:
        for playing in self._queue:
            played = self.t - self.world.stall_ms - playing.start
            if played >= 0:
                text = self._texts[playing.sentence]
                words = min(played, self._durations[playing.sentence]) // self.world.word_ms
                self.played[playing.sentence] = (text, words)
                self.at(
                    self.t,
                    lambda p=playing, ms=played: ev.PlaybackStopped(self.t, p.sentence, ms),  # type: ignore[misc]
                )
        self._queue.clear()
        self._audio_free_at = self.t
