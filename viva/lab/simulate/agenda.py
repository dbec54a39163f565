"""What a caller says next: what it still wants to tell, and its answer to where the dialogue stands.

Agenda-based (Schatzmann et al. 2007, NAACL): the goals in order, of each the values wanted and those told.
It knows of the dialogue's state what is audible in it: which question stands, what is offered and read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from viva.dialogue import steps
from viva.dialogue.bot import Bot
from viva.dialogue.expects import instruction
from viva.dialogue.state import State
from viva.lab.simulate.goal import Goal, flow_of
from viva.lab.simulate.telling import Intention, Telling
from viva.lab.simulate.values import has_others, offered, same, spec_of
from viva.lab.simulate.watch import Watch
from viva.understanding.engine import DICTATED
from viva.understanding.reading import JsonValue

VAGUE_NO = 0.3
"""How often a wrong read-back is answered by "no" alone."""


class Agenda:
    """Of one caller in one call."""

    def __init__(
        self, bot: Bot, goals: Sequence[Goal], telling: Telling, watch: Watch, overlooks: float
    ) -> None:
        """`overlooks`: probability that a wrong value in a read-back is not noticed."""
        self.goals = list(goals)
        """With the values as they are wanted now: a flexible caller takes what is to be had."""
        self.repairs = 0
        """How often the caller had to say something again, or to mend it."""
        self._bot = bot
        self._telling = telling
        self._watch = watch
        self._overlooks = overlooks
        self._at = 0
        self._done_before = 0
        """How often the goal's end had come about before the goal's turn."""
        self._requests = 0
        """Of the goal under way."""
        self._wrong: list[str] = []
        """Slots whose value was wrong in the last read-back."""
        self._missing: set[str] = set()
        """Those of them that had no value."""
        self.overlooked: list[str] = []
        """Slots that were wrong in the last read-back, to which the caller said yes all the same."""

    @property
    def goal(self) -> Goal:
        return self.goals[self._at]

    def can_guess(self, state: State) -> bool:
        """Whether it knows what to say before the bot has said what it has to: to a question that comes for
        the first time."""
        wait = state.wait
        if wait.kind in ("open", "more"):
            return True
        asked = wait.kind == "ask" and wait.slot in self.goal.slots and wait.slot not in self._telling.told
        return asked and not self._is_astray(state)

    def answer(self, state: State, missed: bool, heard: bool) -> Intention:
        """What to say where the dialogue waits for it.

        missed: its last words were not understood; heard: it has heard what the bot said since.
        """
        wait = state.wait
        if wait.kind not in ("open", "more") and self._is_astray(state):
            return self._back(state)
        match wait.kind:
            case "ask" | "value":
                return self._tell(wait.slot, state, missed, heard)
            case "check":
                return self._read_back({wait.slot: state.slots.get(wait.slot)}, state)
            case "confirm":
                return self._read_back(self._heard_values(state), state)
            case "change":
                return self._change(missed)
        return self._open(state)

    # ---------------------------------------------------------------- what the call is for

    def _open(self, state: State) -> Intention:
        if self._requests and self._is_done(state):
            if self._at + 1 == len(self.goals):
                phrase = "nothing_else" if state.wait.kind == "more" else "goodbye"
                return self._telling.simple("bye", phrase, "goodbye")
            self._at += 1
            self._requests, self._wrong = 0, []
            self._telling.told = {}
        elif self._requests:
            self.repairs += 1
        return self._request()

    def _request(self, *, whole: bool = False) -> Intention:
        if not self._requests:
            self._done_before = self._times_done()
        self._requests += 1
        if self._requests == 1 and self.goal.recording is not None:
            return self._telling.recorded(self.goal)
        return self._telling.request(self.goal, whole=whole)

    def _is_done(self, state: State) -> bool:
        """As far as its caller can tell."""
        if self.goal.ends.how == "refused":
            return self._requests > 1 or state.wait.kind == "more"
        return self._times_done() > self._done_before

    def _times_done(self) -> int:
        flow = flow_of(self._bot, self.goal.intent)
        return self._watch.times(self.goal, flow.name if flow else "")

    def _is_astray(self, state: State) -> bool:
        """Whether the questions are about something that the caller has not asked for."""
        flow = flow_of(self._bot, self.goal.intent)
        here = state.topic.flow if state.topic is not None else ""
        return bool(self._requests) and here not in (flow.name if flow else "", self._bot.start, "")

    def _back(self, state: State) -> Intention:
        """To what the call is for: "no" to a read-back, else the request in other words."""
        if self._at + 1 == len(self.goals) and self._is_done(state):
            return self._telling.simple("cancel", "never_mind", "cancel")
        self.repairs += 1
        if state.wait.kind in ("confirm", "check"):
            return self._telling.simple("deny", "unwanted", "no")
        return self._request()

    # ---------------------------------------------------------------- answers

    def _tell(self, slot: str, state: State, missed: bool, heard: bool) -> Intention:
        """Answer the question for a slot."""
        telling = self._telling
        if slot not in self.goal.slots:
            self._want(slot, telling.made_up(slot))
        value = self.goal.slots[slot]
        if heard and (mended := self._mend_in_passing(slot, state)):
            return mended
        if value is None:
            return telling.simple("deny", "nothing")
        choices = self._choices(slot, state) if heard else []
        again = slot in telling.told and not state.wait.partial and not missed
        if slot in self.goal.flexible and value not in choices:
            refused = again and slot not in self._wrong and has_others(self._bot, slot)
            if choices or refused:
                value = telling.random.choice(choices) if choices else telling.made_up(slot)
                self._want(slot, value)
        self.repairs += again and not choices
        partial, spec = state.wait.partial, spec_of(self._bot, slot)
        if partial and isinstance(value, str) and spec is not None and spec.kind in DICTATED:
            if value.startswith(partial) and value != partial:
                return telling.rest(slot, value[len(partial) :], value)
            self.repairs += 1
        return telling.answer(self.goal, slot, choices, missed)

    def _mend_in_passing(self, asked: str, state: State) -> Intention | None:
        """Correct what the bot takes for granted in its question: "on Monday I have ..." """
        told = self._telling.told
        named = {slot: value for said in state.said for slot, value in said.values.items()}
        wrong = [
            slot for slot in named if slot in told and slot != asked and self._is_wrong(slot, named[slot])
        ]
        if not wrong or self._telling.random.random() < self._overlooks:
            return None
        self._wrong, self._missing = wrong, set()
        self.repairs += 1
        return self._telling.correction(self.goal, wrong[0], "correct")

    def _is_wrong(self, slot: str, value: JsonValue) -> bool:
        wanted = self.goal.slots
        return slot in wanted and not same(self._bot, slot, value, wanted[slot])

    def _choices(self, slot: str, state: State) -> list[JsonValue]:
        """What the bot has read out for it: a list in its last words, or the one value that it named beside
        the value that was told, as in "we are closed on Saturday, the next day is Monday"."""
        out: list[JsonValue] = []
        for said in state.said:
            beside = slot in said.values and slot in self._telling.told
            for place, value in said.values.items():
                out += offered(self._bot, slot, value)
                if beside and not self._is_filled_by_callers(place):
                    out += offered(self._bot, slot, [value])
        return out

    def _is_filled_by_callers(self, place: str) -> bool:
        return place in self._bot.slots and bool(self._bot.slots[place].entity)

    def _want(self, slot: str, value: JsonValue) -> None:
        goal = self.goal
        slots, flexible = {**goal.slots, slot: value}, goal.flexible | {slot}
        self.goals[self._at] = replace(goal, slots=slots, flexible=flexible)

    # ---------------------------------------------------------------- read-backs

    def _heard_values(self, state: State) -> dict[str, JsonValue]:
        """What the question to confirm has read back."""
        step = instruction(self._bot, state.topic)
        prompt = step.prompt if isinstance(step, steps.Confirm) else ""
        places = self._bot.prompts[prompt].places if prompt in self._bot.prompts else ()
        return {place: state.slots.get(place) for place in places if place in self._bot.slots}

    def _read_back(self, heard: dict[str, JsonValue], state: State) -> Intention:
        """Yes, or what is wrong."""
        telling, wanted = self._telling, self.goal.slots
        wrong = [slot for slot, value in heard.items() if self._is_wrong(slot, value)]
        noticed = [slot for slot in wrong if telling.random.random() >= self._overlooks]
        self.overlooked = [] if noticed else wrong
        if not noticed:
            return telling.simple("affirm", "affirm", "yes")
        new = [slot for slot in noticed if slot not in telling.told and heard[slot] is None]
        mend = [slot for slot in noticed if slot not in new]
        if not mend:
            return telling.more(self.goal, new if telling.tells != "one" else new[:1])
        again = self._wrong == mend
        self._wrong = mend
        self._missing = {slot for slot in mend if heard[slot] is None}
        self.repairs += 1
        slot = mend[0]
        if wanted[slot] is None:
            if again and state.wait.kind == "confirm":
                return self._request(whole=True)
            return telling.simple("deny", "unwanted", "no")
        if not again and telling.random.random() < VAGUE_NO:
            return telling.simple("deny", "deny", "no")
        return telling.correction(self.goal, slot, "correct")

    def _change(self, missed: bool) -> Intention:
        """ "What should I change?" """
        wanted = [slot for slot in self._wrong if self.goal.slots.get(slot) is not None]
        if wanted and missed and wanted[0] not in self._missing:
            label = self._bot.slots[wanted[0]].label
            return self._telling.simple("correct", "name_it", "correct", label=label)
        if wanted:
            return self._telling.correction(self.goal, wanted[0], "once_more")
        if self._wrong:
            return self._request(whole=True)
        return self._telling.simple("deny", "nothing_wrong", "no")
