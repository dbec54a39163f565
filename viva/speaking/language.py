"""What a language knows about saying values, read from `viva/speaking/data/<code>.yaml`.

`docs/guide/another-language.md` explains each key; `en.yaml` is the example to read.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from viva.speaking.numbers import NumberRules


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fraction(_Part):
    """A fraction of one behind a whole number."""

    whole: dict[int, str] = {}
    """Whole number -> the words for both, where they are a word of their own."""
    other: str
    """With `{whole}` and `{next}`, the number above it."""


class Numbers(_Part):
    sets: dict[str, dict[int | str, str]]
    """Rules of `numbers.py`: `cardinal`, `ordinal`, `year` and the helpers they name."""
    minus: str
    decimal: str
    """With `{whole}` and `{digits}`."""
    decimal_mark: str = "."
    group_mark: str = ","
    fractions: dict[float, Fraction] = {}
    fractions_up_to: int = 20
    """Larger whole numbers are said with decimals."""
    denominators: dict[int, tuple[str, str]] = {}
    """Of written fractions such as 2/3: for one, for several."""
    out_of: str
    """Two numbers with a slash that are no fraction."""
    last: str
    from_last: str
    """Places from the end of a row; with `{ordinal}`."""
    ordinal_marks: dict[str, str]
    """Behind written numbers, 1st, 2nd -> the set that says them."""
    decade_marks: tuple[str, ...] = ()
    """Behind years: the 1990s, said by the set `decade`."""
    largest: int = Field(gt=0)
    """The largest number with words; beyond it digits are said."""


class Dates(_Part):
    weekdays: tuple[str, ...] = Field(min_length=7, max_length=7)
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    short_weekdays: dict[str, int] = {}
    """Written: Mon -> 0."""
    short_months: dict[str, int] = {}
    """Written: Jan -> 1."""
    date: str
    """With `{weekday}`, `{day}`, `{ordinal}`, `{month}` and `{year}`, as all of them."""
    date_with_year: str
    day_month: str
    day_month_year: str
    month_year: str
    with_time: str
    relative: dict[int, str]
    """Days from now -> words."""
    beside: dict[int, str] = {}
    """The same in one breath with a time or another day: "Thursday at nine"; else as in `relative`."""
    preposition: str = ""
    """Written before a date, but not said before the words of `relative`."""
    order: str = Field(default="dmy", pattern="dmy|mdy")
    """Of dates written in figures."""
    before_day: tuple[str, ...] = ()
    after_day: tuple[str, ...] = ()
    """Words around a written day that are part of the date: "the 3rd of May"."""
    year_words: tuple[str, ...] = ()
    """Behind which four figures are a year: "since 1999"."""


class Times(_Part):
    exact: dict[str, str] = {}
    """By the clock of 24 hours; said without a part of the day."""
    hours: dict[str, str] = {}
    """By the clock of 12 hours, e.g. "1:30": a word of its own."""
    minutes: dict[int, str]
    """With `{hour}` and the coming `{next}`."""
    single_minute: str
    other_minute: str
    """With `{hour}` and `{minute}`."""
    with_part: str
    parts: dict[int, str]
    """First hour -> part of the day."""
    before_noon: tuple[str, ...] = ()
    after_noon: tuple[str, ...] = ()
    """Written behind a time: am, pm."""
    suffixes: tuple[str, ...] = ()
    """Written behind a time and part of its words already."""
    part_words: tuple[str, ...] = ()
    """Written around a time, and tell its part of the day: it is not said twice."""


class Currency(_Part):
    one: str
    many: str
    small_one: str = ""
    small: str = ""
    """A hundredth; '' where it has none."""
    region: str = ""
    """How its amounts are counted, e.g. IN."""


class Money(_Part):
    both: str
    currencies: dict[str, Currency]
    """By ISO 4217."""
    symbols: dict[str, str]
    """Written before or behind an amount -> ISO 4217."""
    magnitudes: dict[str, str] = {}
    """Written behind an amount -> said: "$2.5bn"."""


class Abbreviations(_Part):
    titles: dict[str, str] = {}
    """Before a name."""
    linking: dict[str, str] = {}
    """A full stop behind these ends no sentence."""
    closing: dict[str, str] = {}
    """One behind these does, where a capital letter follows."""
    numbered: dict[str, str] = {}
    """Before a number."""
    address: dict[str, str] = {}
    """In addresses only."""


class Sayings(_Part):
    """One language, with its region's own forms."""

    affirm: str
    deny: str
    listing: dict[str, str]
    numbers: Numbers
    dates: Dates
    times: Times
    intervals: dict[str, str]
    money: Money
    units: dict[str, tuple[str, str]]
    measures: dict[str, tuple[str, str]]
    measure: str
    percent: str
    extension: str
    spelling: dict[str, str]
    letters: dict[str, str] = {}
    as_in: str
    as_in_words: dict[str, str]
    idioms: dict[str, str] = {}
    signs: dict[str, str] = {}
    web_words: tuple[str, ...] = ()
    phone_groups: dict[int, tuple[int, ...]] = {}
    abbreviations: Abbreviations
    articles: dict[str, tuple[str, ...]] = {"an": (), "a": ()}
    one_letter_words: tuple[str, ...] = ()
    """A full stop behind these ends a sentence: "So do I." """
    phrase_openers: tuple[str, ...]
    unknown_prompt: str
    rules: NumberRules = Field(exclude=True)

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def bare(self, said: str) -> bool:
        """Whether a date or an interval is said without a preposition that a prompt writes before it."""
        return any(
            re.match(rf"{re.escape(start)}(?!\w)", said)
            for form in (*self.dates.relative.values(), *self.intervals.values())
            if (start := form.partition("{")[0].strip())
        )


def sayings(code: str = "en") -> Sayings:
    """The sayings of a language and region, BCP 47: `en`, `en-IN`. English where it has no file yet."""
    parts = code.replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    return _sayings(parts[0].lower(), region)


def in_region(code: str, region: str) -> Sayings:
    """The same language as another region says it."""
    return _sayings(code.replace("_", "-").partition("-")[0].lower(), region)


@cache
def _sayings(language: str, region: str) -> Sayings:
    raw: dict[str, Any] = _read(language if language in spoken_languages() else "en")
    regions = raw.pop("regions", {})
    raw = _merged(raw, regions.get(region, {}))
    return Sayings(**raw, rules=NumberRules(raw["numbers"]["sets"]))


@cache
def spoken_languages() -> tuple[str, ...]:
    """The languages that have a file."""
    folder = files("viva.speaking") / "data"
    return tuple(sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml")))


def _read(language: str) -> dict[str, Any]:
    text = (files("viva.speaking") / "data" / f"{language}.yaml").read_text(encoding="utf-8")
    # One way to write each letter: Devanagari has two for those with a dot below.
    data: dict[str, Any] = yaml.safe_load(unicodedata.normalize("NFC", text))
    return data


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """`own` over `base`, also inside; a null removes."""
    found = dict(base)
    for key, value in own.items():
        if value is None:
            found.pop(key, None)
        elif isinstance(value, dict) and isinstance(found.get(key), dict):
            found[key] = _merged(found[key], value)
        else:
            found[key] = value
    return found
