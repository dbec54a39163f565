"""How values look in written text: regular expressions from a language's data. Pure.

The classes of written text that are not words (semiotic classes) and their order follow Ebden and Sproat,
"The Kestrel TTS text normalization system", Natural Language Engineering 21(3), 2015.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from viva.speaking.language import Sayings, sayings

# A letter, digit or vowel sign before or behind: a word goes on there. Vowel signs of Devanagari and its
# relatives are no `\w`.
BEGIN = r"(?<![\w\u0300-\u036f\u0900-\u0dff])"
END = r"(?![\w\u0300-\u036f\u0900-\u0dff])"

_DASH = r"\s?[-\u2010-\u2015]\s?"
_TLD = "com|org|net|edu|gov|info|io|ai|app|dev|example|test|invalid|in|uk|de|fr|eu|us|au|ca|nz|ie"
_URL_END = r"[^\s<>\"')\],;]*[^\s<>\"')\].,;:!?]"
DROPPED = (
    r"[\U0001f000-\U0001faff\u21a9\u21aa\u2300-\u23ff\u2460-\u24ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030"
    r"\u303d\u3297\u3299\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f\ufffd*_`|\u2022\u00b7\u00b6]"
)
"""Emoji, pictures, drawn lines, marks of lists and of Markdown: nobody says them."""


@dataclass(frozen=True, slots=True)
class Patterns:
    scan: re.Pattern[str]
    """All of them; `lastgroup` is the name of the one that fits."""
    each: dict[str, re.Pattern[str]]
    """With groups for the parts."""


def _any(words: Iterable[str]) -> str:
    """One of the words, the longest first; what never fits where there are none."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in longest_first) or "(?!)"


def _whole(words: Iterable[str]) -> str:
    """One of the words, none of which goes on behind it; a sign such as % may stand beside anything."""
    apart: dict[bool, list[str]] = {True: [], False: []}
    for word in words:
        apart[unicodedata.category(word[-1])[0] in "LMN"].append(word)
    return rf"(?:(?:{_any(apart[True])}){END}|(?:{_any(apart[False])}))"


@lru_cache(maxsize=32)
def patterns(language: str) -> Patterns:
    """Compiled once for each language and region (BCP 47)."""
    sources = _sources(sayings(language))
    unnamed = {name: re.sub(r"\(\?P<\w+>", "(?:", source) for name, source in sources.items()}
    scan = re.compile("|".join(f"(?P<{name}>{source})" for name, source in unnamed.items()))
    return Patterns(scan, {name: re.compile(source) for name, source in sources.items()})


def number_pattern(words: Sayings) -> str:
    group, mark = re.escape(words.numbers.group_mark), re.escape(words.numbers.decimal_mark)
    return rf"(?:\d{{1,3}}(?:{group}\d{{2,3}})+(?:{mark}\d+)?(?!\d)|\d+(?:{mark}\d+)?)"


def _sources(words: Sayings) -> dict[str, str]:
    number = number_pattern(words)
    return {
        **_electronic(),
        "idiom": rf"{BEGIN}(?:{_any(words.idioms)}){END}",
        **_days(words),
        **_clock(words),
        **_phones(words),
        **_money(words, number),
        **_counted(words, number),
        **_short_forms(words),
    }


