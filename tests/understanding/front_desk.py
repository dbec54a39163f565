"""A bot's language with every kind of entity, for the tests."""

from __future__ import annotations

from functools import cache

from viva.encoding.engine import Encoder
from viva.encoding.registry import sentence_encoder
from viva.hearing.evidence import Hypothesis, Recognition
from viva.models.catalogue import ModelError
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Context, EntitySpec, Language, Understander
from viva.understanding.expectation import Expectation
from viva.understanding.reading import Reading
from viva.understanding.understander import build_understander

NOW = "2026-11-24T09:30:00"
"""A Tuesday."""

ENTITIES = {
    "day": EntitySpec("day", "date", {}),
    "time": EntitySpec("time", "time", {}),
    "doctor": EntitySpec(
        "doctor",
        "list",
        {
            "patel": ("doctor patel", "dr patel"),
            "okafor": ("doctor okafor", "dr okafor"),
            "lindqvist": ("doctor lindqvist", "dr lindqvist"),
        },
    ),
    "phone": EntitySpec("phone", "digits", {}, minimum=5, maximum=12),
    "reference": EntitySpec("reference", "pattern", {}, pattern=r"\b[a-z]{2}\d{3}\b"),
    "guests": EntitySpec("guests", "number", {}, minimum=1, maximum=200),
    "drink": EntitySpec(
        "drink",
        "list",
        {
            "latte": (),
            "mocha": (),
            "iced mocha": (),
            "cappuccino": (),
            "espresso": (),
            "coffee": (),
            "drip coffee": ("filter coffee",),
        },
    ),
    "size": EntitySpec(
        "size", "list", {"small": (), "large": ("big",), "sixteen ounce": ("sixteen ounces",)}
    ),
    "roast": EntitySpec("roast", "list", {"dark roast": (), "light roast": ()}),
    "milk": EntitySpec("milk", "list", {"milk": (), "skim milk": (), "soy milk": (), "some milk": ()}),
    "note": EntitySpec("note", "text", {}),
}

INTENTS = {
    "book": (
        "book an appointment",
        "I'd like to make an appointment",
        "I need to see a doctor",
        "can I come in on {day} at {time}",
        "I want to see {doctor}",
        "can I see {doctor} on {day}",
        "schedule a visit for {day}",
    ),
    "move": (
        "move my appointment",
        "I need to reschedule",
        "change my appointment to {day}",
        "can we do my appointment at another time",
    ),
    "cancel_appointment": ("cancel my appointment", "I can't make it on {day}", "I want to cancel my visit"),
    "opening_hours": (
        "what are your opening hours",
        "when are you open",
        "when do you close",
        "are you open on {day}",
    ),
    "order": (
        "a {size} {drink} please",
        "can I get a {drink}",
        "I would like a {size} {drink} with {milk}",
        "could I have a {roast} {drink}",
    ),
}


def encoder_if_present() -> Encoder | None:
    """The sentence encoder, or None, by words alone, where its model was not fetched."""
    try:
        return sentence_encoder()
    except ModelError:
        return None


@cache
def understander() -> Understander:
    language = Language("en", INTENTS, ENTITIES)
    return build_understander(language, pronouncer=pronouncer("en"), encoder=encoder_if_present())


def asking(*entities: str, kind: str = "open") -> Expectation:
    """What a flow expects that has just asked for the first of these."""
    return Expectation(kind, "flow.1", entities)  # type: ignore[arg-type]


def read(text: str, expects: Expectation | None = None) -> Reading:
    return understander().understand(Recognition.of_text(text), Context(NOW, expects or Expectation()))


def read_all(texts: dict[str, float], expects: Expectation | None = None) -> Reading:
    """An N-best list: text -> posterior."""
    hypotheses = tuple(Hypothesis(text, 0.0, posterior) for text, posterior in texts.items())
    return understander().understand(Recognition(hypotheses, 1000), Context(NOW, expects or Expectation()))


def values(reading: Reading) -> dict[str, object]:
    return {entity.name: entity.value for entity in reading.entities}
