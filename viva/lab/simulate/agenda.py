"""What a caller says next: what it still wants to tell, and its answer to where the dialogue stands.

Agenda-based (Schatzmann et al. 2007, NAACL): the goals in order, of each the values wanted and those told.
It knows of the dialogue's state what is audible in it: which question stands, what is offered and read back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from viva.dialogue import steps
from viva.dialogue.bot import Bot
from viva.dialogue.expects import instruction
from viva.dialogue.state import State
from viva.lab.simulate.distribution import choose
from viva.lab.simulate.goal import Goal, flow_of
from viva.lab.simulate.persona import Persona
from viva.lab.simulate.spoken import Piece, Speaker
from viva.lab.simulate.values import draw, drawable, offered, spec_of
from viva.lab.simulate.watch import Watch
from viva.lab.simulate.wording import Template, best, template, without_doubled
from viva.understanding.engine import DICTATED
from viva.understanding.marks import as_places
from viva.understanding.reading import JsonValue
from viva.understanding.vocabulary import vocabulary

ONE_WISH = 0.5
"""How often somebody who says little names a value in the request, where it could do without."""
VAGUE_NO = 0.3
"""How often a wrong read-back is answered by "no" alone."""


@dataclass(frozen=True, slots=True)
class Intention:
    """What is to be said, before it has hesitations."""

    act: str
    pieces: tuple[Piece, ...]
    intent: str = ""
    values: dict[str, JsonValue] = field(default_factory=dict)


class Agenda:
    """Of one caller in one call."""

    def __init__(
        self,
        bot: Bot,
        persona: Persona,
        goals: Sequence[Goal],
        speaker: Speaker,
        random: Random,
        watch: Watch,
    ) -> None:
        self.goals = list(goals)
        """With the values as they are wanted now: a flexible caller takes what is to be had."""
        self.repairs = 0
        """How often the caller had to say something again, or to mend it."""
        self._bot = bot
        self._persona = persona
        self._mistakes = persona.habits.mistakes
        self._speaker = speaker
        self._phrases = speaker.phrases
        self._random = random
        self._watch = watch
        self._tells = choose(persona.habits.tells, random)
        self._at = 0
        self._done_before = 0
        """How often the goal's end had come about before the goal's turn."""
        self._requests = 0
        """Of the goal under way."""
        self._told: dict[str, JsonValue] = {}
        self._slipped: set[str] = set()
        self._wrong: list[str] = []
        """Slots whose value was wrong in the last read-back."""
        self._used: set[str] = set()
        """Sentences said."""

    @property
    def goal(self) -> Goal:
        return self.goals[self._at]

    def answer(self, state: State, missed: bool) -> Intention:
        """What to say where the dialogue waits for it. `missed`: its last words were not understood."""
        wait = state.wait
        if wait.kind not in ("open", "more") and self._is_astray(state):
            return self._back(state)
        match wait.kind:
            case "ask" | "value":
                return self._tell(wait.slot, state, missed)
            case "check":
                return self._read_back({wait.slot: state.slots.get(wait.slot)}, state)
            case "confirm":
                return self._read_back(self._heard_values(state), state)
            case "change":
                return self._change(missed)
        return self._open(state)

    def simple(self, act: str, phrase: str, intent: str = "") -> Intention:
        return Intention(act, (Piece(self._phrases.one(phrase, self._random)),), intent)

    # ---------------------------------------------------------------- requests

    def _open(self, state: State) -> Intention:
        if self._requests and self._is_done(state):
            if self._at + 1 == len(self.goals):
                return self.simple(
                    "bye", "nothing_else" if state.wait.kind == "more" else "goodbye", "goodbye"
                )
            self._at += 1
            self._requests, self._done_before = 0, self._times_done()
            self._told, self._slipped, self._wrong = {}, set(), []
        elif self._requests:
            self.repairs += 1
        return self.request()

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
            return self.simple("cancel", "never_mind", "cancel")
        self.repairs += 1
        if state.wait.kind in ("confirm", "check"):
            return self.simple("deny", "unwanted", "no")
        if self.goal.ends.how == "refused" and self._requests > 1:
            return self.simple("cancel", "never_mind", "cancel")
        return self.request()

    def request(self, *, whole: bool = False) -> Intention:
        """Say what the call is for; `whole`: with everything that is wanted."""
        goal, random = self.goal, self._random
        if not self._requests:
            self._done_before = self._times_done()
        self._requests += 1
        tell = self._wanted() if whole else self._to_tell()
        own = [one for one in map(self._template, goal.say) if one]
        taught = [one for one in map(self._template, self._examples()) if one]
        first, second = (own, taught) if random.random() < self._persona.habits.own_words else (taught, own)
        wanted = self._wanted()
        chosen = self._chosen(first, tell, wanted) or self._chosen(second, tell, wanted)
        if chosen is None:
            return self.simple("inform", "outside")
        self._used.add(chosen.text)
        tell = sorted((set(tell) & chosen.slots) | chosen.needs, key=list(goal.slots).index)
        values: dict[str, JsonValue] = {}
        pieces = chosen.fill(tell, lambda slot: self._value(slot, values, ()))
        if self._tells == "all" or whole:
            for slot in [one for one in wanted if one not in tell]:
                spec = spec_of(self._bot, slot)
                if spec is not None and spec.kind == "list":
                    pieces = [*pieces, *self._value(slot, values, ())]
        pieces = without_doubled(pieces, self._phrases.listed["days"], self._phrases.listed["bare_before"])
        return Intention("inform", tuple(pieces), goal.intent, values)

    def _chosen(
        self, templates: Sequence[Template], tell: Collection[str], wanted: Collection[str]
    ) -> Template | None:
        fitting = best(templates, tell, self._used)
        if not fitting:  # the shortest that can be said at all
            possible = [one for one in templates if one.needs <= set(wanted)]
            least = min((len(one.needs) for one in possible), default=0)
            fitting = [one for one in possible if len(one.needs) == least]
        return self._random.choice(fitting) if fitting else None

    def _wanted(self) -> list[str]:
        return [slot for slot, value in self.goal.slots.items() if value is not None]

    def _to_tell(self) -> list[str]:
        wanted = self._wanted()
        if self._tells == "all" or not wanted:
            return wanted
        if self._tells == "some":
            return [slot for slot in wanted if self._random.random() < 0.5]
        return [self._random.choice(wanted)] if self._random.random() < ONE_WISH else []

    def _template(self, text: str) -> Template | None:
        slots = {
            slot: self._bot.slots[slot].entity for slot, value in self.goal.slots.items() if value is not None
        }
        return template(text, slots)

    def _examples(self) -> Iterator[str]:
        listed = self._bot.language.intents.get(self.goal.intent, ())
        built_in = vocabulary(self._bot.language.code).intents.get(self.goal.intent, ())
        for one in (*listed, *built_in):
            yield as_places(one)

    # ---------------------------------------------------------------- answers

    def _tell(self, slot: str, state: State, missed: bool) -> Intention:
        """Answer the question for a slot."""
        goal = self.goal
        if slot not in goal.slots:
            value = self._made_up(slot)
            self._want(slot, value, flexible=True)
        value = self.goal.slots[slot]
        if value is None:
            return self.simple("deny", "nothing")
        choices = self._choices(slot, state)
        again = slot in self._told and not state.wait.partial
        if slot in self.goal.flexible and value not in choices:
            refused = again and not missed and slot not in self._wrong and self._has_others(slot)
            if choices or refused:
                value = self._random.choice(choices) if choices else self._made_up(slot)
                self._want(slot, value, flexible=True)
        self.repairs += again and not missed and not choices
        values: dict[str, JsonValue] = {}
        partial = state.wait.partial
        spec = spec_of(self._bot, slot)
        if partial and isinstance(value, str) and spec is not None and spec.kind in DICTATED:
            if value.startswith(partial) and value != partial:
                rest = self._speaker.say(slot, value[len(partial) :], spec, self._random)
                return Intention("inform", tuple(rest), values={slot: value})
            self.repairs += 1
        said = self._value(slot, values, choices)
        ways = self._phrases.listed["once_more"] if missed else self._answers(slot)
        return Intention("inform", tuple(self._around(self._random.choice(ways), slot, said)), values=values)

    def _has_others(self, slot: str) -> bool:
        """Whether somebody would take another value where the one wanted is not to be had: no name is like
        that, and no telephone number."""
        spec = spec_of(self._bot, slot)
        return spec is not None and spec.kind not in (*DICTATED, "email", "text", "phrase", "pattern")

    def _answers(self, slot: str) -> Sequence[str]:
        return self.goal.answers.get(slot) or self._phrases.listed["answer"]

    def _choices(self, slot: str, state: State) -> list[JsonValue]:
        """What the bot has read out for it: a list in its last words, or the one value in what it said
        instead of an answer."""
        out: list[JsonValue] = []
        for said in state.said:
            for place, value in said.values.items():
                out += offered(self._bot, slot, value)
                other = place != slot and slot in self._told and place not in self._bot.slots
                if (other or place.startswith("next_")) and value is not None:
                    out += offered(self._bot, slot, [value])
        return out

    def _made_up(self, slot: str) -> JsonValue:
        names = self._phrases.listed["names"]
        if not drawable(self._bot, slot):
            return self._random.choice(list(names))
        return draw(self._bot, slot, self._random, self._speaker.now, names)

    def _want(self, slot: str, value: JsonValue, *, flexible: bool) -> None:
        goal = self.goal
        also = goal.flexible | {slot} if flexible else goal.flexible
        self.goals[self._at] = replace(goal, slots={**goal.slots, slot: value}, flexible=also)

    # ---------------------------------------------------------------- values

    def _value(self, slot: str, values: dict[str, JsonValue], choices: Sequence[JsonValue]) -> list[Piece]:
        """Say the value of a slot, perhaps a wrong one; `values` gets what was meant by the words."""
        value, spec = self.goal.slots[slot], spec_of(self._bot, slot)
        first = slot not in self._told
        wrong = self._another(slot, value) if first and not choices else None
        if wrong is not None and self._is_read_back(slot) and self._random.random() < self._mistakes.slips:
            self._told[slot] = values[slot] = wrong
            self._slipped.add(slot)
            return self._speaker.say(slot, wrong, spec, self._random)
        self._told[slot] = values[slot] = value
        right = self._speaker.say(slot, value, spec, self._random, choices)
        if wrong is None or self._random.random() >= self._mistakes.mends:
            return right
        other = self._speaker.say(slot, wrong, spec, self._random)
        mend = Piece(self._phrases.one("mends", self._random))
        return [*other[:1], mend, *right]

    def _another(self, slot: str, value: JsonValue) -> JsonValue:
        """A value that is not meant; None where there is none, or nobody would mix it up."""
        spec = spec_of(self._bot, slot)
        if (
            spec is None
            or spec.kind in ("text", "phrase", "pattern", "email")
            or not drawable(self._bot, slot)
        ):
            return None
        if self._mistakes.slips == 0 and self._mistakes.mends == 0:
            return None
        drawn = [self._made_up(slot) for _ in range(3)]
        return next((one for one in drawn if one != value), None)

    def _is_read_back(self, slot: str) -> bool:
        flow = flow_of(self._bot, self.goal.intent)
        if flow is None or self._bot.slots[slot].check == "always":
            return flow is not None
        prompts = [one.prompt for one in flow.steps if isinstance(one, steps.Confirm)]
        return any(slot in self._bot.prompts[prompt].places for prompt in prompts)

    def _around(self, text: str, slot: str, said: Sequence[Piece]) -> list[Piece]:
        """A way to answer, with the value's words in their place."""
        found = template(text.replace("{" + slot + "}", "{value}"), {"value": ""})
        pieces = found.fill(("value",), lambda _: list(said)) if found else list(said)
        return without_doubled(pieces, self._phrases.listed["days"], self._phrases.listed["bare_before"])

    # ---------------------------------------------------------------- read-backs

    def _heard_values(self, state: State) -> dict[str, JsonValue]:
        """What the question to confirm has read back."""
        step = instruction(self._bot, state.topic)
        prompt = step.prompt if isinstance(step, steps.Confirm) else ""
        places = self._bot.prompts[prompt].places if prompt in self._bot.prompts else ()
        return {place: state.slots.get(place) for place in places if place in self._bot.slots}

    def _read_back(self, heard: dict[str, JsonValue], state: State) -> Intention:
        """Yes, or what is wrong."""
        wrong = [
            slot
            for slot, value in heard.items()
            if slot in self.goal.slots and (value or None) != (self.goal.slots[slot] or None)
        ]
        noticed = [slot for slot in wrong if self._random.random() >= self._mistakes.overlooks]
        if not noticed:
            return self.simple("affirm", "affirm", "yes")
        new = [slot for slot in noticed if slot not in self._told and heard[slot] is None]
        if len(new) == len(noticed):
            return self._add(new if self._tells != "one" else new[:1])
        again = self._wrong == noticed
        self._wrong = noticed
        self.repairs += 1
        slot = noticed[0]
        value = self.goal.slots[slot]
        if value is None:
            if again and state.wait.kind == "confirm":
                return self.request(whole=True)
            return self.simple("deny", "unwanted", "no")
        if not again and self._random.random() < VAGUE_NO:
            return self.simple("deny", "deny", "no")
        return self._correction(slot, "correct")

    def _add(self, slots: Sequence[str]) -> Intention:
        """What nobody has asked for and the caller has not told yet."""
        values: dict[str, JsonValue] = {}
        said = [piece for slot in slots for piece in self._value(slot, values, ())]
        text = self._random.choice(self._phrases.listed["add"])
        return Intention("inform", tuple(self._around(text, "value", said)), values=values)

    def _change(self, missed: bool) -> Intention:
        """ "What should I change?" """
        wanted = [slot for slot in self._wrong if self.goal.slots.get(slot) is not None]
        if wanted and missed:
            label = self._bot.slots[wanted[0]].label
            said = self._phrases.one("name_it", self._random, label=label)
            return Intention("correct", (Piece(said),), "correct")
        if wanted:
            return self._correction(wanted[0], "once_more")
        if self._wrong:
            return self.request(whole=True)
        return self.simple("deny", "nothing_wrong", "no")

    def _correction(self, slot: str, way: str) -> Intention:
        value, spec = self.goal.slots[slot], spec_of(self._bot, slot)
        said = self._speaker.say(slot, value, spec, self._random)
        self._told[slot] = value
        text = self._random.choice(self._phrases.listed[way])
        pieces = self._around(text, "value", said)
        return Intention("correct", tuple(pieces), "correct", {slot: value})
