"""A small bot and hand-made readings, for the tests of the dialogue."""

from __future__ import annotations

from viva.dialogue.acts import Act, Say
from viva.dialogue.load import load_bot_from_files
from viva.dialogue.machine import Dialogue, Step
from viva.dialogue.state import State
from viva.understanding.reading import Entity, Intent, JsonValue, Reading

NOW = "2026-11-24T09:30:00"

BOT = """
title: Trips
transfer: desk
intents:
  travel: [I want to travel]
  hours: [when are you open]
  weather: [how is the weather]
entities:
  city: [Paris, Rome, Oslo]
  size: {values: {small: [little], large: [big]}}
  phone: {kind: digits, minimum: 7, maximum: 10}
  count: {kind: number, minimum: 1, maximum: 9}
slots:
  from_city: {entity: city, label: start}
  to_city: {entity: city, label: goal}
  day: date
  bag: size
  phone: {entity: phone, keep: true, check: always}
  window: yes_no
flows:
  start:
    - say: welcome
  travel:
    title: your trip
    intents: travel
    takes: [bag]
    steps:
      - ask: from_city
      - ask: to_city
      - ask: day
      - ask: phone
      - ask: window
        optional: true
      - do: find
        with: [from_city, to_city, day]
        into: trains
        on_fail:
          - say: no_trains
          - end
      - confirm: confirm_trip
      - say: done
  hours:
    title: opening hours
    intents: hours
    steps:
      - say: hours
  weather:
    intents: weather
    steps:
      - do: weather
      - say: sunny
prompts:
  welcome: Welcome.
  ask_from_city: ["From where?", "Where from?"]
  ask_to_city: To where?
  ask_day: Which day?
  ask_phone: Your number?
  ask_window: A window seat?
  confirm_trip: "From {from_city} to {to_city} on {day}[ with a {bag} bag], right?"
  done: Booked.
  hours: All day.
  sunny: It is sunny.
  no_trains: No trains.
"""

ACTIONS = """
async def find(call, from_city, to_city, day):
    return [1, 2]

async def weather(call):
    return "sun"
"""


def bot(text: str = BOT, actions: str = ACTIONS, **files: str):
    return load_bot_from_files({"bot.yaml": text, "actions.py": actions, **files}, "trips")


def read(*intents: str, text: str = "", confidence: float = 0.9, **entities: JsonValue) -> Reading:
    """A reading with intents, and entities by name (a list gives several of one name)."""
    found: list[Entity] = []
    at = 0
    for name, value in entities.items():
        for one in value if isinstance(value, list) else [value]:
            word = str(one)
            found.append(Entity(name, one, word, at, at + len(word), 0, 0.9))
            at += len(word) + 1
    said = text or " ".join(entity.text for entity in found) or " ".join(intents)
    return Reading(said, tuple(Intent(name, confidence) for name in intents), tuple(found), 0.9)


NOTHING = Reading("mumble", (), (), 0.0)


class Talk:
    """Drives a dialogue and remembers the last step."""

    def __init__(self, text: str = BOT, actions: str = ACTIONS) -> None:
        self.dialogue = Dialogue(bot(text, actions))
        self.step: Step = self.dialogue.start(NOW)

    @property
    def state(self) -> State:
        return self.step.state

    @property
    def prompts(self) -> list[str]:
        return [act.prompt for act in self.step.acts if isinstance(act, Say)]

    @property
    def occasions(self) -> list[str]:
        return [act.occasion for act in self.step.acts if isinstance(act, Say)]

    @property
    def last(self) -> Act:
        return self.step.acts[-1]

    def hear(
        self, *intents: str, heard: str | None = None, text: str = "", **entities: JsonValue
    ) -> list[str]:
        self.step = self.dialogue.hear(self.state, read(*intents, text=text, **entities), NOW, heard)
        return self.prompts

    def mumble(self) -> list[str]:
        self.step = self.dialogue.hear(self.state, NOTHING, NOW)
        return self.prompts

    def silent(self) -> list[str]:
        self.step = self.dialogue.no_input(self.state, NOW)
        return self.prompts

    def keys(self, digits: str) -> list[str]:
        self.step = self.dialogue.digits(self.state, digits, NOW)
        return self.prompts

    def done(self, result: JsonValue = None) -> list[str]:
        self.step = self.dialogue.action_done(self.state, result, NOW)
        return self.prompts

    def failed(self) -> list[str]:
        self.step = self.dialogue.action_failed(self.state, "broken", NOW)
        return self.prompts

    def to_confirmation(self) -> list[str]:
        """A trip from Paris to Rome, up to its read-back."""
        self.hear("travel", city=["Paris", "Rome"], date="2026-11-27", phone="5550100")
        self.hear("yes")
        self.hear("no")
        return self.done([1, 2])
