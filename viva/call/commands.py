"""What a call decides. The shell carries these out in order and reports back as events.

The first group asks for work, the second moves audio, the third tells whoever watches (the page, the
log), the last ends the call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from viva.call.floor import FloorState
from viva.dialogue.state import WaitKind
from viva.hearing.evidence import Recognition
from viva.hearing.voice.manner import Manner
from viva.speaking.script import Script
from viva.understanding.expectation import Expectation
from viva.understanding.reading import JsonValue, Reading

UnansweredReason = Literal[
    "no_words",
    "backchannel",
    "noise",
    "background_speech",
    "too_short_over_bot",
    "barge_in_off",
    "call_ending",
    "call_ended",
    "replaced_by_input",
    "turn_too_long",
]
"""`no_words`: a noise. Over the bot's speech: `backchannel`, `noise` and `background_speech` as it was
judged, `too_short_over_bot` where it had stopped before it was. `replaced_by_input`: the caller typed or
keyed instead, or more turns came than could wait. `turn_too_long`: said on after a turn of maximum length,
while that was still being recognized."""

EndReason = Literal[
    "caller_hung_up",
    "bot_hung_up",
    "transferred",
    "no_input",
    "bad_client",
    "connection_lost",
    "too_long",
    "server_stopping",
    "failed",
]


@dataclass(frozen=True, slots=True)
class Recognize:
    """Recognize the caller's audio from `start_ms` to `end_ms`; answered by `Recognized`."""

    request: int
    start_ms: int
    end_ms: int
    expects: Expectation
    kind: Literal["recognize"] = "recognize"


@dataclass(frozen=True, slots=True)
class Forget:
    """The answer to a request is not needed any more: the caller went on."""

    request: int
    kind: Literal["forget"] = "forget"


@dataclass(frozen=True, slots=True)
class JudgeOverlap:
    """Tell what the caller's audio from `start_ms` to `end_ms`, over the bot's speech, is; answered by
    `OverlapJudged`."""

    request: int
    start_ms: int
    end_ms: int
    expects: Expectation
    usual_level_db: float | None
    """Level at which this caller has spoken so far, dBFS; None: not known yet."""
    kind: Literal["judge_overlap"] = "judge_overlap"


@dataclass(frozen=True, slots=True)
class Understand:
    """Read an N-best list; answered by `Understood`."""

    request: int
    recognition: Recognition
    expects: Expectation
    now: str
    kind: Literal["understand"] = "understand"


@dataclass(frozen=True, slots=True)
class Synthesize:
    """Make the audio of a sentence; answered by `Synthesized`. Says nothing yet."""

    sentence: int
    script: Script
    because: dict[str, float] = field(default_factory=dict)
    """Why it sounds so: what each reason changes, as factors of the rate, semitones and decibels."""
    kind: Literal["synthesize"] = "synthesize"


@dataclass(frozen=True, slots=True)
class Discard:
    """Prepared sentences that will not be played."""

    sentences: tuple[int, ...]
    kind: Literal["discard"] = "discard"


@dataclass(frozen=True, slots=True)
class RunAction:
    """Run code of the bot, with its effects; answered by `ActionFinished` or `ActionFailed`."""

    request: int
    action: str
    arguments: dict[str, JsonValue]
    timeout_ms: int
    kind: Literal["run_action"] = "run_action"


@dataclass(frozen=True, slots=True)
class Play:
    """Play a sentence, of which there is some audio, as soon as those before it have ended."""

    sentence: int
    level_db: float = 0.0
    """Above the level that all speech has."""
    aside: bool = False
    """A backchannel: it takes no floor."""
    kind: Literal["play"] = "play"


@dataclass(frozen=True, slots=True)
class StopPlayback:
    """Fall silent now and forget what was queued. A sentence that had started is reported by
    `PlaybackStopped`; one that had not is never heard of again. A voice that was lowered is raised."""

    kind: Literal["stop_playback"] = "stop_playback"


@dataclass(frozen=True, slots=True)
class Duck:
    """Lower the bot's voice, or raise it again: the caller makes a sound, and what it is is not known yet."""

    on: bool
    kind: Literal["duck"] = "duck"


