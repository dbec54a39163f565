"""Stepping through a flow until it needs the caller, an action, or the call ends."""

from __future__ import annotations

from collections.abc import Iterator

from viva.dialogue import acts, choices, steps
from viva.dialogue.expects import instruction
from viva.dialogue.expressions import Expression
from viva.dialogue.move import Move
from viva.dialogue.state import Frame

MOST_STEPS = 200
"""Instructions in one move; more than that is a flow that turns in circles."""
MOST_RUNS = 8
"""Actions in a row without a word from the caller."""
MOST_FRAMES = 12
"""Flows that call one another."""


def run(move: Move) -> None:
    """Go on from where the topic stands until something is waited for."""
    for _ in range(MOST_STEPS):
        topic = move.state.topic
        if topic is None:
            idle(move)
            return
        if not topic.ready:
            move.change_topic(ready=True)
            title = move.bot.flows[topic.flow].title
            move.say("resume" if title else "resume_plain", {"title": title}, repair=True)
        step = instruction(move.bot, move.state.topic)
        if _perform(move, step, topic.frames[-1].at):
            return
    lost(move)


def _perform(move: Move, step: steps.Instruction | None, at: int) -> bool:
    """Carry out one instruction. True: now something is waited for."""
    named = move.state.named
    match step:
        case None | steps.End():
            leave(move)
        case steps.Say(prompt):
            move.say(prompt)
            move.go_to(at + 1)
        case steps.Ask():
            return _ask(move, step, at)
        case steps.Confirm(prompt=prompt):
            move.ask(prompt)
            move.wait("confirm")
            return True
        case steps.Branch(condition, otherwise):
            move.go_to(at + 1 if condition.value(named, move.now) else otherwise)
        case steps.Jump(to):
            move.go_to(to)
        case steps.Set(values):
            for slot, expression in values:
                value = expression.value(move.state.named, move.now)
                if value is None:
                    move.clear(slot)
                else:
                    move.put(slot, value)
            move.go_to(at + 1)
        case steps.Go(flow):
            frames = move.state.topics[-1].frames
            move.change_topic(frames=(*frames[:-1], Frame(flow, 0)))
        case steps.Call(flow):
            move.go_to(at + 1)
            frames = move.state.topics[-1].frames
            if len(frames) == MOST_FRAMES:
                lost(move)
                return True
            move.change_topic(frames=(*frames, Frame(flow, 0)))
        case steps.Do(action=action, arguments=arguments, timeout_ms=timeout_ms):
            if move.state.runs == MOST_RUNS:
                lost(move)
                return True
            given = {name: expression.value(named, move.now) for name, expression in arguments}
            move.acts.append(acts.Run(action, given, timeout_ms))
            move.change(runs=move.state.runs + 1)
            move.wait("action")
            return True
        case steps.Transfer(to, prompt):
            transfer(move, to, prompt)
            return True
        case steps.HangUp(reason, prompt):
            hang_up(move, reason, prompt)
            return True
    return False


def _ask(move: Move, step: steps.Ask, at: int) -> bool:
    slots, topic = move.state.slots, move.state.topics[-1]
    offered = choices.offered(step, move.state.named, move.now)
    if step.slot in slots:
        value = slots[step.slot]
        chosen = choices.choose(value, offered)
        if value is not None and offered and chosen is None:
            move.clear(step.slot)
            move.say("not_offered", {"value": value}, of=step.slot, repair=True)
        elif step.slot in topic.unchecked:
            values = {"value": value, "label": move.bot.slots[step.slot].label}
            move.say("check_value", values, of=step.slot)
            move.wait("check", slot=step.slot)
            return True
        else:
            if chosen is not None and chosen != value:
                move.put(step.slot, chosen)
            move.go_to(at + 1)
            return False
    move.ask(step.prompt)
    move.wait("ask", slot=step.slot, choices=offered)
    return True


def leave(move: Move) -> None:
    """End the flow under way: back to the one that called it, or to the topic before."""
    topic = move.state.topics[-1]
    if len(topic.frames) > 1:
        move.change_topic(frames=topic.frames[:-1])
        return
    move.change(topics=move.state.topics[:-1])
    if not move.state.topics:
        move.wait("open" if topic.flow == move.bot.start else "more")


def idle(move: Move) -> None:
    """No topic is left: ask what else there is, unless the call has only just begun."""
    if move.state.wait.kind == "more":
        move.say("anything_else")
    else:
        move.wait("open")
        if not move.acts:
            move.say("how_can_i_help")


def lost(move: Move) -> None:
    """The bot's own fault: apologise and begin afresh, the second time give up."""
    move.change(topics=(), runs=0, failures=move.state.failures + 1)
    move.say("lost", repair=True)
    if move.state.failures > 1:
        give_up(move, "failed")
        return
    move.wait("open")
    move.say("how_can_i_help")


def give_up(move: Move, reason: str) -> None:
    """Hand the caller to a person where there is one, else end the call."""
    if move.bot.transfer:
        transfer(move, move.bot.transfer, "give_up_transfer")
    else:
        hang_up(move, reason, "give_up")


def transfer(move: Move, to: str, prompt: str) -> None:
    if prompt:
        move.say(prompt)
    move.acts.append(acts.Transfer(to))
    move.wait("ended")


def hang_up(move: Move, reason: str, prompt: str) -> None:
    if prompt:
        move.say(prompt)
    move.acts.append(acts.HangUp(reason))
    move.wait("ended")


def rewind(move: Move, changed: set[str]) -> None:
    """After slots changed: go back to the first step behind us that used one of them.

    Going on from there passes by what is answered and works out again what depended on it. The target
    is the outermost step, so that the conditions around it are looked at again.
    """
    frames = move.state.topics[-1].frames
    for depth, frame in enumerate(frames):
        flow = move.bot.flows[frame.flow]
        for at, step in enumerate(flow.steps[: frame.at]):
            if changed & set(_uses(move, step)):
                move.change_topic(frames=(*frames[:depth], Frame(frame.flow, flow.tops[at])))
                return


def _uses(move: Move, step: steps.Instruction) -> Iterator[str]:
    expressions: list[Expression] = []
    match step:
        case steps.Ask(slot=slot, choices=offered):
            yield slot
            expressions = [offered] if offered else []
        case steps.Branch(condition, _):
            expressions = [condition]
        case steps.Do(arguments=pairs) | steps.Set(pairs):
            expressions = [expression for _, expression in pairs]
        case steps.Call(flow):
            yield from move.bot.flows[flow].takes
    for expression in expressions:
        yield from expression.names
