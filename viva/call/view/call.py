"""A recorded call as a person wants to see it: transcript, floor, replies, notes. Computed from its log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.log import Record
from viva.call.view.asides import AsideReader, AsideView
from viva.call.view.manners import sounded
from viva.call.view.overlaps import DuckingView, OverlapReader, OverlapView
from viva.call.view.pauses import PauseReader, PauseView
from viva.call.wire import decode_command
from viva.hearing.voice.manner import Manner
from viva.speaking.speech import WordMark
from viva.understanding.reading import Entity


@dataclass(slots=True)
class CallerLine:
    turn: int
    text: str
    start_ms: int
    end_ms: int
    by: str
    words: list[dict[str, Any]]
    """With times on the call's clock."""
    alternatives: list[dict[str, Any]]
    intents: list[dict[str, Any]]
    entities: list[dict[str, Any]]
    voice: Manner | None = None
    """How it was said."""
    why: str = ""
    """Why the turn was taken then, in a sentence; empty for text and keys."""
    heard: str = ""
    interrupted: bool = False
    speaker: str = "caller"


@dataclass(slots=True)
class BotLine:
    turn: int
    text: str
    """What was meant to be said."""
    start_ms: int
    end_ms: int | None = None
    """None: it was still playing when the log ends."""
    heard: str = ""
    """What was played of it."""
    interrupted: bool = False
    words: list[dict[str, Any]] = field(default_factory=list)
    because: dict[str, float] = field(default_factory=dict)
    """Why it sounded as it did: what each reason changed, as in the log."""
    sounded: str = ""
    """The same in words; empty for the voice as it is."""
    speaker: str = "bot"


@dataclass(slots=True)
class FloorSpan:
    state: str
    start_ms: int
    end_ms: int


@dataclass(slots=True)
class CallView:
    transcript: list[CallerLine | BotLine] = field(default_factory=list)
    """In the order of their starts."""
    floor: list[FloorSpan] = field(default_factory=list)
    """In order, without gaps."""
    pauses: list[PauseView] = field(default_factory=list)
    """In order: those in which the caller had the floor."""
    overlaps: list[OverlapView] = field(default_factory=list)
    ducking: list[DuckingView] = field(default_factory=list)
    asides: list[AsideView] = field(default_factory=list)
    """Fillers stand in the transcript as well."""
    replies: list[dict[str, Any]] = field(default_factory=list)
    unanswered: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    duration_ms: int = 0


def view(records: list[Record]) -> CallView:
    """What happened in a call, in the terms of docs/reference/http.md."""
    reader = _Reader()
    for record in records:
        reader.event(record.event)
        for data in record.commands:
            reader.command(decode_command(data))
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._view = CallView()
        self._t = 0
        self._state = "idle"
        self._since = 0
        self._requests: dict[int, int] = {}
        """Recognition request -> where its audio starts on the call's clock."""
        self._audio_start = 0
        self._marks: dict[int, tuple[WordMark, ...]] = {}
        self._because: dict[int, dict[str, float]] = {}
        self._playing: dict[int, BotLine] = {}
        self._pauses = PauseReader()
        self._overlaps = OverlapReader()
        self._asides = AsideReader()

    def event(self, event: ev.Event) -> None:
        self._t = max(self._t, event.t)
        for reader in (self._pauses, self._overlaps, self._asides):
            reader.event(event, self._t)
        if isinstance(event, ev.Synthesized):
            self._marks[event.sentence] = event.marks
        elif isinstance(event, ev.Recognized):
            self._audio_start = self._requests.get(event.request, self._audio_start)

    def command(self, command: cm.Command) -> None:
        view = self._view
        for reader in (self._pauses, self._overlaps, self._asides):
            reader.command(command, self._t)
        match command:
            case cm.Recognize():
                self._requests[command.request] = command.start_ms
            case cm.Synthesize():
                self._because[command.sentence] = command.because
            case cm.FloorChanged():
                self._close_span()
                self._state = command.state
            case cm.TurnTaken():
                view.transcript.append(self._caller_line(command))
            case cm.Caption(speaker="bot", sentence=int(sentence)):
                self._bot_caption(command, sentence)
            case cm.ReplyStarted():
                latency = {f: getattr(command.latency_ms, f) for f in command.latency_ms.__slots__}
                view.replies.append(
                    {
                        "turn": command.turn,
                        "at_ms": self._t,
                        "latency_ms": latency,
                        "speculation": command.speculation,
                    }
                )
            case cm.Unanswered():
                view.unanswered.append(
                    {"start_ms": command.start_ms, "end_ms": command.end_ms, "reason": command.reason}
                )
            case cm.Note():
                view.notes.append({"at_ms": self._t, "code": command.code, "message": command.message})
            case _:
                pass

    def finish(self) -> CallView:
        self._close_span()
        self._view.duration_ms = self._t
        self._overlaps.finish(self._t)
        self._view.pauses, self._view.overlaps = self._pauses.pauses, self._overlaps.overlaps
        self._view.ducking, self._view.asides = self._overlaps.ducking, self._asides.asides
        for line in self._playing.values():
            line.interrupted = True
        self._view.transcript.sort(key=lambda line: line.start_ms)
        return self._view

    def _close_span(self) -> None:
        if self._t > self._since:
            self._view.floor.append(FloorSpan(self._state, self._since, self._t))
        self._since = self._t

    def _caller_line(self, command: cm.TurnTaken) -> CallerLine:
        hypotheses = command.recognition.hypotheses
        best = hypotheses[0] if hypotheses else None
        start = self._audio_start
        return CallerLine(
            command.turn,
            command.recognition.text,
            command.start_ms,
            command.end_ms,
            command.by,
            [
                {
                    "text": w.text,
                    "start_ms": start + w.start_ms,
                    "end_ms": start + w.end_ms,
                    "confidence": round(w.confidence, 3),
                }
                for w in (best.words if best else ())
            ],
            [{"text": h.text, "posterior": round(h.posterior, 4)} for h in hypotheses],
            [{"name": i.name, "confidence": round(i.confidence, 3)} for i in command.reading.intents],
            [_entity(e, start) for e in command.reading.entities],
            command.voice,
            self._pauses.taken(command, self._t),
        )

    def _bot_caption(self, command: cm.Caption, sentence: int) -> None:
        if not command.final:
            marks = self._marks.get(sentence, ())
            words = [{"text": command.text[m.start : m.end], "start_ms": self._t + m.at_ms} for m in marks]
            because = self._because.get(sentence, {})
            line = BotLine(
                command.turn, command.text, self._t, words=words, because=because, sounded=sounded(because)
            )
            self._playing[sentence] = line
            self._view.transcript.append(line)
            return
        playing = self._playing.pop(sentence, None)
        if playing is not None:
            playing.end_ms, playing.heard = self._t, command.text
            playing.interrupted = command.text != playing.text


def _entity(entity: Entity, start: int) -> dict[str, Any]:
    """`start`: where its audio starts on the call's clock."""
    return {
        "name": entity.name,
        "value": entity.value,
        "text": entity.text,
        "confidence": round(entity.confidence, 3),
        "supported_by": list(entity.supported_by),
        "start_ms": None if entity.start_ms is None else start + entity.start_ms,
        "end_ms": None if entity.end_ms is None else start + entity.end_ms,
    }
