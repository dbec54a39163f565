"""What of a replayed call can be counted, and what changes turn by turn as long as the caller's words fit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from viva.channels.line import FRAME_MS
from viva.lab.calls.facts import CallFacts, TurnFacts
from viva.understanding.reading import JsonValue


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one version in one call, over the turns that are counted."""

    turns: int = 0
    latency_ms: int = 0
    """Of all replies together."""
    replies: int = 0
    cut_offs: int = 0
    no_matches: int = 0
    meant: int = 0
    """Turns of which it is known what the caller meant."""
    understood: int = 0
    """Of these, those that were understood so: the intent, and every value in its slot."""
    wanted: int = 0
    """Values that the caller meant."""
    right: int = 0
    """Of these, those that stood in their slot after the turn."""


@dataclass(frozen=True, slots=True)
class Change:
    """Of a turn that both versions took at the same place."""

    turn: int
    what: str
    """One of `WHAT`."""
    before: str
    after: str


WHAT = ("turn end", "recognized text", "intent", "entities", "slots", "latency")


def counts(call: CallFacts, turns: int, meant: CallFacts) -> Counts:
    """Of the first `turns` turns. meant: the same turns of the version that took them as the record did; what
    the caller meant by each is known of it."""
    counted = [turn for turn in call.turns if turn.turn <= turns]
    latencies = [turn.latency.total for turn in counted if turn.latency is not None]
    known = _known(call)
    true = understood = wanted = right = 0
    for reference in meant.turns:
        said = reference.said
        if reference.turn > turns or said is None:
            continue
        own = next((turn for turn in counted if turn.turn == reference.turn), None)
        slots = known.get(reference.turn, {})
        stood = sum(_same(slots.get(slot), value) for slot, value in said.values.items())
        wanted += len(said.values)
        right += stood
        if said.intent or said.values:
            true += 1
            understood += own is not None and stood == len(said.values) and _intended(own, said.intent)
    return Counts(
        len(counted),
        sum(latencies),
        len(latencies),
        sum(turn.cut_off for turn in counted),
        sum(turn.repair == "no_match" for turn in counted),
        true,
        understood,
        wanted,
        right,
    )


def changes(before: CallFacts, after: CallFacts, turns: int) -> Iterator[Change]:
    """Of the first `turns` turns, which both took at the same places."""
    others = {turn.turn: turn for turn in after.turns}
    for was in before.turns:
        now = others.get(was.turn)
        if was.turn > turns or now is None:
            continue
        for what, one, other in zip(WHAT, _told(was), _told(now), strict=True):
            # A key or a text is put on a tick of the call's clock; live it came between two of them.
            tick = what == "turn end" and abs(was.end_ms - now.end_ms) <= FRAME_MS
            if one != other and not tick:
                yield Change(was.turn, what, one, other)


def _told(turn: TurnFacts) -> tuple[str, ...]:
    """In the order of `WHAT`."""
    return (
        f"{turn.end_ms} ms",
        turn.heard[0] if turn.heard else "",
        turn.intents[0][0] if turn.intents else "",
        _json({name: value for name, value, _ in turn.entities}),
        _json(turn.after.slots if turn.after else {}),
        "" if turn.latency is None else f"{turn.latency.total} ms",
    )


def _known(call: CallFacts) -> dict[int, dict[str, JsonValue]]:
    """Turn -> the slots after it."""
    found: dict[int, dict[str, JsonValue]] = {}
    slots: dict[str, JsonValue] = {}
    turns = [turn for turn in call.turns if turn.after is not None]
    for move in call.moves:
        slots = {**slots, **move.slots}
        if turns and turns[0].after is move:
            found[turns.pop(0).turn] = slots
    return found


def _intended(turn: TurnFacts, intent: str) -> bool:
    if turn.repair == "no_match":
        return False
    return not intent or any(name == intent for name, _ in turn.intents)


def _same(one: JsonValue, other: JsonValue) -> bool:
    return _json(one) == _json(other)


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