@dataclass(frozen=True, slots=True)
class TurnScored:
    """How likely it is that the caller's turn is over, renewed as the silence grows."""

    silence_ms: int
    """Since the end of the caller's speech."""
    over: float
    """Probability that the turn is over, 0..1."""
    threshold: float
    """At which it is taken."""
    because: dict[str, float]
    """What it follows from: each input's part, natural-log odds."""
    kind: Literal["turn_scored"] = "turn_scored"


@dataclass(frozen=True, slots=True)
class FloorChanged:
    state: FloorState
    kind: Literal["floor_changed"] = "floor_changed"


@dataclass(frozen=True, slots=True)
class Caption:
    speaker: Literal["caller", "bot"]
    turn: int
    text: str
    final: bool
    """For the caller: the turn was taken. For the bot: the sentence has ended and `text` was heard."""
    sentence: int | None = None
    """For the bot: which sentence."""
    kind: Literal["caption"] = "caption"


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """The caller's turn is over and is being answered."""

    turn: int
    by: Literal["speech", "text", "keys"]
    start_ms: int
    end_ms: int
    """End of the caller's speech."""
    recognition: Recognition
    reading: Reading
    heard: str | None
    """What the caller had heard of the bot's last words; None: all of them."""
    voice: Manner | None = None
    """How it was said; None: keys, text, or no voice analysis."""
    kind: Literal["turn_taken"] = "turn_taken"


@dataclass(frozen=True, slots=True)
class DialogueMoved:
    """What the dialogue did when it was told something, and what it waits for now."""

    after: Literal["start", "turn", "no_input", "action"]
    step: str
    """Flow and step under way, as in `Expectation.step`; '' where no flow is."""
    waits: WaitKind
    slot: str
    """The one that is asked for, or whose value is checked; '' where none is."""
    prompts: tuple[str, ...]
    """Names of what it says, in order."""
    slots: dict[str, JsonValue]
    """Those that were given a value; null: answered with nothing, or forgotten."""
    misses: int
    """Turns in a row that were not understood, the last one included."""
    kind: Literal["dialogue_moved"] = "dialogue_moved"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An utterance that gets no answer, and why."""

    start_ms: int
    end_ms: int
    reason: UnansweredReason
    kind: Literal["unanswered"] = "unanswered"


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from the end of the caller's speech to the first audio of the reply, and its parts.

    Parts overlap where work was done ahead, so they need not add up to `total`.
    """

    total: int
    pause: int
    """Until the silence was seen as a pause."""
    decision: int
    """From there until the turn was taken."""
    recognition: int
    understanding: int
    wording: int
    """From the reading to the words of the reply: dialogue, and the bot's action if it waited for one."""
    first_audio: int
    """Synthesis of the first sentence."""


@dataclass(frozen=True, slots=True)
class ReplyStarted:
    """The reply to a turn became audible."""

    turn: int
    latency_ms: Latency
    speculation: Literal["used", "late", "none"]
    """`used`: the reply was ready when the turn was taken; `late`: it was still being prepared;
    `none`: nothing could be prepared (typed text, keys, an action that had to run first)."""
    kind: Literal["reply_started"] = "reply_started"


@dataclass(frozen=True, slots=True)
class SpeculationDropped:
    """A prepared reply was thrown away because the caller went on."""

    text: str
    """The words it would have answered."""
    kind: Literal["speculation_dropped"] = "speculation_dropped"


@dataclass(frozen=True, slots=True)
class Note:
    """Something for the log and the page that changes nothing by itself."""

    code: str
    message: str
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class TransferCall:
    to: str
    kind: Literal["transfer_call"] = "transfer_call"


@dataclass(frozen=True, slots=True)
class EndCall:
    """The call is over. Always the last command."""

    reason: EndReason
    kind: Literal["end_call"] = "end_call"


Command = (
    Recognize
    | Forget
    | JudgeOverlap
    | Understand
    | Synthesize
    | Discard
    | RunAction
    | Play
    | StopPlayback
    | Duck
    | TurnScored
    | FloorChanged
    | Caption
    | TurnTaken
    | DialogueMoved
    | Unanswered
    | ReplyStarted
    | SpeculationDropped
    | Note
    | TransferCall
    | EndCall
)
