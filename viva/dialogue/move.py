"""One move of the dialogue while it is being worked out, and the finished move, `Step`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from viva.dialogue import acts
from viva.dialogue.bot import Bot
from viva.dialogue.expects import expectation, kind_of
from viva.dialogue.state import Frame, Said, State, Topic, Wait
from viva.speaking.prompt import Occasion, Prompt
from viva.understanding.expectation import Expectation
from viva.understanding.reading import JsonValue


@dataclass(frozen=True, slots=True)
class Step:
    """One move of the dialogue."""

    state: State
    acts: tuple[acts.Act, ...]
    """In order. A `Run` is always the last."""
    expects: Expectation
    waiting_for_action: bool
    """True: the flow is suspended until `action_done` or `action_failed`."""
    slots: dict[str, JsonValue] = field(default_factory=dict)
    """What it put into slots; null also for those that it emptied."""


class Move:
    """Scratch space of one move: the state so far and the acts so far. Never outlives the move."""

    def __init__(self, bot: Bot, state: State, now: str) -> None:
        self.bot = bot
        self.state = state
        self.now = now
        self.acts: list[acts.Act] = []
        self._content: list[Said] = []
        self._put: dict[str, JsonValue] = {}

    def say(
        self,
        prompt: str,
        values: dict[str, JsonValue] | None = None,
        *,
        of: str = "",
        repair: bool = False,
        occasion: Occasion = "first",
    ) -> None:
        """Say a prompt, its places filled from `values`, then from the slots.

        `of`: the slot whose value the place `value` is. `repair`: it only helps the talk along, so "say that
        again" does not repeat it.
        """
        known = {**self.state.slots, **(values or {})}
        named = sorted(self.bot.prompts.get(prompt, Prompt()).places)
        kinds = {place: kind_of(self.bot, of if place == "value" and of else place) for place in named}
        said = Said(
            prompt,
            {place: known.get(place) for place in named},
            {place: kind for place, kind in kinds.items() if kind},
        )
        self._add(said, occasion)
        if not repair:
            self._content.append(said)

    def ask(self, prompt: str) -> None:
        """Put a question: in other words where it was put before, or the caller has mended something."""
        asked = self.state.topics[-1].asked
        occasion: Occasion = "corrected" if self.state.corrected else "again" if prompt in asked else "first"
        self.say(prompt, occasion=occasion)
        if prompt not in asked:
            self.change_topic(asked=(*asked, prompt))

    def repeat(self) -> None:
        """Say once more what was said last."""
        for said in self.state.said:
            self._add(said, "repeated")

    def _add(self, said: Said, occasion: Occasion) -> None:
        if occasion == "first" and self.state.returning:
            occasion = "returning"
        self.acts.append(acts.Say(said.prompt, said.values, said.kinds, occasion))

    def wait(self, kind: Any, **fields: Any) -> None:
        self.change(wait=Wait(kind, **fields))

    def change(self, **fields: Any) -> None:
        self.state = replace(self.state, **fields)

    def change_topic(self, **fields: Any) -> None:
        """Change the topic under way; there must be one."""
        self.change(topics=(*self.state.topics[:-1], replace(self.state.topics[-1], **fields)))

    def go_to(self, at: int) -> None:
        """Move to an instruction of the flow under way."""
        frames = self.state.topics[-1].frames
        self.change_topic(frames=(*frames[:-1], Frame(frames[-1].flow, at)))

    def put(self, slot: str, value: JsonValue) -> None:
        """Give a slot a value, for the call or for the topic as its definition says."""
        self._put[slot] = value
        definition = self.bot.slots.get(slot)
        if definition is not None and definition.keep:
            self.change(kept={**self.state.kept, slot: value})
        else:
            self.change_topic(slots={**self.state.topics[-1].slots, slot: value})

    def clear(self, slot: str) -> None:
        """Forget a slot's value, so that it is asked for again."""
        if slot in self.state.slots:
            self._put[slot] = None
        topic = self.state.topics[-1]
        self.change(kept={name: value for name, value in self.state.kept.items() if name != slot})
        self.change_topic(
            slots={name: value for name, value in topic.slots.items() if name != slot},
            unchecked=tuple(name for name in topic.unchecked if name != slot),
        )

    def push(self, topic: Topic) -> None:
        """Begin a topic; the one under way is suspended, and the oldest forgotten beyond four."""
        suspended = tuple(replace(one, ready=False) for one in self.state.topics)
        self.change(topics=(*suspended, topic)[-4:])

    def step(self) -> Step:
        if self._content:
            self.change(said=tuple(self._content))
        waiting = self.state.wait.kind == "action"
        return Step(self.state, tuple(self.acts), expectation(self.bot, self.state), waiting, self._put)
