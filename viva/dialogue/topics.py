"""Beginning what the caller wants, and leaving one thing for another and coming back."""

from __future__ import annotations

import re
from dataclasses import replace

from viva.dialogue.bot import Flow
from viva.dialogue.expects import kind_of
from viva.dialogue.flow import hang_up, run
from viva.dialogue.move import Move
from viva.dialogue.slots import fill
from viva.dialogue.state import Frame, Topic
from viva.understanding.reading import Reading

SURE = 0.5
"""An intent below this confidence does not lead away from a question that is open."""
FEW = 3
"""Words beside the entities, at most, in an utterance that is an answer and nothing else."""


def begin(move: Move, reading: Reading) -> bool:
    """Nothing is under way: begin what the caller asks for. False: that was not understood."""
    flows = wanted(move, reading)
    if not flows:
        only = _only_taker(move, reading)
        flows = [only] if only else []
    if flows:
        move.change(misses=0)
        _begin_both(move, flows[:2], reading)
        run(move)
        return True
    if move.state.wait.kind == "more" and reading.has("no"):
        hang_up(move, "goodbye", "goodbye")
        return True
    if reading.has("yes"):
        move.change(misses=0)
        move.wait("open")
        move.say("how_can_i_help")
        return True
    return False


def _begin_both(move: Move, flows: list[Flow], reading: Reading) -> None:
    """Begin one flow or two wishes of one utterance; each value goes to the first that takes it."""
    begun: tuple[Topic, ...] = ()
    for flow in flows:
        move.change(topics=(Topic((Frame(flow.name, 0),)),))
        fill(move, reading)
        taken = {move.bot.slots[slot].entity for slot in flow.takes}
        rest = tuple(entity for entity in reading.entities if entity.name not in taken)
        reading = replace(reading, entities=rest)
        begun = (*move.state.topics, *begun)
    move.change(topics=begun)


def leads_away(move: Move, reading: Reading) -> bool:
    """Whether the caller leaves the question that is open for another topic."""
    flows = [flow for flow in wanted(move, reading) if flow.name != move.state.topics[-1].flow]
    return bool(flows) and not _is_answer(move, reading)


def digress(move: Move, reading: Reading) -> None:
    """Begin another topic over the one under way, or come back to one that is suspended."""
    flow = next(flow for flow in wanted(move, reading) if flow.name != move.state.topics[-1].flow)
    move.change(misses=0)
    suspended = [index for index, topic in enumerate(move.state.topics) if topic.flow == flow.name]
    if suspended:
        move.change(topics=move.state.topics[: suspended[-1] + 1])
    else:
        move.push(Topic((Frame(flow.name, 0),)))
    fill(move, reading)
    run(move)


def wanted(move: Move, reading: Reading) -> list[Flow]:
    """The flows whose intents were said, best first."""
    least = SURE if move.state.topics else 0.0
    names = [intent.name for intent in reading.intents if intent.confidence >= least]
    flows = [flow for name in names for flow in move.bot.flows.values() if name in flow.intents]
    return list({flow.name: flow for flow in flows}.values())


def _is_answer(move: Move, reading: Reading) -> bool:
    """Hardly more than a value that was asked for: an intent beside it is the classifier's guess."""
    slot = move.state.wait.slot
    if not slot or kind_of(move.bot, slot) == "text":
        return False
    fitting = [entity for entity in reading.entities if entity.name == move.bot.slots[slot].entity]
    if not fitting:
        return False
    text = reading.text
    for entity in sorted(reading.entities, key=lambda entity: -entity.start):
        text = text[: entity.start] + text[entity.end :]
    return len(re.findall(r"\w+", text)) <= FEW


def _only_taker(move: Move, reading: Reading) -> Flow | None:
    """The one flow that takes what was said, where no intent was understood: "a large latte"."""
    kinds = move.bot.language.entities
    named = {one.name for one in reading.entities if one.name in kinds and kinds[one.name].kind != "text"}
    takers = [
        flow
        for flow in move.bot.flows.values()
        if flow.intents and any(move.bot.slots[slot].entity in named for slot in flow.takes)
    ]
    return takers[0] if len(takers) == 1 else None
