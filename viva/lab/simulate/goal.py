"""What a caller wants of one call: drawn from a persona's file, or from the bot's own flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from viva.dialogue import steps
from viva.dialogue.bot import Bot, Flow
from viva.lab.simulate.format import Ends, GoalFile
from viva.lab.simulate.values import draw, drawable
from viva.understanding.reading import JsonValue

ANY, MAYBE, NONE = "any", "maybe", "none"
"""Words for a slot in a persona's file that are no values."""
MAYBE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Goal:
    name: str
    intent: str
    """The bot's intent; '' for what is out of its scope."""
    slots: Mapping[str, JsonValue]
    """The values wanted; None: the slot is to stay empty."""
    ends: Ends
    flexible: frozenset[str] = frozenset()
    """Slots for which another value will do, where the bot offers some."""
    say: tuple[str, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recording: Path | None = None
    """A person's, that says the request with all values."""

    def to_json(self) -> dict[str, JsonValue]:
        """As `CallTruth.goal` has it."""
        return {
            "name": self.name,
            "intent": self.intent,
            "slots": dict(self.slots),
            "ends": ending(self.ends),
        }


def ending(ends: Ends) -> str:
    """`action book`, `prompt opening_hours`, `completed`, ..."""
    if ends.action:
        return f"action {ends.action}"
    return f"prompt {ends.prompt}" if ends.prompt else str(ends.how)


def flow_of(bot: Bot, intent: str) -> Flow | None:
    """The flow that an intent starts."""
    return next((flow for flow in bot.flows.values() if intent in flow.intents), None)


def drawn(
    name: str,
    goal: GoalFile,
    bot: Bot,
    random: Random,
    now: str,
    names: Sequence[str],
    known: Mapping[str, JsonValue],
) -> Goal:
    """A goal with its values.

    now: the caller's time; names: of people, for free text; known: values of the same caller's other goals,
    which it keeps where they are its own: its name, its number.
    """
    slots: dict[str, JsonValue] = {}
    flexible: set[str] = set()
    for slot, wish in goal.slots.items():
        if wish == MAYBE:
            wish = ANY if random.random() < MAYBE_SHARE else NONE
        if wish == ANY:
            flexible.add(slot)
            kept = slot in known and known[slot] is not None and bot.slots[slot].keep
            slots[slot] = known[slot] if kept else draw(bot, slot, random, now, names)
        elif isinstance(wish, list):
            slots[slot] = random.choice(wish)
        else:
            slots[slot] = None if wish == NONE else wish
    return Goal(
        name,
        goal.intent,
        slots,
        goal.ends or usual_end(bot, goal.intent),
        frozenset(flexible),
        tuple(goal.say),
        {slot: tuple(said) for slot, said in goal.answers.items()},
    )


def own_goals(bot: Bot) -> dict[str, GoalFile]:
    """What callers of a bot may want, by its flows alone: one goal for each intent that starts one."""
    goals: dict[str, GoalFile] = {}
    for flow in bot.flows.values():
        asked = {step.slot: step.optional for step in _steps(bot, flow) if isinstance(step, steps.Ask)}
        slots: dict[str, str | int | float | bool | list[str | int | float | bool]] = {}
        for slot in flow.takes:
            if drawable(bot, slot):
                slots[slot] = ANY if asked.get(slot) is False else MAYBE
        for intent in flow.intents:
            goals[intent] = GoalFile(intent=intent, slots=slots)
    return goals


def usual_end(bot: Bot, intent: str) -> Ends:
    """How a call for an intent ends well where its file does not say: its flow's last action runs, or a flow
    without actions comes to its end. What is out of scope should be refused."""
    if intent == "person":
        return Ends(how="transfer")
    flow = flow_of(bot, intent)
    if flow is None:
        return Ends(how="refused")
    actions = [step for step in flow.steps if isinstance(step, steps.Do)]
    if not actions:
        return Ends(how="completed")
    renamed = {
        argument: expression.names[0]
        for argument, expression in actions[-1].arguments
        if len(expression.names) == 1 and expression.names[0] != argument
    }
    return Ends.model_validate({"action": actions[-1].action, "with": renamed})


def _steps(bot: Bot, flow: Flow, seen: frozenset[str] = frozenset()) -> Iterator[steps.Instruction]:
    """Of a flow and of those that it calls or goes on with."""
    for step in flow.steps:
        yield step
        if isinstance(step, steps.Call | steps.Go) and step.flow not in seen | {flow.name}:
            yield from _steps(bot, bot.flows[step.flow], seen | {flow.name})
