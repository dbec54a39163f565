"""What happened in one call, as plain values: what every evaluation of calls counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from viva.call.commands import Latency
from viva.call.view.pauses import PauseView
from viva.hearing.overlap.evidence import OverlapKind
from viva.lab.calls.truth import CallTruth, Said
from viva.understanding.reading import JsonValue

DEAD_AIR_MS = 2_500
"""A silence in which the bot owes a word is dead air from here on: longer than a turn that is left open is
waited for (`longest_silence_ms`)."""
SPOKE_ON_MS = 1_500
"""Without the truth: a caller who speaks again so soon after the end of a turn had not finished it. Longer
pauses within an utterance are rare; a wish that occurs to a caller later than this is another turn."""

Repair = Literal["", "no_match", "repeat", "refused", "correction"]
"""What a turn cost beside what it brought. `no_match`: it was not understood; `repeat`: "sorry?"; `refused`:
no to a value or a read-back; `correction`: it changed a value that was there; '': none of these."""
Outcome = Literal["yielded", "went_on", "finished", "unnoticed"]
"""As `viva.call.view.overlaps.Decision`; `unnoticed`: the bot took no notice of the sound, and spoke on."""
_LEVEL = re.compile(r"(.+) (-?\d+)(?:\.\d+)? dB")
OVER = ("interruption", "backchannel", "noise")
"""Kinds of `Said` that are meant to sound over the bot."""


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """One move of the dialogue, as `DialogueMoved`."""

    t: int
    after: str
    step: str
    waits: str
    slot: str
    prompts: tuple[str, ...]
    slots: dict[str, JsonValue]
    misses: int

    @property
    def place(self) -> str:
        """Where the dialogue stands, for a person: `order.0 ask size`, `more`."""
        return " ".join(part for part in (self.step, self.waits, self.slot) if part)


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """One turn that was taken. Times are milliseconds of the call's clock."""

    turn: int
    by: str
    start_ms: int
    end_ms: int
    """Of the speech, as it was detected."""
    taken_ms: int
    heard: tuple[str, ...]
    """What was recognized, best first."""
    intents: tuple[tuple[str, float], ...]
    """Name and confidence, best first."""
    entities: tuple[tuple[str, JsonValue, str], ...]
    """Name, value, and the words."""
    before: MoveFacts
    """Where the dialogue stood: what it had asked."""
    after: MoveFacts | None
    """What it made of the turn; None: the log ends before."""
    repair: Repair
    said: Said | None
    """What the caller really said; None where that is not known, or nothing was said."""
    cut_off: bool
    """It was taken though the caller had not finished: by the truth where there is one, else inferred."""
    resumed_ms: int | None
    """When the caller spoke on, of a turn that was cut off."""
    reply_ms: int | None
    """When the reply became audible; None: never."""
    latency: Latency | None
    speculation: str
    pauses: tuple[PauseView, ...]
    """Those of the turn, with their scores."""

    @property
    def finished_ms(self) -> int:
        """When the caller's speech really ended, as well as that is known."""
        return self.said.end_ms if self.said is not None and not self.cut_off else self.end_ms

    @property
    def delay_ms(self) -> int:
        """From there until the turn was taken; meaningless where it was cut off."""
        return max(0, self.taken_ms - self.finished_ms)


@dataclass(frozen=True, slots=True)
class OverlapFacts:
    """A sound of the caller's over the bot."""

    start_ms: int
    end_ms: int
    kind: str
    """What it was: `interruption`, `backchannel`, `noise`, or a `turn` that began over the bot by chance; ''
    where that is not known."""
    judged: OverlapKind | None
    """What it was taken for by the last judgement."""
    outcome: Outcome | None
    """None: the call ended before it was decided."""
    silent_ms: int | None
    """From its onset until the bot fell silent, where it yielded."""
    resumed: bool
    """The bot yielded for nothing, and went on with what it was saying."""

    @property
    def right(self) -> bool | None:
        """An interruption was yielded to, another sound was not. None: not known, or the bot had just said
        all that it had to say, so that there was nothing to decide."""
        if self.kind not in OVER or self.outcome in (None, "finished"):
            return None
        return (self.kind == "interruption") == (self.outcome == "yielded")


