"""How a caller puts its wishes into words: requests, answers and corrections, with slips of the tongue."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from viva.dialogue import steps
from viva.dialogue.bot import Bot
from viva.lab.simulate.distribution import choose
from viva.lab.simulate.goal import Goal, flow_of
from viva.lab.simulate.persona import Persona
from viva.lab.simulate.spoken import Piece, Speaker
from viva.lab.simulate.values import draw, drawable, has_others, spec_of
from viva.lab.simulate.wording import Template, best, template, with_articles, without_doubled
from viva.understanding.marks import as_places
from viva.understanding.reading import JsonValue
from viva.understanding.vocabulary import vocabulary

ONE_WISH = 0.5
"""How often somebody who says little names a value in the request, where it could do without."""


@dataclass(frozen=True, slots=True)
class Intention:
    """What is to be said, before it has hesitations."""

    act: str
    pieces: tuple[Piece, ...]
    intent: str = ""
    values: dict[str, JsonValue] = field(default_factory=dict)
    recording: Path | None = None
    """A person's, that says it."""


class Telling:
    """Of one caller in one call."""

    def __init__(self, bot: Bot, persona: Persona, speaker: Speaker, random: Random) -> None:
        self.told: dict[str, JsonValue] = {}
        """Slot -> the value that was said last, of the goal under way."""
        self.tells = choose(persona.habits.tells, random)
        """`one`, `some` or `all`."""
        self.phrases = speaker.phrases
        self.random = random
        self._bot = bot
        self._habits = persona.habits
        self._speaker = speaker
        self._used: set[str] = set()
        """Sentences said."""

    def simple(self, act: str, phrase: str, intent: str = "", **places: str) -> Intention:
        return Intention(act, (Piece(self.phrases.one(phrase, self.random, **places)),), intent)

    def request(self, goal: Goal, *, whole: bool) -> Intention:
        """What the call is for; `whole`: with everything that is wanted."""
        wanted = [slot for slot, value in goal.slots.items() if value is not None]
        tell = wanted if whole or self.tells == "all" else self._some(wanted)
        chosen = self._sentence(goal, tell, wanted)
        if chosen is None:
            return self.simple("inform", "outside")
        self._used.add(chosen.text)
        named = {*tell} & chosen.slots | chosen.needs
        values: dict[str, JsonValue] = {}
        pieces = chosen.fill(named, lambda slot: self.value(goal, slot, values))
        for slot in tell if whole or self.tells == "all" else ():
            spec = spec_of(self._bot, slot)
            if slot not in named and spec is not None and spec.kind == "list":
                pieces += self.value(goal, slot, values)
        return Intention("inform", self._smooth(pieces), goal.intent, values)

    def recorded(self, goal: Goal) -> Intention:
        """The request as a person said it, in the goal's recording; its words are a guess."""
        said = self.request(goal, whole=True)
        wanted: dict[str, JsonValue] = {one: value for one, value in goal.slots.items() if value is not None}
        self.told |= wanted
        return Intention("inform", said.pieces, goal.intent, wanted, goal.recording)

    def answer(self, goal: Goal, slot: str, choices: Sequence[JsonValue], missed: bool) -> Intention:
        """A slot's value. `choices`: those that the bot has read out; `missed`: it was not understood."""
        values: dict[str, JsonValue] = {}
        said = self.value(goal, slot, values, choices)
        usual = goal.answers.get(slot) or self.phrases.listed["answer"]
        ways = self.phrases.listed["once_more"] if missed else usual
        return Intention("inform", self._around(ways, slot, said), values=values)

    def rest(self, slot: str, signs: str, value: JsonValue) -> Intention:
        """What is left of a dictated value."""
        pieces = self._speaker.say(slot, signs, spec_of(self._bot, slot), self.random)
        return Intention("inform", tuple(pieces), values={slot: value})

    def more(self, goal: Goal, slots: Sequence[str]) -> Intention:
        """Values that nobody has asked for."""
        values: dict[str, JsonValue] = {}
        said = [piece for slot in slots for piece in self.value(goal, slot, values)]
        return Intention("inform", self._around(self.phrases.listed["add"], "value", said), values=values)

    def correction(self, goal: Goal, slot: str, way: str) -> Intention:
        value = self.told[slot] = goal.slots[slot]
        said = self._speaker.say(slot, value, spec_of(self._bot, slot), self.random)
        pieces = self._around(self.phrases.listed[way], "value", said)
        return Intention("correct", pieces, "correct", {slot: value})

    def made_up(self, slot: str) -> JsonValue:
        """A value for a slot that the caller had not thought of."""
        names = self.phrases.listed["names"]
        if not drawable(self._bot, slot):
            return self.random.choice(list(names))
        return draw(self._bot, slot, self.random, self._speaker.now, names)

    def value(
        self, goal: Goal, slot: str, values: dict[str, JsonValue], choices: Sequence[JsonValue] = ()
    ) -> list[Piece]:
        """Say the value of a slot, perhaps a wrong one; `values` gets what the words mean."""
        mistakes, random = self._habits.mistakes, self.random
        value, spec = goal.slots[slot], spec_of(self._bot, slot)
        careful = slot in self.told or bool(choices) or not has_others(self._bot, slot, dictated=True)
        wrong = value if careful or not mistakes.slips + mistakes.mends else self._another(slot, value)
        if wrong != value and self._is_read_back(goal, slot) and random.random() < mistakes.slips:
            self.told[slot] = values[slot] = wrong
            return self._speaker.say(slot, wrong, spec, random)
        self.told[slot] = values[slot] = value
        right = self._speaker.say(slot, value, spec, random, choices)
        if wrong == value or random.random() >= mistakes.mends:
            return right
        other = self._speaker.say(slot, wrong, spec, random)
        return [*other[:1], Piece(self.phrases.one("mends", random)), *right]

    def _another(self, slot: str, value: JsonValue) -> JsonValue:
        """A value that is not meant; the right one where there is none."""
        drawn = [self.made_up(slot) for _ in range(3)]
        return next((one for one in drawn if one != value), value)

    def _is_read_back(self, goal: Goal, slot: str) -> bool:
        """Whether a slip would come out."""
        flow = flow_of(self._bot, goal.intent)
        if flow is None or self._bot.slots[slot].check == "always":
            return flow is not None
        prompts = [one.prompt for one in flow.steps if isinstance(one, steps.Confirm)]
        return any(slot in self._bot.prompts[prompt].places for prompt in prompts)

    def _sentence(self, goal: Goal, tell: Collection[str], wanted: Collection[str]) -> Template | None:
        """One that tells the most of `tell` and no more; else the shortest that can be said at all."""
        entities = {slot: self._bot.slots[slot].entity for slot in wanted}
        pools = [
            [one for text in texts if (one := template(text, entities)) is not None]
            for texts in (goal.say, self._examples(goal.intent))
        ]
        if self.random.random() >= self._habits.own_words:
            pools.reverse()
        for pool in pools:
            fitting = best(pool, tell, self._used)
            if not fitting:
                possible = [one for one in pool if one.needs <= {*wanted}]
                least = min((len(one.needs) for one in possible), default=0)
                fitting = [one for one in possible if len(one.needs) == least]
            if fitting:
                return self.random.choice(fitting)
        return None

    def _some(self, wanted: Sequence[str]) -> list[str]:
        if self.tells == "some":
            return [slot for slot in wanted if self.random.random() < 0.5]
        return [self.random.choice(wanted)] if wanted and self.random.random() < ONE_WISH else []

    def _examples(self, intent: str) -> Iterator[str]:
        """The bot's own, and those that every bot has."""
        listed = self._bot.language.intents.get(intent, ())
        built_in = vocabulary(self._bot.language.code).intents.get(intent, ())
        return (as_places(one) for one in (*listed, *built_in))

    def _around(self, ways: Sequence[str], slot: str, said: Sequence[Piece]) -> tuple[Piece, ...]:
        """One of the ways, with the value's words in place of `{value}` or of the slot's name."""
        text = self.random.choice(ways).replace("{" + slot + "}", "{value}")
        found = template(text, {"value": ""})
        return self._smooth(found.fill(("value",), lambda _: list(said)) if found else said)

    def _smooth(self, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        listed = self.phrases.listed
        smooth = without_doubled(pieces, listed["days"], listed["bare_before"])
        return tuple(with_articles(smooth, listed["articles"], listed["vowels"]))
