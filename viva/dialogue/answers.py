"""Taking an answer to the question that is open. Each returns False where it was no answer."""

from __future__ import annotations

import re
from dataclasses import replace

from viva.dialogue import steps
from viva.dialogue.expects import instruction, kind_of, takes
from viva.dialogue.flow import rewind, run
from viva.dialogue.move import Move
from viva.dialogue.slots import Filled, fill
from viva.dialogue.state import Frame, Topic
from viva.understanding.reading import Reading

SHORT = 3
"""Words, at most, that name a slot and ask for nothing else."""
A_WHOLE_REQUEST = 3
"""So many slots in one utterance, with the flow's intent, are a new request and not an answer."""


def asked(move: Move, reading: Reading) -> bool:
    """A slot was asked for."""
    slot = move.state.wait.slot
    step = instruction(move.bot, move.state.topic)
    optional = move.state.wait.kind == "value" or (isinstance(step, steps.Ask) and step.optional)
    if _replaces(move, reading, A_WHOLE_REQUEST):
        return _begin_again(move, reading)
    if kind_of(move.bot, slot) == "yes_no" and (reading.has("yes") or reading.has("no")):
        fill(move, reading)
        move.put(slot, reading.has("yes"))
        return _go_on(move)
    filled = fill(move, reading, slot)
    if filled.refused:
        move.say(filled.refused, filled.refused_values, of=slot, repair=True)
        return True
    if filled.any or slot in filled.same or (filled.same and any(one.continues for one in reading.entities)):
        return _after_filling(move, filled, slot)
    if reading.has("no") and optional:
        move.put(slot, None)
        return _go_on(move)
    if reading.has("no") or reading.has("correct"):
        return _what_is_wrong(move, reading)
    return names_slot(move, reading)


def checked(move: Move, reading: Reading) -> bool:
    """One value was read back."""
    slot = move.state.wait.slot
    filled = fill(move, reading, slot)
    if filled.refused:
        move.say(filled.refused, filled.refused_values, of=slot, repair=True)
        return True
    if filled.any:
        return _after_filling(move, filled, slot)
    if reading.has("no") or reading.has("correct"):
        move.clear(slot)
        move.change(corrected=True)
        move.say("sorry", repair=True)
        return _go_on(move)
    if reading.has("yes") or slot in filled.same:
        topic = move.state.topics[-1]
        move.change_topic(unchecked=tuple(name for name in topic.unchecked if name != slot))
        return _go_on(move)
    return False


def confirmed(move: Move, reading: Reading) -> bool:
    """Everything was read back."""
    step = instruction(move.bot, move.state.topic)
    assert isinstance(step, steps.Confirm)
    if _replaces(move, reading, 1):
        return _begin_again(move, reading)
    filled = fill(move, reading)
    if filled.any:
        if reading.has("no") or reading.has("correct"):
            move.say("sorry", repair=True)
        move.change(corrected=True)
        rewind(move, {*filled.changed, *filled.new})
        return _go_on(move)
    at = move.state.topics[-1].frames[-1].at
    if reading.has("no"):
        if step.denied is None:
            return _what_is_wrong(move, reading)
        move.go_to(step.denied)
        return _go_on(move)
    if reading.has("correct"):
        return _what_is_wrong(move, reading)
    if reading.has("yes") or filled.same:
        move.go_to(at + 1)
        return _go_on(move)
    return _name_slot(move, reading)


def changing(move: Move, reading: Reading) -> bool:
    """ "What should I change?" was asked."""
    filled = fill(move, reading)
    if filled.any or filled.same:
        move.change(corrected=True)
        rewind(move, {*filled.changed, *filled.new})
        return _go_on(move)
    if _name_slot(move, reading):
        return True
    if reading.has("no") or reading.has("yes"):  # "nothing, it's fine": read it back once more
        return _go_on(move)
    return False


def names_slot(move: Move, reading: Reading) -> bool:
    """ "Another day": hardly more than the name of something that was settled before."""
    short = len(re.findall(r"\w+", reading.text)) <= SHORT
    return short and not reading.entities and _name_slot(move, reading)


def _go_on(move: Move) -> bool:
    move.change(misses=0)
    run(move)
    return True


def _after_filling(move: Move, filled: Filled, slot: str) -> bool:
    mended = [name for name in filled.changed if name != slot]
    if mended:
        move.change(corrected=True)
        values = {"value": move.state.slots[mended[-1]], "label": move.bot.slots[mended[-1]].label}
        move.say("corrected", values, of=mended[-1], repair=True)
    rewind(move, {*filled.changed, *filled.new} - {slot})
    return _go_on(move)


def _what_is_wrong(move: Move, reading: Reading) -> bool:
    if _name_slot(move, reading):
        return True
    if not any(name in move.state.slots for name in takes(move.bot, move.state.topic)):
        return False
    move.say("what_to_change")
    move.wait("change")
    return True


def _name_slot(move: Move, reading: Reading) -> bool:
    """The caller named what to change ("the day") without a new value: ask for one."""
    words = " ".join(["", *re.findall(r"[^\W_]+", reading.text.lower()), ""])
    for name in takes(move.bot, move.state.topic):
        label = move.bot.slots[name].label
        if name not in move.state.slots or f" {label.lower()} " not in words:
            continue
        move.clear(name)
        move.change(corrected=True)
        before = move.state.topics[-1]
        rewind(move, {name})
        if move.state.topics[-1] == before and not _asks(move, name):
            move.say("which_value", {"label": label})
            move.wait("value", slot=name)
            return True
        return _go_on(move)
    return False


def _asks(move: Move, slot: str) -> bool:
    step = instruction(move.bot, move.state.topic)
    return isinstance(step, steps.Ask) and step.slot == slot


def _replaces(move: Move, reading: Reading, at_least: int) -> bool:
    """Whether the utterance is a new request for the flow under way, not a change to the old one."""
    topic = move.state.topics[-1]
    flow = move.bot.flows[topic.flow]
    if flow.again != "replace" or reading.has("no") or reading.has("correct") or reading.has("yes"):
        return False
    named = {entity.name for entity in reading.entities}
    wanted = [name for name in flow.takes if move.bot.slots[name].entity in named]
    first = next((step.slot for step in flow.steps if isinstance(step, steps.Ask)), "")
    requested = any(reading.has(intent) for intent in flow.intents) or at_least == 1
    return requested and first in wanted and len(wanted) >= at_least


def _begin_again(move: Move, reading: Reading) -> bool:
    flow = move.state.topics[-1].flow
    move.change(topics=(*move.state.topics[:-1], replace(Topic((Frame(flow, 0),)))))
    fill(move, reading)
    return _go_on(move)
