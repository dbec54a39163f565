"""A call's log, and what is known of the caller, read into facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.log import Header, Record, read_log
from viva.call.view.overlaps import OverlapReader
from viva.call.view.pauses import PauseReader, PauseView
from viva.call.wire import decode_command
from viva.lab.calls.facts import ActionFacts, CallFacts, MoveFacts, TurnFacts
from viva.lab.calls.matching import overlaps_of, turn_of, unanswered
from viva.lab.calls.repairs import repair_of
from viva.lab.calls.sounds import Sounds
from viva.lab.calls.truth import CallTruth, read_truth
from viva.understanding.reading import JsonValue

LOG = "events.jsonl"
NOWHERE = MoveFacts(0, "start", "", "open", "", (), {}, 0)
"""Before the dialogue has moved."""
_PASSED_OVER = frozenset(
    ("recognize", "forget", "judge_overlap", "understand", "synthesize", "discard", "play", "caption")
)
"""Commands without a fact in them; reading what they carry takes longer than all the rest."""


def read_call(folder: Path) -> CallFacts:
    """Of a call's folder. A log that was cut short is used as far as it goes.

    Raises:
        LogError, VivaError: there is no log, or it or the truth beside it cannot be read.
    """
    header, records, cut = read_log(folder / LOG)
    return facts_of(header, records, read_truth(folder), cut=cut)


def facts_of(
    header: Header, records: Sequence[Record], truth: CallTruth | None = None, *, cut: bool = False
) -> CallFacts:
    """cut: the log's last line was cut short."""
    reader = _Reader()
    for record in records:
        reader.event(record.event)
        for data in record.commands:
            if data["kind"] not in _PASSED_OVER:
                reader.command(decode_command(data))
    return reader.facts(header, truth, cut=cut)


@dataclass(slots=True)
class _Taken:
    """A turn as the log tells it."""

    command: cm.TurnTaken
    t: int
    before: MoveFacts
    pauses: tuple[PauseView, ...]
    after: MoveFacts | None = None
    reply_ms: int | None = None
    reply: cm.ReplyStarted | None = None


@dataclass(slots=True)
class _Reader:
    t: int = 0
    channel: str = ""
    reason: str = ""
    dropped: int = 0
    taken: list[_Taken] = field(default_factory=list)
    moves: list[MoveFacts] = field(default_factory=list)
    actions: dict[int, ActionFacts] = field(default_factory=dict)
    pauses: PauseReader = field(default_factory=PauseReader)
    over: OverlapReader = field(default_factory=OverlapReader)
    sounds: Sounds = field(default_factory=Sounds)
    _pauses_used: int = 0

    def event(self, event: ev.Event) -> None:
        self.t = max(self.t, event.t)
        self.pauses.event(event, self.t)
        self.over.event(event, self.t)
        self.sounds.event(event, self.t)
        match event:
            case ev.CallStarted():
                self.channel = event.channel
            case ev.ActionFinished():
                self._ended(event.request, failed=False)
            case ev.ActionFailed():
                self._ended(event.request, failed=True)
            case _:
                pass

    def command(self, command: cm.Command) -> None:
        self.pauses.command(command, self.t)
        self.over.command(command, self.t)
        self.sounds.command(command, self.t)
        match command:
            case cm.TurnTaken():
                self.pauses.taken(command, self.t)
                pauses = tuple(self.pauses.pauses[self._pauses_used :])
                self._pauses_used = len(self.pauses.pauses)
                before = self.moves[-1] if self.moves else NOWHERE
                self.taken.append(_Taken(command, self.t, before, pauses))
            case cm.DialogueMoved():
                move = MoveFacts(
                    self.t, command.after, command.step, command.waits, command.slot, command.prompts,
                    command.slots, command.misses,
                )  # fmt: skip
                self.moves.append(move)
                if command.after == "turn" and self.taken:
                    self.taken[-1].after = move
            case cm.ReplyStarted():
                for one in self.taken:
                    if one.command.turn == command.turn:
                        one.reply, one.reply_ms = command, self.t
            case cm.RunAction():
                turn = self.taken[-1].command.turn if self.taken else 0
                self.actions[command.request] = ActionFacts(command.action, self.t, None, False, turn)
            case cm.SpeculationDropped():
                self.dropped += 1
            case cm.EndCall():
                self.reason = command.reason
            case _:
                pass

    def _ended(self, request: int, *, failed: bool) -> None:
        if request in self.actions:
            was = self.actions[request]
            self.actions[request] = ActionFacts(was.name, was.start_ms, self.t, failed, was.turn)

    def facts(self, header: Header, truth: CallTruth | None, *, cut: bool) -> CallFacts:
        self.over.finish(self.t)
        self.sounds.finish(self.t)
        turns: list[TurnFacts] = []
        known: dict[str, JsonValue] = {}
        for i, one in enumerate(self.taken):
            following = self.taken[i + 1] if i + 1 < len(self.taken) else None
            found = turn_of(
                one.command, one.t, truth, self.sounds, None if following is None else following.t
            )
            turns.append(
                TurnFacts(
                    turn=one.command.turn,
                    by=one.command.by,
                    start_ms=one.command.start_ms,
                    end_ms=one.command.end_ms,
                    taken_ms=one.t,
                    heard=tuple(each.text for each in one.command.recognition.hypotheses),
                    intents=tuple((each.name, each.confidence) for each in one.command.reading.intents),
                    entities=tuple(
                        (each.name, each.value, each.text) for each in one.command.reading.entities
                    ),
                    before=one.before,
                    after=one.after,
                    repair=repair_of(one.command.reading, one.before, one.after, known),
                    said=found.said,
                    cut_off=found.cut_off,
                    resumed_ms=found.resumed_ms,
                    reply_ms=one.reply_ms,
                    latency=one.reply.latency_ms if one.reply else None,
                    speculation=one.reply.speculation if one.reply else "",
                    pauses=one.pauses,
                )
            )
            if one.after is not None:
                known.update(one.after.slots)
        return CallFacts(
            id=header.call,
            bot=header.bot,
            fingerprint=header.fingerprint,
            channel=self.channel,
            reason=self.reason,
            cut_short=cut or not self.reason,
            duration_ms=self.t,
            truth=truth,
            turns=tuple(turns),
            moves=tuple(self.moves),
            overlaps=overlaps_of(self.over.overlaps, truth, self.sounds),
            actions=tuple(self.actions.values()),
            silences=tuple(self.sounds.owed),
            bot_ms=sum(end - start for start, end in self.sounds.bot),
            unanswered=unanswered(turns, truth),
            speculations_dropped=self.dropped,
        )
