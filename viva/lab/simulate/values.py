"""Values that a caller may have in mind, drawn from what an entity of the bot can take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from random import Random
from string import ascii_uppercase, digits

from viva.dialogue.bot import Bot
from viva.lab.simulate.patterns import example
from viva.understanding.engine import DICTATED, EntitySpec, signs, signs_of
from viva.understanding.reading import JsonValue

DAYS_AHEAD = 28
"""How far away a day is that a caller wants, at most."""
DATE, TIME = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d")
ALIKE = 0.8
"""Share of the letters of free words that have to agree, as difflib counts."""


def spec_of(bot: Bot, slot: str) -> EntitySpec | None:
    """The entity that a slot takes; None for yes or no, and for a slot that callers cannot fill."""
    return bot.language.entities.get(bot.slots[slot].entity) if slot in bot.slots else None


def is_yes_no(bot: Bot, slot: str) -> bool:
    return slot in bot.slots and bot.slots[slot].entity == "yes_no" and spec_of(bot, slot) is None


def drawable(bot: Bot, slot: str) -> bool:
    """Whether a value for the slot can be drawn, so that `any` will do in a persona's file."""
    spec = spec_of(bot, slot)
    if spec is None:
        return is_yes_no(bot, slot)
    if spec.kind in ("list", "phrase"):
        return bool(spec.values)
    if spec.kind == "pattern" and re.compile(spec.pattern).groups:
        return False  # the value is what stands in the group, not what is said
    return not spec.pattern or example(spec.pattern, Random(0)) is not None


def draw(bot: Bot, slot: str, random: Random, now: str, names: Sequence[str]) -> JsonValue:
    """A value for a slot that is `drawable`. `now`: the caller's time, ISO 8601; `names`: for free text."""
    spec = spec_of(bot, slot)
    if spec is None:
        return random.random() < 0.5
    match spec.kind:
        case "list" | "phrase":
            return random.choice(list(spec.values))
        case "text":
            return random.choice(list(names))
        case "date":
            return _day(spec, random, now).isoformat()
        case "time":
            return f"{random.randint(8, 17):02}:{random.choice(('00', '30'))}"
        case "date_interval":
            start = _day(spec, random, now)
            end = start + timedelta(days=random.randint(1, 7))
            return {"start": start.isoformat(), "end": end.isoformat()}
        case "time_interval":
            start_hour = random.randint(8, 15)
            return {"start": f"{start_hour:02}:00", "end": f"{start_hour + random.randint(1, 3):02}:00"}
        case "duration":
            least = spec.minimum or 0
            return random.choice([f"PT{hours}H" for hours in range(1, 6) if hours * 60 >= least] or ["P1D"])
        case "money":
            low, high = _limits(spec, 5, 200)
            return {"amount": random.randint(low, high), "currency": spec.currency}
        case "digits" | "phone":
            return _signs(spec, random, digits, 7, 10)
        case "pattern" | "code" if spec.pattern:
            return example(spec.pattern, random) or example(spec.pattern, Random(0))
        case "code":
            letters = _signs(spec, random, ascii_uppercase, 5, 6)
            return letters[:2] + "".join(random.choice(digits) for _ in letters[2:])
        case "email":
            name = random.choice(list(names)).lower().replace(" ", ".")
            return f"{name}@example.com"
        case _:
            low, high = _limits(spec, 1, 10)
            return random.randint(low, high)


def fault(bot: Bot, slot: str, value: JsonValue) -> str:
    """Why a slot cannot have the value, as "is ..., expected ..."; '' where it can."""
    spec = spec_of(bot, slot)
    if spec is None:
        fits = isinstance(value, bool) or not is_yes_no(bot, slot)
        return "" if fits else "true or false"
    match spec.kind:
        case "list":
            return "" if value in spec.values else f"a value of `{spec.name}`"
        case "date":
            return "" if _is(value, DATE) else 'a day such as "2026-03-09"'
        case "time":
            return "" if _is(value, TIME) else 'a time such as "16:30"'
        case "digits" | "phone" | "code":
            if not isinstance(value, str):
                return 'its signs in quotes, such as "5550134"'
            least, most = signs_of(spec)
            if least is not None and signs(value) < least:
                return f"at least {least} signs"
            return f"at most {most} signs" if most is not None and signs(value) > most else ""
        case "number" | "ordinal":
            if isinstance(value, bool) or not isinstance(value, int | float):
                return "a number"
            if spec.minimum is not None and value < spec.minimum:
                return f"at least {spec.minimum}"
            return f"at most {spec.maximum}" if spec.maximum is not None and value > spec.maximum else ""
    return "" if isinstance(value, str | dict) else "text"


def same(bot: Bot, slot: str, a: JsonValue, b: JsonValue) -> bool:
    """Whether two values of a slot are one for who hears them: nothing is nothing, however it is written, and
    free words are the same where they sound much alike, as no recognizer knows how a name is spelled."""
    if a == b or (a in (None, "") and b in (None, "")):
        return True
    spec = spec_of(bot, slot)
    if not isinstance(a, str) or not isinstance(b, str) or spec is None:
        return False
    if spec.kind not in ("text", "phrase"):
        return False
    first, second = (re.sub(r"[\W_]+", "", one.casefold()) for one in (a, b))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def has_others(bot: Bot, slot: str, *, dictated: bool = False) -> bool:
    """Whether somebody would take, or say, another value in place of the one wanted: no name is like that,
    and no telephone number, unless digits are mixed up (`dictated`)."""
    spec = spec_of(bot, slot)
    if spec is None or spec.kind in ("email", "text", "phrase", "pattern") or not drawable(bot, slot):
        return False
    return dictated or spec.kind not in DICTATED


def offered(bot: Bot, slot: str, said: JsonValue) -> list[JsonValue]:
    """The values for a slot that stand in a list which the bot has read out."""
    if not isinstance(said, list) or spec_of(bot, slot) is None:
        return []
    return [one for one in said if not fault(bot, slot, one)]


def _is(value: JsonValue, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _day(spec: EntitySpec, random: Random, now: str) -> date:
    away = random.randint(1, DAYS_AHEAD)
    return datetime.fromisoformat(now).date() + timedelta(days=-away if spec.prefer == "past" else away)


def _limits(spec: EntitySpec, low: int, high: int) -> tuple[int, int]:
    least = spec.minimum if spec.minimum is not None else min(low, spec.maximum or low)
    most = spec.maximum if spec.maximum is not None else max(high, least)
    return least, min(most, max(high, least))


def _signs(spec: EntitySpec, random: Random, of: str, low: int, high: int) -> str:
    least, most = signs_of(spec)
    low = max(low, least or 1) if most is None else min(max(low, least or 1), most)
    count = random.randint(low, max(low, min(high, most or high)))
    return "".join(random.choice(of) for _ in range(count))
