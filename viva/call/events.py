"""What a call can be told. Everything that enters the core is one of these, and all of it is logged.

Times are milliseconds on the call's own media clock, which starts at 0 when the call is answered.
`t` is when the core was told; `at` is where in the caller's audio it happened (never after `t`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from viva.hearing.evidence import Recognition
from viva.hearing.line.evidence import Line
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.voice.evidence import Voice
from viva.speaking.speech import WordMark
from viva.understanding.reading import JsonValue, Reading

EngineKind = Literal["recognizer", "understander", "synthesizer", "overlap_judge"]
LeaveReason = Literal["caller_hung_up", "connection_lost", "bad_client", "server_stopping", "failed"]


@dataclass(frozen=True, slots=True)
class CallStarted:
    """The call was answered. Always the first event."""

    t: int
    call: str
    bot: str
    channel: str
    caller: str
    now: str
    """Local date and time at t = 0, ISO 8601 without a zone."""
    calls: int = 0
    """How often this caller has called this bot before; 0 where the caller is not known."""
    kind: Literal["call_started"] = "call_started"


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The caller started to speak, or went on after a pause."""

    t: int
    at: int
    kind: Literal["speech_started"] = "speech_started"


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """The caller has been silent for a short while."""

    t: int
    at: int
    """Where the speech ended: before the silence."""
    voice: Voice | None = None
    """How it was said since the speech started or went on; None: no voice analysis."""
    kind: Literal["speech_paused"] = "speech_paused"


@dataclass(frozen=True, slots=True)
class Recognized:
    """Answers `Recognize`."""

    t: int
    request: int
    recognition: Recognition
    took_ms: int
    kind: Literal["recognized"] = "recognized"


@dataclass(frozen=True, slots=True)
class OverlapJudged:
    """Answers `JudgeOverlap`."""

    t: int
    request: int
    overlap: Overlap
    took_ms: int
    kind: Literal["overlap_judged"] = "overlap_judged"


@dataclass(frozen=True, slots=True)
class Understood:
    """Answers `Understand`."""

    t: int
    request: int
    reading: Reading
    took_ms: int
    kind: Literal["understood"] = "understood"


@dataclass(frozen=True, slots=True)
class Synthesized:
    """Answers `Synthesize`. The audio itself stays in the shell.

    A sentence that is made bit by bit is reported more than once: `whole` is false but for the last time.
    """

    t: int
    sentence: int
    duration_ms: int
    """Of the audio that there is."""
    marks: tuple[WordMark, ...]
    """Of the words that begin in it."""
    took_ms: int
    whole: bool = True
    kind: Literal["synthesized"] = "synthesized"


@dataclass(frozen=True, slots=True)
class EngineFailed:
    """An engine raised, was too slow, or had no room: the answer to `request` will not come."""

    t: int
    engine: EngineKind
    request: int
    """The request's number; for the synthesizer the sentence's."""
    reason: str
    kind: Literal["engine_failed"] = "engine_failed"


@dataclass(frozen=True, slots=True)
class PlaybackStarted:
    """The first audio of a sentence left for the caller."""

    t: int
    sentence: int
    kind: Literal["playback_started"] = "playback_started"


@dataclass(frozen=True, slots=True)
class PlaybackFinished:
    """A sentence was played to its end."""

    t: int
    sentence: int
    kind: Literal["playback_finished"] = "playback_finished"


@dataclass(frozen=True, slots=True)
class PlaybackStopped:
    """A sentence that had started was cut by `StopPlayback`."""

    t: int
    sentence: int
    played_ms: int
    """How much of it was played out, by the best knowledge of the channel."""
    kind: Literal["playback_stopped"] = "playback_stopped"


@dataclass(frozen=True, slots=True)
class KeyPressed:
    t: int
    digit: str
    """One of 0-9, *, #, A-D."""
    kind: Literal["key_pressed"] = "key_pressed"


@dataclass(frozen=True, slots=True)
class TextEntered:
    """The caller typed instead of speaking."""

    t: int
    text: str
    kind: Literal["text_entered"] = "text_entered"


@dataclass(frozen=True, slots=True)
class ActionFinished:
    t: int
    request: int
    result: JsonValue
    kind: Literal["action_finished"] = "action_finished"


@dataclass(frozen=True, slots=True)
class ActionFailed:
    """An action raised or took longer than its timeout."""

    t: int
    request: int
    reason: str
    kind: Literal["action_failed"] = "action_failed"


@dataclass(frozen=True, slots=True)
class TimeReached:
    """The clock has reached the call's `next_deadline`."""

    t: int
    kind: Literal["time_reached"] = "time_reached"


@dataclass(frozen=True, slots=True)
class LineNoted:
    """Something about the line that a reader of the call should know; decides nothing."""

    t: int
    code: str
    message: str
    kind: Literal["line_noted"] = "line_noted"


@dataclass(frozen=True, slots=True)
class LineHeard:
    """What the line is like has changed materially; at most once a second."""

    t: int
    line: Line
    kind: Literal["line_heard"] = "line_heard"


@dataclass(frozen=True, slots=True)
class CallerLeft:
    """The line is gone, whoever ended it. Always the last event of a call that the bot did not end."""

    t: int
    reason: LeaveReason
    kind: Literal["caller_left"] = "caller_left"


Event = (
    CallStarted
    | SpeechStarted
    | SpeechPaused
    | Recognized
    | OverlapJudged
    | Understood
    | Synthesized
    | EngineFailed
    | PlaybackStarted
    | PlaybackFinished
    | PlaybackStopped
    | KeyPressed
    | TextEntered
    | ActionFinished
    | ActionFailed
    | TimeReached
    | LineNoted
    | LineHeard
    | CallerLeft
)
