"""Rows of truth and prediction out of calls whose callers are known: what `viva eval` reads from a folder.

A row is what the caller said, and all that the bot made of it: an utterance that was taken in two turns is
one row, one that got no answer has no prediction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from viva.lab.calls.facts import CallFacts, TurnFacts
from viva.lab.calls.matching import FOR_THE_FLOOR
from viva.lab.calls.truth import Said

Row = dict[str, Any]
Entities = Mapping[str, str]
"""Slot -> the entity that it takes, '' for none, as the bot of the call has it; empty if it was not kept."""
Rows = Callable[[CallFacts, Entities], Iterator[Row]]

OUTSIDE = "out_of_scope"
LEAD_MS = 200
"""Audio before and after an utterance that is cut out to be listened to."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was said, and the turns that were made of it."""

    said: Said | None
    """None: a turn was made of nothing."""
    turns: tuple[TurnFacts, ...]

    @property
    def heard(self) -> str:
        return " ".join(turn.heard[0] for turn in self.turns if turn.heard)


def utterances(call: CallFacts) -> Iterator[Answered]:
    """What the caller said for the floor, in order, then turns that nothing was said for."""
    assert call.truth is not None
    for said in call.truth.said:
        if said.kind in FOR_THE_FLOOR:
            yield Answered(said, tuple(turn for turn in call.turns if turn.said is said))
    for turn in call.turns:
        if turn.said is None and turn.by == "speech":
            yield Answered(None, (turn,))


def asr_rows(call: CallFacts, _: Entities) -> Iterator[Row]:
    for i, one in enumerate(utterances(call)):
        if one.said is not None and one.said.act == "bye" and not one.turns:
            continue  # said while the call was ended
        if one.said is not None and one.said.recording:
            continue  # nobody has written down its words
        row = _row(call, i, one)
        row["truth"] = one.said.text if one.said else ""
        row["hypothesis"] = one.heard if one.turns else None
        if len(one.turns) == 1:
            row["nbest"] = list(one.turns[0].heard)
        yield row


def intent_rows(call: CallFacts, _: Entities) -> Iterator[Row]:
    """Of utterances that mean an intent: answers alone have none. Where several were read out of one ("no, I
    said Friday"), the one that was meant counts if it is among them, else the surest."""
    for i, one in enumerate(utterances(call)):
        if one.said is None or not one.said.intent:
            continue
        row = _row(call, i, one)
        row["truth"] = one.said.intent
        intents = [intent for turn in one.turns for intent in turn.intents]
        meant = [intent for intent in intents if intent[0] == one.said.intent]
        best = max(meant or intents, key=lambda intent: intent[1], default=None)
        row["hypothesis"] = best[0] if best else OUTSIDE if one.turns else None
        row["confidence"] = best[1] if best else None
        yield row


def entity_rows(call: CallFacts, entities: Entities) -> Iterator[Row]:
    for i, one in enumerate(utterances(call)):
        if one.said is None:
            continue
        row = _row(call, i, one)
        row["truth"] = [
            {"type": entities.get(slot, slot), "value": value} for slot, value in one.said.values.items()
        ]
        found = [{"type": name, "value": value} for turn in one.turns for name, value, _ in turn.entities]
        row["hypothesis"] = found if one.turns else None
        yield row


def slot_rows(call: CallFacts, entities: Entities) -> Iterator[Row]:
    """A row for each move of the dialogue; what the caller wanted stands in the first."""
    for i, move in enumerate(call.moves):
        filled = {
            slot: value
            for slot, value in move.slots.items()
            if value is not None and move.after == "turn" and entities.get(slot, slot)
        }
        yield {
            **_conditions(call),
            "id": f"{call.id}:{i}",
            "call": call.id,
            "truth": call.wanted if i == 0 else {},
            "hypothesis": filled,
            "asked": move.slot if move.waits == "ask" else None,
        }


def _row(call: CallFacts, number: int, one: Answered) -> Row:
    start = one.said.start_ms if one.said else one.turns[0].start_ms
    end = one.said.end_ms if one.said else one.turns[0].end_ms
    first, last = max(0, start - LEAD_MS) / 1000, (end + LEAD_MS) / 1000
    return {
        **_conditions(call),
        "id": f"{call.id}:{number}",
        "call": call.id,
        "text": one.said.text if one.said else "",
        "step": one.turns[0].before.place if one.turns else "",
        "act": one.said.act if one.said else "",
        "audio": f"calls/{call.id}/audio.wav#t={first:.3f},{last:.3f}",
    }


def _conditions(call: CallFacts) -> Row:
    assert call.truth is not None
    return {name: call.condition(name) for name in ("persona", *call.truth.conditions)}
