"""Numbers, fractions, places in a row, sums of money, measures and lengths of time in words. Pure.

A written number is text such as `1250` or `3.14`: its decimals are said as they are written.
"""

from __future__ import annotations

import math
import re

from viva.speaking.language import Sayings

_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_LIMIT = 10**40
"""A number this large is none that anybody would say."""


def say_number(value: int | float, words: Sayings, *, fractions: bool = True) -> str:
    """`1250` -> "one thousand two hundred and fifty"; `2.5` -> "two and a half"; '' for infinity.

    `fractions`: halves and quarters by name where the whole is small; else "two point five".
    """
    written = written_number(value)
    parts = words.numbers
    if fractions and abs(value) < parts.fractions_up_to + 1 and (said := _fraction(abs(value), words)):
        return parts.minus.format(number=said) if value < 0 else said
    return say_written(written, words)


def written_number(value: int | float) -> str:
    """`1250`, `-0.75`: ten decimals at most, no exponent; '' for infinity and beyond 40 digits."""
    if not -_LIMIT < value < _LIMIT:
        return ""
    if value == int(value):
        return str(int(value))
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def say_written(text: str, words: Sayings) -> str:
    """A number as it is written with a point: `-3.10` -> "minus three point one zero"."""
    if not text:
        return ""
    whole, _, decimals = text.lstrip("-").partition(".")
    said = say_whole(int(whole or 0), words)
    if decimals:
        said = words.numbers.decimal.format(whole=said, digits=say_each(decimals, words))
    return words.numbers.minus.format(number=said) if text.startswith("-") else said


def say_whole(value: int, words: Sayings, rules: str = "cardinal") -> str:
    """A number >= 0 by one of the language's sets of rules; digit by digit where it is too large for them."""
    return words.rules.say(value, rules) if value <= words.numbers.largest else say_each(str(value), words)


def say_each(digits: str, words: Sayings) -> str:
    """`204` -> "two zero four"."""
    return " ".join(words.rules.say(int(digit)) for digit in digits if digit.isdecimal())


def say_ordinal(value: int, words: Sayings) -> str:
    """`3` -> "third", `-1` -> "last", `-2` -> "second to last"."""
    if value == -1:
        return words.numbers.last
    said = say_whole(abs(value), words, "ordinal")
    return words.numbers.from_last.format(ordinal=said) if value < 0 else said


def say_fraction(count: int, of: int, words: Sayings) -> str:
    """`3`, `4` -> "three quarters"; `7`, `9` -> "seven out of nine"."""
    names = words.numbers.denominators.get(of)
    part = words.numbers.fractions.get(count / of) if of else None
    if part and 0 in part.whole:
        return part.whole[0]
    if names is None or count >= of:
        return words.numbers.out_of.format(count=say_whole(count, words), whole=say_whole(of, words))
    return f"{say_whole(count, words)} {names[0 if count == 1 else 1]}"


def say_mixed(whole: int, fraction: float, words: Sayings) -> str:
    """`2`, `0.5` -> "two and a half"; '' for a fraction that the language has no words for."""
    part = words.numbers.fractions.get(fraction)
    if part is None:
        return ""
    said, coming = say_whole(whole, words), say_whole(whole + 1, words)
    return part.whole.get(whole) or part.other.format(whole=said, next=coming)


def _fraction(value: float, words: Sayings) -> str:
    whole = math.floor(value)
    return say_mixed(whole, value - whole, words) if value != whole else ""


def say_money(amount: int | float, currency: str, words: Sayings) -> str:
    """`12.5`, `USD` -> "twelve dollars and fifty cents". A currency without words is spelled."""
    if not -_LIMIT < amount < _LIMIT:
        return ""
    whole, small = divmod(round(abs(amount) * 100), 100)
    names = words.money.currencies.get(currency)
    if names is None or (small and not names.small):
        number = written_number(whole + small / 100 if small else whole)
        text = f"{say_written(number, words)} {names.many if names else ' '.join(currency)}".strip()
    else:
        units = f"{say_whole(whole, words)} {names.one if whole == 1 else names.many}"
        cents = f"{say_whole(small, words)} {names.small_one if small == 1 else names.small}"
        text = (
            units if not small else cents if not whole else words.money.both.format(units=units, cents=cents)
        )
    return words.numbers.minus.format(number=text) if amount < 0 else text


def say_measure(written: str, unit: str, words: Sayings) -> str:
    """`3`, `kg` -> "three kilograms"; a unit that the language does not know is said as it is written."""
    one, many = words.measures.get(unit, (unit, unit))
    return words.measure.format(number=say_written(written, words), unit=one if written == "1" else many)


def say_duration(text: str, words: Sayings) -> str:
    """`PT1H30M` -> "one hour and thirty minutes"; '' for what is no duration."""
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        return ""
    parts = []
    for unit, count in zip(_UNITS, match.groups(), strict=True):
        if count and float(count):
            one, many = words.units[unit]
            parts.append(f"{say_written(count, words)} {one if float(count) == 1 else many}")
    if not parts:
        return f"{say_whole(0, words)} {words.units['minute'][1]}"
    return enumerated(parts, words)


def enumerated(parts: list[str], words: Sayings) -> str:
    """`["tea", "milk", "sugar"]` -> "tea, milk and sugar"."""
    if len(parts) < 2:
        return "".join(parts)
    return words.listing["comma"].join(parts[:-1]) + words.listing["last"] + parts[-1]
