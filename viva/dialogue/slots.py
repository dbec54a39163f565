"""Filling slots from the entities of an utterance: several at once, in any order, and corrections."""

from __future__ import annotations

from dataclasses import dataclass, field

from viva.dialogue.expects import instruction, kind_of, takes
from viva.dialogue.move import Move
from viva.dialogue.steps import Ask
from viva.understanding.engine import DICTATED, signs, signs_of
from viva.understanding.reading import Entity, JsonValue, Reading


@dataclass(slots=True)
class Filled:
    """What an utterance did to the slots."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """Had another value before."""
    same: list[str] = field(default_factory=list)
    """Were said again with the value they have."""
    refused: str = ""
    """Prompt that says why the answer to the question cannot be taken, e.g. too few digits."""
    refused_values: dict[str, JsonValue] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        return bool(self.new or self.changed)


def fill(move: Move, reading: Reading, asked: str = "") -> Filled:
    """Give the topic's slots the values that were said. `asked`: the slot that the question was for."""
    filled = Filled()
    correcting = reading.has("correct") or reading.has("no")
    entities = list(reading.entities)
    used: list[Entity] = []
    if asked:
        answer = _answer(move, entities, asked, correcting) or _part(move, reading, asked)
        if answer is not None:
            used.append(answer)
            _put_answer(move, answer, asked, filled)
    dictating = asked != "" and kind_of(move.bot, asked) in DICTATED
    given: set[str] = {asked} if used else set()
    for entity in entities:
        if any(_overlap(entity, other) for other in used):
            continue
        slot = _slot_for(move, entity, given, correcting)
        if dictating and not correcting and slot in move.state.slots:
            continue  # part of a number that was dictated, which happens to read as a time
        if slot and _acceptable(move, slot, entity.value):
            used.append(entity)
            given.add(slot)
            _put(move, slot, entity.value, entity.confidence, filled)
    return filled


def _answer(move: Move, entities: list[Entity], asked: str, correcting: bool) -> Entity | None:
    """The entity that answers the question, if any: of several the last, as in "two, no, three"."""
    wanted = move.bot.slots[asked].entity
    fitting = [
        one for one in entities if one.name == wanted and not (one.continues and _latest(move, wanted, set()))
    ]
    if not fitting:
        return None
    if correcting and asked not in move.state.slots and _latest(move, wanted, set()):
        return None  # "no, I said Friday" mends the day given before, whichever day is asked for now
    mends = any(_latest(move, entity.name, set()) for entity in entities if entity.name != wanted)
    if correcting and mends and kind_of(move.bot, asked) == "text":
        return None  # "I said nine thirty" is no name
    others = [name for name in takes(move.bot, move.state.topic) if _takes(move, name, wanted)]
    return fitting[0] if len(others) > 1 else fitting[-1]


def _part(move: Move, reading: Reading, asked: str) -> Entity | None:
    """Too few digits for the answer, which may be the first of it or the rest."""
    wanted = move.bot.slots[asked].entity
    return next((part for part in reversed(reading.parts) if part.name == wanted), None)


def _slot_for(move: Move, entity: Entity, given: set[str], correcting: bool) -> str:
    """The slot that an entity belongs to, or ''."""
    kind = move.bot.language.entities[entity.name].kind if entity.name in move.bot.language.entities else ""
    if kind == "text":
        return ""  # whatever was said: only an answer when it is asked for
    names = [name for name in takes(move.bot, move.state.topic) if _takes(move, name, entity.name)]
    latest = _latest(move, entity.name, given)
    if latest and (correcting or entity.continues):
        return latest
    empty = [name for name in names if name not in move.state.slots and name not in given]
    if empty:
        return empty[0]
    return latest or next((name for name in names if len(names) == 1 or name not in given), "")


def _takes(move: Move, slot: str, entity: str) -> bool:
    return slot in move.bot.slots and move.bot.slots[slot].entity == entity


def _latest(move: Move, entity: str, given: set[str]) -> str:
    """The slot for such an entity that was filled last, '' if none is filled."""
    names = takes(move.bot, move.state.topic)
    topic = move.state.topics[-1]
    order = [*reversed(topic.recent), *(name for name in names if name in move.state.slots)]
    return next((n for n in order if n in names and n not in given and _takes(move, n, entity)), "")


def _overlap(a: Entity, b: Entity) -> bool:
    return a.hypothesis == b.hypothesis and a.start < b.end and b.start < a.end


def _acceptable(move: Move, slot: str, value: JsonValue) -> bool:
    return not _fault(move, slot, value)


def _fault(move: Move, slot: str, value: JsonValue) -> str:
    """What keeps a value out of a slot: `too_few`, `too_many`, `out_of_range`, or ''."""
    spec = move.bot.language.entities.get(move.bot.slots[slot].entity)
    if spec is None:
        return ""
    low, high = spec.minimum, spec.maximum
    if spec.kind in DICTATED and isinstance(value, str):
        count = signs(value)
        low, high = signs_of(spec)
        return "too_few" if low and count < low else "too_many" if high and count > high else ""
    if isinstance(value, dict):
        value = value.get("amount")  # money
    if isinstance(value, int | float):
        outside = (low is not None and value < low) or (high is not None and value > high)
        return "out_of_range" if outside else ""
    return ""


def _put_answer(move: Move, answer: Entity, asked: str, filled: Filled) -> None:
    value = answer.value
    if kind_of(move.bot, asked) in DICTATED and isinstance(value, str):
        partial = move.state.wait.partial
        joined = value if value.startswith("+") else partial + value
        # All of it from the start: a value by itself that begins like the first part or is too long with it.
        anew = value.startswith(partial) or _fault(move, asked, joined) == "too_many"
        value = value if anew and not _fault(move, asked, value) else joined
    fault = _fault(move, asked, value)
    if not fault:
        _put(move, asked, value, answer.confidence, filled)
        return
    spec = move.bot.language.entities[move.bot.slots[asked].entity]
    partial = value if fault == "too_few" and isinstance(value, str) else ""
    move.wait(move.state.wait.kind, slot=asked, choices=move.state.wait.choices, partial=partial)
    filled.refused = "go_on" if fault == "too_few" else fault
    filled.refused_values = {"value": value, "minimum": spec.minimum, "maximum": spec.maximum}


def _put(move: Move, slot: str, value: JsonValue, confidence: float, filled: Filled) -> None:
    known = move.state.slots
    done = filled.new if slot not in known else filled.same if known[slot] == value else filled.changed
    done.append(slot)
    move.put(slot, value)
    topic = move.state.topics[-1]
    check = _check_of(move, slot)
    doubted = check == "always" or (check == "unsure" and confidence < move.bot.repair.unsure_below)
    unchecked = tuple(name for name in topic.unchecked if name != slot)
    move.change_topic(
        recent=(*(name for name in topic.recent if name != slot), slot),
        unchecked=(*unchecked, slot) if doubted else unchecked,
    )


def _check_of(move: Move, slot: str) -> str:
    """How careful the flow is with a slot: as its question says, else as its definition says."""
    step = instruction(move.bot, move.state.topic)
    if isinstance(step, Ask) and step.slot == slot:
        return step.check
    return move.bot.slots[slot].check
