"""Values to try a prompt with, where nobody gives any: of the kind that fills each place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from viva.dialogue.bot import Bot
from viva.understanding.reading import JsonValue

NOW = "2026-11-24T10:00:00"
"""To which the dates and times are near."""
OF_KIND: dict[str, tuple[JsonValue, ...]] = {
    "number": (2, 14, 250),
    "ordinal": (1, 3, 12),
    "money": ({"amount": 12.5, "currency": "USD"}, {"amount": 40, "currency": "GBP"}),
    "date": ("2026-11-25", "2026-11-27", "2026-12-14"),
    "time": ("09:00", "16:30", "11:15"),
    "date_interval": (
        {"start": "2026-11-26", "end": "2026-11-28"},
        {"start": "2026-12-07", "end": "2026-12-11"},
    ),
    "time_interval": ({"start": "09:00", "end": "12:00"}, {"start": "17:00", "end": "18:30"}),
    "duration": ("PT30M", "PT1H30M", "P2W"),
    "digits": ("4821", "90215", "307"),
    "phone": ("5550142", "02079460958", "9845012345"),
    "code": ("BX204", "K7", "MN350"),
    "email": ("ada@example.com", "john.smith@example.org"),
    "text": ("Maria Gomez", "David Chen", "Anna Schmidt"),
    "phrase": ("Maria Gomez", "David Chen", "Anna Schmidt"),
    "yes_no": (True, False),
}
_OF_MANNER = {"digits": "phone", "spell": "text", "spell_as": "code", "short": "time", "ordinal": "ordinal"}
_MANNER_ALONE: dict[str, tuple[JsonValue, ...]] = {
    "year": (2026, 1999),
    "percent": (12.5, 50),
    "cardinal": (250, 14),
    "address": ("12 River Street",),
}
_PLACE = re.compile(r"\{\s*(\w+)\s*(?::\s*(\w*)\s*)?\}")


@dataclass(frozen=True, slots=True)
class Sample:
    value: JsonValue
    entity: str
    """The bot's entity, or the kind, that such a value belongs to; '' for words that are no value."""


def samples(bot: Bot, place: str, manner: str = "") -> tuple[Sample, ...]:
    """One at least."""
    entity = _entity(bot, place)
    if entity:
        return _of_entity(bot, entity)
    if manner in _MANNER_ALONE:
        return tuple(Sample(value, "") for value in _MANNER_ALONE[manner])
    if manner in _OF_MANNER:
        return _of_entity(bot, _OF_MANNER[manner])
    if place in ("minimum", "maximum"):
        return tuple(Sample(value, "number") for value in OF_KIND["number"])
    if place == "value":
        found = [sample for one in _slots(bot) for sample in _of_entity(bot, one)[:1]]
        return tuple(found) or _of_entity(bot, "number")
    words = _words(bot).get(place)
    if words:
        return tuple(Sample(value, "") for value in words if value) or (Sample("", ""),)
    if singular := next(
        (one for one in bot.slots if place.endswith(f"{one}s") and bot.slots[one].entity), ""
    ):
        values = [sample.value for sample in _of_entity(bot, bot.slots[singular].entity)]
        return (Sample(values[:3], ""), Sample(values[:2], ""))
    return _of_entity(bot, "number")


def kind_of_entity(bot: Bot, name: str) -> str:
    """Of an entity, or the kind that the name is itself."""
    spec = bot.language.entities.get(name)
    return spec.kind if spec is not None else name


def places_with_manners(text: str) -> list[tuple[str, str]]:
    """Each place of a text, with how it is to be said."""
    return [(match[1], match[2] or "") for match in _PLACE.finditer(text)]


def _entity(bot: Bot, place: str) -> str:
    """Of the slot, or of the one whose name ends the place's: `old_day` is a day."""
    named = [one for one in (place, place.rpartition("_")[2]) if one in bot.slots and bot.slots[one].entity]
    return bot.slots[named[0]].entity if named else ""


def _words(bot: Bot) -> dict[str, list[JsonValue]]:
    """Of the places that every bot's prompts have and that hold words."""
    titles: list[JsonValue] = [flow.title for flow in bot.flows.values() if flow.title]
    labels: list[JsonValue] = [slot.label for slot in bot.slots.values() if slot.label and slot.entity]
    return {"label": labels, "title": titles, "topics": [titles[:3]], "examples": [["large", "small"]]}


def _slots(bot: Bot) -> list[str]:
    return list(dict.fromkeys(slot.entity for slot in bot.slots.values() if slot.entity))


def _of_entity(bot: Bot, name: str) -> tuple[Sample, ...]:
    spec = bot.language.entities.get(name)
    if spec is not None and spec.values:
        return tuple(Sample(value, name) for value in spec.values)
    kind = kind_of_entity(bot, name)
    return tuple(Sample(value, name) for value in OF_KIND.get(kind, OF_KIND["text"]))
