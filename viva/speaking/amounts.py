"""Numbers, ordinals, sums of money, lengths of time and signs, as people say them."""

from __future__ import annotations

import re

from viva.speaking.language import Sayings

_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")


def say_number(value: int | float, words: Sayings) -> str:
    """In words up to twelve, in figures beyond."""
    if isinstance(value, float) and not value.is_integer():
        text = f"{abs(value):,.10g}"
    elif abs(value) < len(words.numbers):
        text = words.numbers[abs(int(value))]
    else:
        text = f"{abs(value):,.0f}" if abs(value) < 10**15 else str(abs(value))
    return words.minus.format(number=text) if value < 0 else text


def say_ordinal(value: int, words: Sayings) -> str:
    """`3` -> "third", `21` -> "21st", `-1` -> "last"."""
    known = words.ordinals.get(value)
    if known:
        return known
    endings, ending = words.dates["ordinal_endings"], words.dates["ordinal_ending"]
    last = abs(value) % 100
    return f"{value}{endings.get(last if last in endings else abs(value) % 10 if last > 20 else 0, ending)}"


def say_money(amount: int | float, currency: str, words: Sayings) -> str:
    """`12.5`, `USD` -> "12 dollars and 50 cents". A currency without words keeps its code."""
    money = words.money
    whole, small = divmod(round(abs(amount) * 100), 100)
    names = money["currencies"].get(currency)
    if not names:
        text = say_number(whole, words) if not small else f"{whole:,}.{small:02d}"
        text = f"{text} {currency}".strip()
    elif small and not names["small"]:
        text = f"{whole:,}.{small:02d} {names['many']}"
    else:
        units = f"{say_number(whole, words)} {names['one' if whole == 1 else 'many']}"
        cents = f"{say_number(small, words)} {names['small_one' if small == 1 else 'small']}" if small else ""
        both = money["both"].format(units=units, cents=cents)
        text = units if not small else cents if not whole else both
    return words.minus.format(number=text) if amount < 0 else text


def say_duration(text: str, words: Sayings) -> str:
    """`PT1H30M` -> "one hour and 30 minutes"; '' for what is no duration."""
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        return ""
    parts = []
    for unit, count in zip(_UNITS, match.groups(), strict=True):
        if count and int(count):
            one, many = words.units[unit]
            parts.append(f"{say_number(int(count), words)} {one if int(count) == 1 else many}")
    if len(parts) < 2:
        return "".join(parts)
    return words.listing["comma"].join(parts[:-1]) + words.listing["last"] + parts[-1]


def say_email(text: str, words: Sayings) -> str:
    """`ada.lovelace@example.com` -> "ada dot lovelace at example dot com"."""
    return re.sub(r"[.@_+-]", lambda sign: f" {words.spelling.get(sign[0], sign[0])} ", text).strip()