def _electronic() -> dict[str, str]:
    return {
        "email": rf"{BEGIN}[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        "web": rf"{BEGIN}(?:(?:https?://|www\.){_URL_END}"
        rf"|(?:[a-z0-9][a-z0-9-]*\.)+(?:{_TLD}){END}(?:/{_URL_END})?(?!\.\w))",
    }


def _days(words: Sayings) -> dict[str, str]:
    dates = words.dates
    month = rf"(?P<month>{_any([*dates.months, *dates.short_months])})\.?{END}"
    weekday = rf"(?:{_any([*dates.weekdays, *dates.short_weekdays])})"
    marks = f"(?:{_any(words.numbers.ordinal_marks)})?"
    before = f"(?:(?:{_any(dates.before_day)}) )?" if dates.before_day else ""
    after = f"(?:(?:{_any(dates.after_day)}) )?" if dates.after_day else ""
    year = r"(?:,? (?P<year>\d{4})(?![\d:]))?"
    day = r"(?P<day>[0-2]?\d|3[01])"
    return {
        "moment": rf"{BEGIN}\d{{4}}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?{END}",
        "iso_date": rf"{BEGIN}\d{{4}}-\d\d-\d\d{END}",
        "figures_date": rf"{BEGIN}(?P<first>\d{{1,2}})[/.-](?P<second>\d{{1,2}})[/.-]"
        rf"(?P<year>\d{{4}}|\d\d){END}",
        "day_month": rf"{BEGIN}{before}{day}{marks} {after}{month}{year}",
        "month_day": rf"{BEGIN}{month} {before}{day}{marks}{END}(?![:.]\d){year}",
        "month_year": rf"{BEGIN}{month},? (?P<year>\d{{4}}){END}",
        "weekdays": rf"{BEGIN}(?P<start>{weekday})\.?{_DASH}(?P<end>{weekday})\.?{END}",
        "weekday": rf"{BEGIN}(?P<day>{_any(dates.short_weekdays)}){END}(?:\.(?=\s|$)|(?=\s*(?:[,;:)]|$|\d)))",
    }


def _clock(words: Sayings) -> dict[str, str]:
    times = words.times
    halves = [*times.before_noon, *times.after_noon]
    half_day = rf"\s?(?:{_any([*halves, *(half.upper() for half in halves)])}){END}"
    suffix = rf"(?:\s?(?:{_any(times.suffixes)}){END})?" if times.suffixes else ""
    hour, minutes = r"(?:[01]?\d|2[0-4])", "[0-5]\\d"
    full, any_time = f"{hour}:{minutes}", f"{hour}(?:[:.]{minutes})?"
    half, no_digit = f"(?:{half_day})?", rf"{suffix}(?![\d:])"
    return {
        # With minutes on both sides, or with a half of the day at the end: "9-5" alone is no time.
        "time_range": rf"{BEGIN}(?P<start>{full})(?P<start_half>{half}){_DASH}"
        rf"(?P<end>{full})(?P<end_half>{half}){no_digit}",
        "half_range": rf"{BEGIN}(?P<start>{any_time})(?P<start_half>{half}){_DASH}"
        rf"(?P<end>{any_time})(?P<end_half>{half_day}){no_digit}",
        "time": rf"{BEGIN}(?P<time>{full})(?::[0-5]\d)?(?P<half>{half}){no_digit}",
        "half_time": rf"{BEGIN}(?P<time>{any_time})(?P<half>{half_day}){no_digit}",
    }


def _phones(words: Sayings) -> dict[str, str]:
    known = _any(key for key in words.abbreviations.numbered if key.lower().startswith("ext"))
    extension = rf"(?:,?\s?(?:{known}|x)\s?(?P<extension>\d{{1,5}})(?!\d))?"
    shapes = (
        r"\+\d{1,3}[\d\s().-]{4,}\d",
        r"(?=\(?0)(?=(?:\D{0,2}\d){7})\(?\d{2,5}\)?(?:[ -]?\d{2,}){1,4}",
        r"\(\d{3}\) ?\d{3}[ -]\d{4}",
        r"\d{3}[ .-]\d{3}[ .-]\d{4}",
        r"\d{3}-\d{4}",
        r"\d{5}[ -]\d{5}",
        r"\d{4} \d{4} \d{4}(?: \d{4})?",
        r"\d{1,5}(?:-\d{2,5}){2,4}",
    )
    return {"phone": rf"(?<![\w.,+-])(?P<number>{'|'.join(shapes)})(?!\d|[.,-]\d){extension}"}


def _money(words: Sayings, number: str) -> dict[str, str]:
    money = words.money
    before = rf"(?:{_any(money.symbols)}|(?:{_any(money.currencies)})\b)"
    behind = _whole([*money.symbols, *money.currencies])
    magnitude = rf"(?:\s?(?P<magnitude>{_any(money.magnitudes)}){END})?"
    minus = r"(?P<minus>(?<!\w)[-\u2212])?"
    return {
        "money_range": rf"{BEGIN}(?P<symbol>{before})\s?(?P<start>{number}){_DASH}(?:{before}\s?)?"
        rf"(?P<end>{number}){magnitude}(?![-./]?\d)",
        "money": rf"{minus}{BEGIN}(?P<symbol>{before})\s?(?P<amount>{number}){magnitude}(?:/-)?",
        "amount": rf"{minus}{BEGIN}(?P<amount>{number}){magnitude}\s?(?P<symbol>{behind})",
    }


def _counted(words: Sayings, number: str) -> dict[str, str]:
    unit = _whole(words.measures)
    marks = _any(words.numbers.ordinal_marks)
    minus = r"(?P<minus>(?<![\w)\u0900-\u0dff])[-\u2212])?"
    return {
        "range": rf"{BEGIN}(?<![.,]\d)(?P<start>{number}){_DASH}(?P<end>{number})(?![-/]?\d)"
        rf"(?:\s?(?P<unit>{unit}))?",
        "decade": rf"{BEGIN}(?P<year>[1-9]\d\d0)(?:{_any(words.numbers.decade_marks)}){END}",
        "measure": rf"{minus}{BEGIN}(?P<number>{number})\s?(?P<unit>{unit})",
        "mixed": rf"{BEGIN}(?:(?P<whole>\d+)\s?)?(?P<vulgar>[\u00bc-\u00be\u2150-\u215e])",
        "fraction": rf"{BEGIN}(?:(?P<whole>\d+) )?(?P<count>\d{{1,3}})/(?P<of>\d{{1,3}}){END}(?!/)",
        "ordinal": rf"{BEGIN}(?P<number>\d{{1,3}}(?:,\d{{3}})*|\d+)(?P<mark>{marks}){END}",
        "ratio": rf"{BEGIN}\d{{1,3}}:\d{{1,3}}(?![\d:]){END}",
        "version": rf"{BEGIN}[vV]?\d+(?:\.\d+){{2,}}{END}",
        "code": rf"{BEGIN}(?:[A-Z]{{1,4}}-\d{{3,}}|(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]+){END}",
        "number": rf"{minus}(?P<number>{number})",
    }


def _short_forms(words: Sayings) -> dict[str, str]:
    short = words.abbreviations
    name = r"(?=(?![a-z])[^\W\d_])"
    signs = [sign for sign in words.signs if sign != "/"]
    return {
        "numbered": rf"{BEGIN}(?P<short>{_any(short.numbered)})\s?(?=\d)",
        "title": rf"{BEGIN}(?P<short>{_any(short.titles)})(?:\.\s*|\s+){name}",
        "linking": rf"{BEGIN}(?P<short>{_whole(short.linking)})",
        "closing": rf"{BEGIN}(?P<short>{_whole(short.closing)})",
        "initials": rf"{BEGIN}(?:[A-Z]\.){{2,}}",
        "star": r"(?<=\w) \*(?![\w*])",
        "slash": r"(?<=[^\W\d_])/(?=[^\W\d_])",
        "sign": rf"(?P<sign>{_any(signs)})\s*",
        "dropped": rf"\s*{DROPPED}(?:\s*{DROPPED})*\s*",
    }