@dataclass(frozen=True, slots=True)
class ActionFacts:
    name: str
    start_ms: int
    end_ms: int | None
    """None: it had not ended when the log does."""
    failed: bool
    turn: int
    """The last turn taken before it."""

    @property
    def ms(self) -> int | None:
        return None if self.end_ms is None else self.end_ms - self.start_ms


@dataclass(frozen=True)
class CallFacts:
    id: str
    bot: str
    fingerprint: str
    channel: str
    reason: str
    """As `EndReason`; '' where the log ends before the call did."""
    cut_short: bool
    """The log is damaged at its end, or ends before the call: facts are those until there."""
    duration_ms: int
    truth: CallTruth | None
    turns: tuple[TurnFacts, ...]
    moves: tuple[MoveFacts, ...]
    overlaps: tuple[OverlapFacts, ...]
    actions: tuple[ActionFacts, ...]
    silences: tuple[tuple[int, int], ...]
    """Start and end of each silence in which the bot owed a word."""
    bot_ms: int
    """How long the bot was heard."""
    unanswered: tuple[Said, ...]
    """What the caller said for the floor and no turn was made of; needs the truth."""
    speculations_dropped: int

    @property
    def key(self) -> str:
        """What the same call of another simulation is found by."""
        return self.id if self.truth is None else f"{self.truth.seed}-{self.truth.number}"

    @property
    def success(self) -> bool | None:
        return None if self.truth is None else self.truth.success

    @property
    def transferred(self) -> bool:
        return self.reason == "transferred"

    @cached_property
    def no_inputs(self) -> int:
        return sum(move.after == "no_input" for move in self.moves)

    def repairs(self, kind: Repair) -> int:
        return sum(turn.repair == kind for turn in self.turns)

    @cached_property
    def in_repair(self) -> int:
        """Turns that were a repair, and silences that were asked about."""
        return self.no_inputs + sum(turn.repair != "" for turn in self.turns)

    @property
    def ended_at(self) -> str:
        """What was waited for at last, as `MoveFacts.place`; what only said goodbye is passed over."""
        asked = [move for move in self.moves if move.waits != "ended"] or self.moves
        return asked[-1].place if asked else ""

    @cached_property
    def dropped(self) -> bool:
        """The caller was gone while a question stood, or before anything was begun: not at "anything else?",
        nor after a goodbye. With the truth: and did not have what was wanted."""
        if self.success or self.reason not in ("caller_hung_up", "connection_lost", "no_input"):
            return False
        if self.success is False:
            return True
        last = self.moves[-1] if self.moves else None
        begun = any(move.step for move in self.moves)
        return last is None or bool(last.step) or (last.waits == "open" and not begun)

    @cached_property
    def dead_air(self) -> tuple[tuple[int, int], ...]:
        return tuple((start, end) for start, end in self.silences if end - start > DEAD_AIR_MS)

    @cached_property
    def values(self) -> dict[str, JsonValue]:
        """The value that each slot was given last; those that were emptied are not there."""
        found: dict[str, JsonValue] = {}
        for move in self.moves:
            found.update(move.slots)
        return {slot: value for slot, value in found.items() if value is not None}

    @cached_property
    def wanted(self) -> dict[str, JsonValue]:
        """The values that the caller wanted to give; of several wishes, one after the other, the later ones'
        replace earlier ones'. Nothing where that is not known."""
        goals = [] if self.truth is None else [self.truth.goal, *_listed(self.truth.goal.get("then"))]
        found: dict[str, JsonValue] = {}
        for goal in goals:
            slots = goal.get("slots")
            found.update(slots if isinstance(slots, dict) else {})
        return {slot: value for slot, value in found.items() if value is not None}

    def condition(self, name: str) -> str:
        """`persona`, or one of the truth's conditions such as `noise` or `line`; '' where it is not known.
        Noise is told in bands of 5 dB: `babble 10-15 dB`."""
        if self.truth is None:
            return ""
        value = self.truth.persona if name == "persona" else self.truth.conditions.get(name)
        if name == "noise" and isinstance(value, str) and (found := _LEVEL.fullmatch(value)):
            low = 5 * (int(found[2]) // 5)
            return f"{found[1]} {low}-{low + 5} dB"
        return "" if value is None else str(value)


def _listed(goals: JsonValue) -> list[dict[str, JsonValue]]:
    return [goal for goal in goals if isinstance(goal, dict)] if isinstance(goals, list) else []
