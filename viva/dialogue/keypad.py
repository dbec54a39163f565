"""Keypad entries, read as what they answer."""

from __future__ import annotations

import re

from viva.dialogue.bot import Bot
from viva.dialogue.expects import instruction, kind_of
from viva.dialogue.state import State
from viva.understanding.reading import Entity, Intent, JsonValue, Reading


def reading_of(bot: Bot, state: State, digits: str) -> Reading:
    """What a keypad entry means here.

    Digits and numbers are taken as they are, `1630` is a time, `12*50` a sum of money, 1 is yes and 2 no, a
    choice is taken by its place in the list. Elsewhere 0 asks for a person and `*` for the last words
    again; anything else means nothing.
    """
    keys = digits.strip().rstrip("#")
    wait = state.wait
    if wait.kind in ("ask", "value", "check"):
        kind = kind_of(bot, wait.slot)
        value = _keyed(kind, keys)
        if value is not None and (wait.kind != "check" or len(keys) > 1):
            return _value(bot, wait.slot, keys, value)
        listed: tuple[JsonValue, ...] = wait.choices
        if kind == "list" and not listed:
            listed = tuple(bot.language.entities[bot.slots[wait.slot].entity].values)
        if wait.kind != "check" and keys.isdecimal() and 0 < int(keys) <= len(listed):
            return _value(bot, wait.slot, keys, listed[int(keys) - 1])
        if kind == "yes_no" and keys in ("1", "2"):
            return _intent(keys, "yes" if keys == "1" else "no")
    if wait.kind in ("confirm", "check") and instruction(bot, state.topic) and keys in ("1", "2"):
        return _intent(keys, "yes" if keys == "1" else "no")
    if keys in ("0", "*"):
        return _intent(keys, "person" if keys == "0" else "repeat")
    return Reading(digits, (), (), 1.0)


def _keyed(kind: str, keys: str) -> JsonValue:
    """The value of a kind of entity that keys stand for; None for none."""
    if kind == "money" and (money := re.fullmatch(r"(\d{1,12})(?:\*(\d\d))?", keys)):
        return {"amount": float(f"{money[1]}.{money[2]}") if money[2] else int(money[1])}
    if kind == "time" and re.fullmatch(r"([01]\d|2[0-3])[0-5]\d", keys):
        return f"{keys[:2]}:{keys[2:]}"
    if not (keys.isascii() and keys.isdecimal()):
        return None
    if kind in ("digits", "phone", "code"):
        return keys
    return int(keys) if kind in ("number", "ordinal") else None


def _intent(keys: str, name: str) -> Reading:
    return Reading(keys, (Intent(name, 1.0),), (), 1.0)


def _value(bot: Bot, slot: str, keys: str, value: JsonValue) -> Reading:
    spec = bot.language.entities[bot.slots[slot].entity]
    if isinstance(value, dict):
        value = {**value, "currency": spec.currency}
    entity = Entity(spec.name, value, keys, 0, len(keys), 0, 1.0)
    return Reading(keys, (), (entity,), 1.0)
