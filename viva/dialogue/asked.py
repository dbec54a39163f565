"""What a bot expects at a step that someone names, or once it has asked for entities that someone names."""

from __future__ import annotations

from collections.abc import Sequence

from viva.dialogue.bot import Bot
from viva.dialogue.expects import expectation, question
from viva.dialogue.problems import nearest
from viva.dialogue.state import Frame, State, Topic, Wait
from viva.dialogue.steps import Ask, Confirm
from viva.errors import VivaError
from viva.understanding.expectation import Expectation


class NotAsked(VivaError):
    """A name that the bot does not have, or a step that waits for no caller."""

    exit_code = 2


def at_start(bot: Bot) -> Expectation:
    """Where nothing was asked yet and the caller may say what he wants."""
    return expectation(bot, State())


def at_step(bot: Bot, step: str) -> Expectation:
    """`step`: flow and number, as in `Expectation.step`, or flow and slot: `book.1` or `book.name`.

    Choices that are worked out in a call are not known here.
    Raises NotAsked; its hint names the nearest flow, or the flow's steps that ask.
    """
    flow, _, place = step.partition(".")
    if flow not in bot.flows:
        raise NotAsked(f"no flow {flow!r}.", hint=nearest(flow, bot.flows))
    asking = {at: one for at, one in enumerate(bot.flows[flow].steps) if isinstance(one, Ask | Confirm)}
    for at, one in asking.items():
        if place == str(at) or (isinstance(one, Ask) and place == one.slot):
            wait = Wait("ask", one.slot) if isinstance(one, Ask) else Wait("confirm")
            return expectation(bot, State((Topic((Frame(flow, at),)),), wait=wait))
    if not asking:
        raise NotAsked(f"the flow {flow!r} asks the caller nothing.")
    listed = (
        f"{flow}.{at} ({one.slot if isinstance(one, Ask) else 'confirm'})" for at, one in asking.items()
    )
    raise NotAsked(f"no step {step!r} that asks the caller.", hint=f"There are {', '.join(listed)}.")


def once_asked(bot: Bot, entities: Sequence[str]) -> Expectation:
    """Once the first of these was asked for; the others may be said as well. `yes_no` stands for a question
    that yes or no answers.

    Raises NotAsked; its hint has the nearest name.
    """
    known = bot.language.entities
    for name in entities:
        if name not in known and name != "yes_no":
            raise NotAsked(f"no entity {name!r}.", hint=nearest(name, [*known, "yes_no"]))
    first = entities[0]
    names = tuple(dict.fromkeys(name for name in entities if name != "yes_no"))
    return question(bot, known[first].kind if first in known else first, "asked", names)
