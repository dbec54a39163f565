"""Values in the words of callers: several ways for one value, and the pauses inside a dictated one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from viva.lab.simulate.distribution import choose
from viva.lab.simulate.format import Speech
from viva.lab.simulate.phrases import Phrases
from viva.speaking.values import say_value
from viva.understanding.engine import EntitySpec
from viva.understanding.reading import JsonValue

CANONICAL = 0.7
"""How often a listed value is said as it is named, where there are other ways."""
NEAR = 6
"""Days ahead for which the day of the week is name enough."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of an utterance that no hesitation breaks up."""

    text: str
    slot: str = ""
    """Whose value it is part of; '' for other words."""
    pause_ms: int = 0
    """Silence after it, which belongs to how it is said: between the groups of a number."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """How one caller says values."""

    speech: Speech
    phrases: Phrases
    now: str
    """The caller's time, ISO 8601."""
    language: str = "en"

    def say(
        self,
        slot: str,
        value: JsonValue,
        spec: EntitySpec | None,
        random: Random,
        offered: Sequence[JsonValue] = (),
    ) -> list[Piece]:
        """A value of a slot. `spec`: its entity, None for yes or no; `offered`: what the bot has named."""
        if isinstance(value, bool):
            return [Piece(self.phrases.one("affirm" if value else "deny", random), slot)]
        kind = spec.kind if spec is not None else "text"
        match kind:
            case "list":
                assert spec is not None
                return [Piece(_listed(str(value), spec, random), slot)]
            case "pattern" if isinstance(value, str) and re.search(r"\d", value):
                words = re.findall(r"\d+|[^\W\d]+", value)
                said = [self._group(one, random) if one.isdecimal() else one for one in words]
                return [Piece(" ".join(said), slot)]
            case "text" | "phrase" | "pattern":
                return [Piece(str(value), slot)]
            case "date" if isinstance(value, str):
                return [Piece(self._date(value, random), slot)]
            case "time" if isinstance(value, str):
                return [Piece(self._time(value, random, offered), slot)]
            case "digits" | "phone" | "code" if isinstance(value, str):
                return self._dictated(slot, value, random)
        manner = "ordinal" if kind == "ordinal" else ""
        return [Piece(say_value(value, manner, now=self.now, language=self.language), slot)]

    def _date(self, value: str, random: Random) -> str:
        day = date.fromisoformat(value)
        away = (day - datetime.fromisoformat(self.now).date()).days
        days, names = self.phrases.listed["days"], self.phrases.listed
        if 0 <= away < len(days):
            return days[away]
        weekday = names["weekdays"][day.weekday()]
        if len(days) <= away <= NEAR and random.random() < 0.7:
            return weekday
        ordinal = say_value(day.day, "ordinal", language=self.language)
        return self.phrases.one(
            "dates", random, weekday=weekday, ordinal=ordinal, month=names["months"][day.month - 1]
        )

    def _time(self, value: str, random: Random, offered: Sequence[JsonValue]) -> str:
        if value == "12:00":
            return self.phrases.one("noon", random)
        hour, minute = int(value[:2]), int(value[3:5])
        kind = "hours" if minute == 0 else "half_hours" if minute == 30 else "other_times"
        other_half = f"{(hour + 12) % 24:02}:{minute:02}"
        short = value in offered and other_half not in offered and random.random() < 0.5
        forms = self.phrases.listed[f"short_{kind}" if short else kind]
        form = random.choice([one for one in forms if hour >= 12 or "pm" not in one.split()])
        said = {
            "{hour}": say_value((hour - 1) % 12 + 1, language=self.language),
            "{minute}": ("oh " if 0 < minute < 10 else "") + say_value(minute, language=self.language),
            "{part}": self.phrases.listed["parts"][0 if hour < 12 else 1 if hour < 18 else 2],
        }
        for place, words in said.items():
            form = form.replace(place, words)
        return form

    def _dictated(self, slot: str, value: str, random: Random) -> list[Piece]:
        """In groups, with a pause after each but the last."""
        speech, pieces = self.speech, []
        signs = re.sub(r"[^0-9A-Za-z+]", "", value.partition(";")[0])
        while signs:
            count = max(1, int(choose(speech.groups, random) or 3))
            group, signs = signs[:count], signs[count:]
            if len(signs) == 1:
                group, signs = group + signs, ""
            pause = speech.group_pause_ms.whole(random) if signs else 0
            pieces.append(Piece(self._group(group, random), slot, pause))
        return pieces

    def _group(self, signs: str, random: Random) -> str:
        words: list[str] = []
        at = 0
        while at < len(signs):
            sign = signs[at]
            word = say_value(int(sign), language=self.language) if sign.isdecimal() else sign.upper()
            if sign == "+":
                word = self.phrases.listed["plus"][0]
            twice = sign.isdecimal() and signs[at : at + 2] == sign * 2 and signs[at : at + 3] != sign * 3
            if twice and random.random() < self.speech.double:
                words.append(self.phrases.one("double", random, digit=word))
                at += 2
                continue
            words.append(word)
            at += 1
        return " ".join(words)


def _listed(value: str, spec: EntitySpec, random: Random) -> str:
    others = spec.values.get(value, ())
    if others and random.random() >= CANONICAL:
        return random.choice(list(others))
    return value.replace("_", " ")
