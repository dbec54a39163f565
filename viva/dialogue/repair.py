"""What every bot can do without its author writing it: silence, "sorry?", "hold on", "a person"."""

from __future__ import annotations

from dataclasses import replace

from viva.dialogue import flow, steps
from viva.dialogue.expects import instruction, kind_of
from viva.dialogue.move import Move
from viva.dialogue.state import Frame, Topic
from viva.understanding.reading import JsonValue, Reading

WEAK = ("repeat", "wait", "help", "thanks")
"""Said beside an answer ("Thursday, thanks") they give way to it."""
STRONG = ("person", "goodbye", "cancel", "restart")
INTRODUCTION = 2
"""Words before a free answer, at least, that introduce it: "my name is", "this is"."""


def universal(move: Move, reading: Reading, answered: bool) -> bool:
    """Do what a universal intent asks. `answered`: the utterance also answers the question.

    False: the utterance holds none, or an answer comes before it.
    """
    gives_way = (*WEAK, *STRONG) if _is_introduced(move, reading) else WEAK if answered else ()
    for intent in reading.intents:
        own = any(intent.name in one.intents for one in move.bot.flows.values())
        if own or intent.name in gives_way:
            continue
        if intent.name in WEAK or (intent.name in STRONG and intent.name == reading.intent):
            move.change(misses=0)
            _ACTIONS[intent.name](move)
            return True
    return False


def _is_introduced(move: Move, reading: Reading) -> bool:
    """An answer in free words behind what introduces one, "my name is Oliver": it is that, whatever else it
    sounds like."""
    slot = move.state.wait.slot
    if not slot or kind_of(move.bot, slot) != "text":
        return False
    entity = move.bot.slots[slot].entity
    answers = [one for one in reading.entities if one.name == entity]
    return any(len(reading.text[: one.start].split()) >= INTRODUCTION for one in answers)


def repeat(move: Move) -> None:
    move.say("repeating", repair=True)
    move.repeat()
    if not move.state.said:
        ask_again(move)


def hold_on(move: Move) -> None:
    move.say("take_your_time", repair=True)
    move.change(wait=replace(move.state.wait, patient=True))


def thanks(move: Move) -> None:
    move.say("not_at_all", repair=True)
    ask_again(move)


def give_help(move: Move) -> None:
    help_for_question(move)
    ask_again(move)


def person(move: Move) -> None:
    if move.bot.transfer:
        flow.transfer(move, move.bot.transfer, "transferring")
    else:
        move.say("no_person", repair=True)
        ask_again(move)


def goodbye(move: Move) -> None:
    flow.hang_up(move, "goodbye", "goodbye")


def cancel(move: Move) -> None:
    if not move.state.topics:
        goodbye(move)
        return
    move.say("cancelled", repair=True)
    move.change(topics=move.state.topics[:-1])
    move.wait("more")
    flow.run(move)


def restart(move: Move) -> None:
    move.say("restarting", repair=True)
    begin = move.state.topics[-1].flow if move.state.topics else move.bot.start
    if begin:
        move.change(topics=(*move.state.topics[:-1], Topic((Frame(begin, 0),))))
    else:
        move.change(kept={})
        move.wait("open")
    flow.run(move)


def no_match(move: Move) -> None:
    """Not understood: ask again, with help from the second time on, and give up after some."""
    misses = move.state.misses + 1
    move.change(misses=misses)
    if misses >= move.bot.repair.no_match:
        flow.give_up(move, "no_match")
        return
    move.say("no_match", repair=True, occasion="first" if misses == 1 else "again")
    if misses > 1:
        help_for_question(move)
    ask_again(move)


def no_input(move: Move) -> None:
    """Silence where an answer was due."""
    silences = move.state.silences + 1
    move.change(silences=silences, wait=replace(move.state.wait, patient=False))
    if silences >= move.bot.repair.no_input:
        flow.give_up(move, "no_input")
        return
    move.say("no_input", repair=True, occasion="first" if silences == 1 else "again")
    if silences > 1:
        help_for_question(move)
    ask_again(move)


def ask_again(move: Move) -> None:
    """Put the question that is open once more."""
    wait, step = move.state.wait, instruction(move.bot, move.state.topic)
    values: dict[str, JsonValue] = {}
    if wait.slot:
        label = move.bot.slots[wait.slot].label if wait.slot in move.bot.slots else wait.slot
        values = {"label": label, "value": move.state.slots.get(wait.slot)}
    prompt = {
        "open": "how_can_i_help",
        "more": "anything_else",
        "check": "check_value",
        "change": "what_to_change",
        "value": "which_value",
    }.get(wait.kind, "")
    asked = wait.kind == "ask" and isinstance(step, steps.Ask)
    if (asked or wait.kind == "confirm") and isinstance(step, steps.Ask | steps.Confirm):
        prompt = step.prompt
    move.say(prompt or "how_can_i_help", values, of=wait.slot, repair=True, occasion="again")


def help_for_question(move: Move) -> None:
    """Help with the question that is open: the bot's own, else examples of what can be said."""
    wait, step, topic = move.state.wait, instruction(move.bot, move.state.topic), move.state.topic
    own = step.help if isinstance(step, steps.Ask | steps.Confirm) else ""
    if own and wait.kind in ("ask", "confirm"):
        move.say(own, repair=True)
        return
    values: dict[str, JsonValue] = {}
    if wait.kind in ("ask", "value"):
        kind = kind_of(move.bot, wait.slot)
        listed: tuple[JsonValue, ...] = wait.choices
        if kind == "list" and not listed:
            listed = tuple(move.bot.language.entities[move.bot.slots[wait.slot].entity].values)
        if listed:
            values = {"examples": list(listed[:3])}
        prompt = "help_list" if listed else f"help_{kind}"
    elif wait.kind in ("confirm", "check"):
        prompt = "help_yes_no"
    elif topic is not None and move.bot.flows[topic.flow].help:
        prompt = move.bot.flows[topic.flow].help
    else:
        titles: list[JsonValue] = [one.title for one in move.bot.flows.values() if one.intents and one.title]
        values = {"topics": titles}
        prompt = "help" if titles else "help_plain"
    move.say(prompt if prompt in move.bot.prompts else "help_plain", values, repair=True)


_ACTIONS = {
    "repeat": repeat,
    "wait": hold_on,
    "thanks": thanks,
    "help": give_help,
    "person": person,
    "goodbye": goodbye,
    "cancel": cancel,
    "restart": restart,
}
