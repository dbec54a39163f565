"""What the dialogue waits for, told to the recognizer, the understander and the floor."""

from __future__ import annotations

from dataclasses import asdict, replace

from viva.dialogue import steps
from viva.dialogue.bot import Bot
from viva.dialogue.state import State, Topic
from viva.understanding.engine import DICTATED, signs, signs_of
from viva.understanding.expectation import Expectation


def instruction(bot: Bot, topic: Topic | None) -> steps.Instruction | None:
    """The instruction under way, or None where the flow is at its end."""
    if topic is None:
        return None
    frame = topic.frames[-1]
    code = bot.flows[frame.flow].steps
    return code[frame.at] if frame.at < len(code) else None


def takes(bot: Bot, topic: Topic | None) -> tuple[str, ...]:
    """The slots that the caller may fill now, in order of asking."""
    if topic is None:
        return ()
    names = [name for frame in reversed(topic.frames) for name in bot.flows[frame.flow].takes]
    return tuple(dict.fromkeys(names))


def kind_of(bot: Bot, slot: str) -> str:
    """The kind of entity that a slot takes: `list`, `date`, ..., `yes_no`, or '' for none."""
    entity = bot.slots[slot].entity if slot in bot.slots else ""
    return bot.language.entities[entity].kind if entity in bot.language.entities else entity


def expectation(bot: Bot, state: State) -> Expectation:
    """What to expect in a state."""
    return replace(_expected(bot, state), earlier=state.earlier)


def _expected(bot: Bot, state: State) -> Expectation:
    wait, topic, step = state.wait, state.topic, instruction(bot, state.topic)
    if wait.kind in ("action", "ended"):
        return Expectation("nothing", _place(topic))
    if wait.kind in ("open", "more"):
        starters = [name for flow in bot.flows.values() if flow.intents for name in flow.takes]
        expected = Expectation("open", entities=_entities(bot, starters), more=wait.kind == "more")
    elif wait.kind in ("ask", "value"):
        expected = _asking(bot, state)
    elif wait.kind in ("confirm", "check"):
        slots = [wait.slot, *takes(bot, topic)] if wait.slot else takes(bot, topic)
        expected = Expectation("yes_no", _place(topic), _entities(bot, slots), max_digits=1)
    else:
        expected = Expectation("open", _place(topic), _entities(bot, takes(bot, topic)))
    if isinstance(step, steps.Ask | steps.Confirm):
        expected = replace(expected, **asdict(step.waits))
    return replace(expected, no_input_ms=bot.turn.wait_ms) if wait.patient else expected


def _asking(bot: Bot, state: State) -> Expectation:
    wait, topic = state.wait, state.topic
    entities = _entities(bot, [wait.slot, *takes(bot, topic)], wait.slot)
    asked = question(bot, kind_of(bot, wait.slot), _place(topic), entities, len(wait.choices))
    return replace(asked, digits_before=signs(wait.partial)) if asked.kind == "digits" else asked


def question(bot: Bot, kind: str, place: str, entities: tuple[str, ...], choices: int = 0) -> Expectation:
    """What answers a question for a value of a kind (as `kind_of` gives it).

    `entities`: that of the value first; `choices`: so many are on offer, 0 where any value will do.
    """
    if kind == "yes_no":
        return Expectation("yes_no", place, entities, max_digits=1)
    asked = bot.language.entities[entities[0]] if entities else None
    if kind in DICTATED or kind == "email":
        least, most = signs_of(asked) if asked and kind in DICTATED else (None, None)
        # Whoever dictates says nothing else: "nine, eight, four" is not a list of times.
        return Expectation("digits", place, entities[:1], min_digits=least, max_digits=most)
    listed = choices or (len(asked.values) if asked and kind == "list" else 0)
    if listed:
        return Expectation("choice", place, entities, max_digits=1 if listed < 10 else None)
    return Expectation("open", place, entities, free=kind == "text")


def _place(topic: Topic | None) -> str:
    return f"{topic.frames[-1].flow}.{topic.frames[-1].at}" if topic else ""


def _entities(bot: Bot, slots: list[str] | tuple[str, ...], asked: str = "") -> tuple[str, ...]:
    """The entities of slots; free text only for the slot that is asked for, since it fits anything."""
    kinds = bot.language.entities
    names = [bot.slots[name].entity for name in slots if name == asked or kind_of(bot, name) != "text"]
    return tuple(dict.fromkeys(name for name in names if name in kinds))
