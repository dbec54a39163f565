"""Dates and times of day in words, relative to a given now; the future is preferred."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from viva.understanding.normalise import Token
from viva.understanding.numbers import number_at, ordinal_at


def date_at(words: list[Token], i: int, now: datetime, data: dict[str, Any]) -> tuple[str, int] | None:
    """The date (ISO) that begins at word `i`, and the index after it."""
    dates, numbers = data["dates"], data["numbers"]
    for phrase, ahead in sorted(dates["days"].items(), key=lambda item: -len(item[0])):
        j = _phrase(words, i, phrase)
        if j:
            return (now.date() + timedelta(days=ahead)).isoformat(), j
    word = words[i].text
    if word in ("next", "this") and i + 1 < len(words) and words[i + 1].text in dates["weekdays"]:
        ahead = (dates["weekdays"][words[i + 1].text] - now.weekday()) % 7 or 7
        if word == "next" and ahead + now.weekday() < 7:
            ahead += 7
        return (now.date() + timedelta(days=ahead)).isoformat(), i + 2
    if word.removesuffix("s") in dates["weekdays"]:
        ahead = (dates["weekdays"][word.removesuffix("s")] - now.weekday()) % 7 or 7
        return (now.date() + timedelta(days=ahead)).isoformat(), i + 1
    if word == "in" and i + 1 < len(words):
        return _in_some_time(words, i + 1, now, data)
    if word in dates["months"] and i + 1 < len(words):
        k = i + 2 if words[i + 1].text == "the" and i + 2 < len(words) else i + 1
        day = ordinal_at(words, k, numbers) or number_at(words, k, numbers)
        return _dated(now, dates["months"][word], day) if day else None
    day = ordinal_at(words, i, numbers) or number_at(words, i, numbers)
    if day is None:
        return None
    j = day[1] + 1 if day[1] < len(words) and words[day[1]].text == "of" else day[1]
    if j < len(words) and words[j].text in dates["months"]:
        return _dated(now, dates["months"][words[j].text], (day[0], j + 1))
    if ordinal_at(words, i, numbers) and i > 0 and words[i - 1].text == "the":
        return _day_of_month(now, *day)
    return None


def time_at(words: list[Token], i: int, data: dict[str, Any]) -> tuple[str, int] | None:
    """The time of day (HH:MM) that begins at word `i`, and the index after it."""
    if words[i].text in data["times"]["names"]:
        return data["times"]["names"][words[i].text], i + 1
    found = _clock(words, i, data)
    if found is None:
        return None
    hour, minute, j, sure = found
    half, j = _half_of_day(words, j, data)
    at = i > 0 and words[i - 1].text in ("at", "around", "about", "by")
    if not (sure or half or at):
        return None
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif not half and 0 < hour < data["times"]["default_from"]:
        hour += 12
    return f"{hour:02d}:{minute:02d}", j


def bare_hour_at(words: list[Token], i: int, data: dict[str, Any]) -> tuple[str, int] | None:
    """A number that can only be an hour because a time was asked for: "ten", "three thirty"."""
    found = number_at(words, i, data["numbers"])
    if found is None or not 1 <= found[0] <= 12:
        return None
    hour = found[0] + 12 if found[0] < data["times"]["default_from"] else found[0]
    return f"{hour:02d}:00", found[1]


def _clock(words: list[Token], i: int, data: dict[str, Any]) -> tuple[int, int, int, bool] | None:
    """Hour, minute, next index, and whether it can be nothing but a time."""
    numbers = data["numbers"]
    word = words[i].text
    if word in ("half", "quarter"):
        minutes, j = (30 if word == "half" else 15), i + 1
    elif word == "a" and i + 1 < len(words) and words[i + 1].text == "quarter":
        minutes, j = 15, i + 2
    else:
        lead = number_at(words, i, numbers)
        minutes, j = (lead[0], lead[1]) if lead else (-1, i)
    if minutes >= 0 and j < len(words) and words[j].text in ("past", "to", "after"):
        hour = number_at(words, j + 1, numbers) if j + 1 < len(words) else None
        if hour and 1 <= hour[0] <= 12 and minutes < 60:
            if words[j].text == "to":
                return hour[0] - 1 or 12, 60 - minutes, hour[1], True
            return hour[0], minutes, hour[1], True
    if word == "half" and (hour := number_at(words, i + 1, numbers) if i + 1 < len(words) else None):
        return (hour[0], 30, hour[1], True) if 1 <= hour[0] <= 12 else None
    for mark in (":", "."):
        parts = word.split(mark)
        if len(parts) == 2 and all(p.isdecimal() for p in parts) and len(parts[1]) == 2:
            hour_, minute = int(parts[0]), int(parts[1])
            return (hour_, minute, i + 1, True) if hour_ < 24 and minute < 60 else None
    units = numbers["units"]
    value = int(word) if word.isdecimal() and len(word) <= 2 else units.get(word, 99)
    if word == "oh" or not 1 <= value <= 23:
        return None
    j = i + 1
    if j < len(words) and words[j].text == "o'clock":
        return value, 0, j + 1, True
    minute_ = number_at(words, j, numbers) if j < len(words) else None
    if minute_ and minute_[0] in range(10, 60):
        return value, minute_[0], minute_[1], True
    if j + 1 < len(words) and words[j].text == "oh" and 0 < units.get(words[j + 1].text, 0) < 10:
        return value, units[words[j + 1].text], j + 2, True
    return value, 0, j, False


def _half_of_day(words: list[Token], j: int, data: dict[str, Any]) -> tuple[str, int]:
    if j < len(words) and words[j].text in ("am", "pm"):
        return words[j].text, j + 1
    if j + 1 < len(words) and words[j].text in "ap" and words[j + 1].text == "m":
        return words[j].text + "m", j + 2
    for k in range(j, min(j + 3, len(words))):
        if words[k].text in data["times"]["parts"]:
            return data["times"]["parts"][words[k].text], k + 1
        if words[k].text not in ("in", "the", "at"):
            break
    return "", j


def _phrase(words: list[Token], i: int, phrase: str) -> int:
    parts = phrase.split()
    return i + len(parts) if [w.text for w in words[i : i + len(parts)]] == parts else 0


def _in_some_time(words: list[Token], i: int, now: datetime, data: dict[str, Any]) -> tuple[str, int] | None:
    count = (1, i + 1) if words[i].text in ("a", "an") else number_at(words, i, data["numbers"])
    if count is None or count[1] >= len(words) or count[0] > 1000:
        return None
    days = data["dates"]["units"].get(words[count[1]].text)
    if days is None:
        return None
    return (now.date() + timedelta(days=days * count[0])).isoformat(), count[1] + 1


def _dated(now: datetime, month: int, day: tuple[int, int]) -> tuple[str, int] | None:
    for year in (now.year, now.year + 1):
        try:
            found = date(year, month, day[0])
        except ValueError:
            continue
        if found >= now.date():
            return found.isoformat(), day[1]
    return None


def _day_of_month(now: datetime, day: int, j: int) -> tuple[str, int] | None:
    for ahead in range(12):
        month = (now.month - 1 + ahead) % 12 + 1
        year = now.year + (now.month - 1 + ahead) // 12
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= now.date():
            return found.isoformat(), j
    return None
