"""What became of a call, seen by somebody who knows what its caller wanted: the ground of its judgement.

A caller's mind asks it only for what a person would have heard: that something was done for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from viva.call import events as ev
from viva.call.commands import Command, EndCall, EndReason, RunAction, TransferCall, TurnTaken
from viva.call.events import Event
from viva.dialogue import steps
from viva.dialogue.bot import Bot
from viva.dialogue.state import State
from viva.lab.simulate.goal import Goal
from viva.understanding.reading import JsonValue

BROKEN_OFF = ("cancel", "restart", "goodbye", "person")
"""Universal intents after which a flow that is gone was not completed."""


@dataclass(slots=True)
class Ran:
    """An action that was run."""

    action: str
    arguments: Mapping[str, JsonValue]
    request: int
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Completed:
    flow: str
    slots: Mapping[str, JsonValue]


@dataclass(slots=True)
class Watch:
    bot: Bot
    ran: list[Ran] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    """Those said, in order; not the ones that only help the talk along."""
    completed: list[Completed] = field(default_factory=list)
    transferred: bool = False
    ended: EndReason | None = None
    _before: State | None = None

    def notice(self, event: Event, commands: list[Command], state: State | None) -> None:
        broken_off = isinstance(event, ev.TimeReached | ev.ActionFailed)
        asked_for: set[str] = set()
        for command in commands:
            match command:
                case RunAction():
                    self.ran.append(Ran(command.action, command.arguments, command.request))
                case TransferCall():
                    self.transferred = True
                case EndCall():
                    self.ended = command.reason
                case TurnTaken():
                    broken_off = command.reading.intent in BROKEN_OFF
                    asked_for = {one.name for one in command.reading.intents}
        if isinstance(event, ev.ActionFailed):
            for ran in self.ran:
                if ran.request == event.request:
                    ran.failed = event.reason or "it failed"
        if state is not None and state is not self._before:
            self._moved(self._before, state, broken_off, asked_for)
            self._before = state

    def _moved(self, before: State | None, now: State, broken_off: bool, asked_for: set[str]) -> None:
        said: list[str] = []
        if before is None or now.said is not before.said:
            said = [one.prompt for one in now.said]
            self.prompts += said
        if before is None or now.failures > before.failures or broken_off:
            return
        here = {topic.flow for topic in now.topics}
        for topic in before.topics:
            if topic.flow not in here:
                self.completed.append(Completed(topic.flow, {**before.kept, **topic.slots, **now.kept}))
        there = {topic.flow for topic in before.topics} | here
        for flow in self.bot.flows.values():  # begun and ended in one move
            prompts = {step.prompt for step in flow.steps if isinstance(step, steps.Say)}
            if asked_for & set(flow.intents) and flow.name not in there and prompts & set(said):
                self.completed.append(Completed(flow.name, {}))

    def times(self, goal: Goal, flow: str) -> int:
        """How often what the goal is for was done so far, with whichever values."""
        ends = goal.ends
        if ends.action:
            return sum(one.action == ends.action and not one.failed for one in self.ran)
        if ends.prompt:
            return self.prompts.count(ends.prompt)
        return sum(one.flow == flow for one in self.completed) if ends.how == "completed" else 0
