"""Whether a call was a success for its caller, and why, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from viva.dialogue.bot import Bot
from viva.lab.simulate.goal import Goal, flow_of
from viva.lab.simulate.values import same
from viva.lab.simulate.watch import Ran, Watch
from viva.understanding.reading import JsonValue


def judge(goals: Sequence[Goal], watch: Watch, bot: Bot, left: str) -> tuple[bool, str]:
    """Every goal must have been reached, and none with an action that ran once more with other values.

    left: why the caller hung up before its goals were reached, in words; '' where it did not.
    """
    unused = list(watch.ran)
    reasons: list[str] = []
    for goal in goals:
        fault = _action(goal, unused, bot) if goal.ends.action else _other(goal, watch, bot)
        if fault:
            reasons.append(f"{goal.name}: {fault}")
    wanted = {goal.ends.action for goal in goals if goal.ends.action}
    for ran in unused:
        if ran.action in wanted and not ran.failed and not reasons:
            reasons.append(f"`{ran.action}` ran once more than it should have, {_shown(ran.arguments)}")
    if not reasons:
        return True, "; ".join(f"{goal.name}: {_reached(goal)}" for goal in goals)
    return False, "; ".join([*reasons, *([left] if left else _ended(watch))]) + "."


def _action(goal: Goal, unused: list[Ran], bot: Bot) -> str:
    """What is wrong, '' nothing; a run that is right is taken out of `unused`."""
    action = goal.ends.action
    runs = [one for one in unused if one.action == action]
    right = [one for one in runs if not _differences(goal, one.arguments, bot)]
    done = [one for one in right if not one.failed]
    if done:
        unused.remove(done[0])
        return ""
    if right:
        return f"the action `{action}` failed ({right[-1].failed})"
    if not runs:
        return f"the action `{action}` never ran"
    nearest = min(runs, key=lambda one: len(_differences(goal, one.arguments, bot)))
    unused.remove(nearest)
    return f"`{action}` ran with {', '.join(_differences(goal, nearest.arguments, bot))}"


def _differences(goal: Goal, arguments: Mapping[str, JsonValue], bot: Bot) -> list[str]:
    renamed = {slot: argument for argument, slot in goal.ends.with_.items()}
    out = []
    for slot, value in goal.slots.items():
        argument = renamed.get(slot, slot)
        if argument in arguments and not same(bot, slot, arguments[argument], value):
            out.append(f"{slot} {_value(arguments[argument])} instead of {_value(value)}")
    return out


def _other(goal: Goal, watch: Watch, bot: Bot) -> str:
    ends = goal.ends
    if ends.prompt:
        return "" if ends.prompt in watch.prompts else f"`{ends.prompt}` was never said"
    match ends.how:
        case "transfer":
            return "" if watch.transferred else "nobody was put through"
        case "refused":
            if watch.transferred:
                return ""
            return f"the bot ran `{watch.ran[0].action}` for what is not its business" if watch.ran else ""
    flow = flow_of(bot, goal.intent)
    name = flow.name if flow else goal.intent
    done = [one for one in watch.completed if one.flow == name]
    if not done:
        return f"the flow `{name}` never came to its end"
    differ = [
        f"{slot} {_value(done[-1].slots.get(slot))} instead of {_value(value)}"
        for slot, value in goal.slots.items()
        if not same(bot, slot, done[-1].slots.get(slot), value)
    ]
    return f"the flow `{name}` ended with {', '.join(differ)}" if differ else ""


def _reached(goal: Goal) -> str:
    ends = goal.ends
    if ends.action:
        return f"`{ends.action}` ran with the values wanted"
    if ends.prompt:
        return f"`{ends.prompt}` was heard"
    return {"transfer": "was put through", "refused": "nothing was done that should not be"}.get(
        str(ends.how), "the flow came to its end"
    )


def _ended(watch: Watch) -> list[str]:
    return [f"the call ended: {watch.ended}"] if watch.ended else []


def _value(value: JsonValue) -> str:
    return "nothing" if value is None or value == "" else f"`{value}`"


def _shown(arguments: Mapping[str, JsonValue]) -> str:
    given = [f"{name} {_value(value)}" for name, value in arguments.items() if value]
    return "with " + (", ".join(given) or "nothing")
