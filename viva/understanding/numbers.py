"""Numbers in words or figures, and dictated digits."""

from __future__ import annotations

from typing import Any

from viva.understanding.normalise import Token


def number_at(words: list[Token], i: int, data: dict[str, Any]) -> tuple[int, int] | None:
    """The number that begins at word `i`, and the index after it."""
    units, scales = data["units"], data["scales"]
    text = words[i].text.replace(",", "")
    if text.isdecimal():
        value, j = int(text[:15]), i + 1
    elif text in units and text != "oh":
        value, j = units[text], i + 1
        if value >= 20 and j < len(words) and 0 < units.get(words[j].text, 99) < 10:
            value, j = value + units[words[j].text], j + 1
    else:
        return None
    total = 0
    while j < len(words):
        word = words[j].text
        if word in scales:
            value, j = max(value, 1) * scales[word], j + 1
            if scales[word] >= 1000:
                total, value = total + value, 0
            continue
        if word == "and" and j + 1 < len(words) and words[j - 1].text in scales:
            j += 1
            word = words[j].text
        if words[j - 1].text in {*scales, "and"} and (rest := number_at(words, j, data)):
            value, j = value + rest[0], rest[1]
        break
    return total + value, j


def ordinal_at(words: list[Token], i: int, data: dict[str, Any]) -> tuple[int, int] | None:
    """An ordinal ("third", "twenty first", "23rd") at word `i`, and the index after it."""
    text = words[i].text
    if text in data["ordinals"]:
        return data["ordinals"][text], i + 1
    tens = data["units"].get(text, 0)
    if tens in (20, 30) and i + 1 < len(words) and 0 < data["ordinals"].get(words[i + 1].text, 99) < 10:
        return tens + data["ordinals"][words[i + 1].text], i + 2
    if text.isdecimal() and i + 1 < len(words) and words[i + 1].text in ("st", "nd", "rd", "th"):
        return int(text), i + 2
    return None


def digits_at(words: list[Token], i: int, data: dict[str, Any]) -> tuple[str, int]:
    """The dictated digits that begin at word `i` ('' if none), and the index after them."""
    units, repeats = data["units"], data["repeats"]
    found = ""
    while i < len(words):
        text = words[i].text
        times = 1
        if text in repeats and i + 1 < len(words):
            times, text = repeats[text], words[i + 1].text
        digit = _digit(text, units)
        if not digit or (times > 1 and len(digit) > 1):
            break
        found += digit * times
        i += 2 if times > 1 else 1
    return found, i


def _digit(text: str, units: dict[str, int]) -> str:
    if text == "o":
        return "0"
    plain = text.replace(",", "").replace(".", "")
    if plain.isascii() and plain.isdecimal():
        return plain
    value = units.get(text, 100)
    return str(value) if value < 100 else ""
