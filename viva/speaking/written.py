"""What was found in written text, in words: a method for each pattern of `patterns.py`. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from viva.speaking.amounts import (
    say_each,
    say_fraction,
    say_measure,
    say_mixed,
    say_money,
    say_whole,
    say_written,
)
from viva.speaking.dates import say_date, say_day_and_month, say_moment, say_time, say_times
from viva.speaking.dictated import say_digits, say_email, say_phone, say_sign, say_web
from viva.speaking.language import Sayings, in_region

Found = re.Match[str]

_SPELLED_DIGITS = 7
"""A number of so many digits without marks between them is a reference, and is said digit by digit."""


class Written:
    """Says what a pattern found. Each method: the match in the whole text -> words."""

    def __init__(self, words: Sayings, language: str, now: str) -> None:
        self._words = words
        self._language = language
        self._now = now

    def email(self, found: Found) -> str:
        return say_email(found[0], self._words)

    def web(self, found: Found) -> str:
        return say_web(found[0], self._words)

    def idiom(self, found: Found) -> str:
        return self._words.idioms[found[0]]

    # Days and times

    def moment(self, found: Found) -> str:
        return say_moment(found[0], self._now, self._words) or say_digits(found[0], self._words)

    def iso_date(self, found: Found) -> str:
        return say_date(found[0], self._now, self._words) or say_digits(found[0], self._words)

    def figures_date(self, found: Found) -> str:
        day, month = int(found["first"]), int(found["second"])
        if self._words.dates.order == "mdy":
            day, month = month, day
        if month > 12:
            day, month = month, day
        year = int(found["year"])
        if len(found["year"]) == 2:
            year += 2000 if year < 70 else 1900
        try:
            date(year, month, day)
        except ValueError:
            return say_digits(found[0], self._words)
        return say_day_and_month(month, day, year, self._words)

    def day_month(self, found: Found) -> str:
        return say_day_and_month(
            self._month(found["month"]), int(found["day"]), int(found["year"] or 0), self._words
        )

    month_day = day_month

    def month_year(self, found: Found) -> str:
        return say_day_and_month(self._month(found["month"]), 0, int(found["year"]), self._words)

    def _month(self, name: str) -> int:
        dates = self._words.dates
        return dates.short_months.get(name) or dates.months.index(name) + 1

    def weekdays(self, found: Found) -> str:
        return self._words.intervals["written"].format(
            start=self._weekday(found["start"]), end=self._weekday(found["end"])
        )

    def weekday(self, found: Found) -> str:
        return self._weekday(found["day"])

    def _weekday(self, name: str) -> str:
        dates = self._words.dates
        return dates.weekdays[dates.short_weekdays[name]] if name in dates.short_weekdays else name

    def time(self, found: Found) -> str:
        text, certain = self._clock(found["time"], found["half"])
        return say_time(text, self._words, part=certain and not self._has_part(found))

    def time_range(self, found: Found) -> str:
        start, end, start_half, end_half = found.group("start", "end", "start_half", "end_half")
        last, certain = self._clock(end, end_half)
        first, also = self._clock(start, start_half)
        if end_half and not start_half:  # 9-11 am, 9-5 pm: the same half of the day where that is in order
            same = self._clock(start, end_half)[0]
            first = same if same < last else first
        if certain or also:
            said = say_times((first, last), self._words)
        else:
            said = [say_time(one, self._words, part=False) for one in (first, last)]
        return self._words.intervals["written"].format(start=said[0], end=said[1])

    half_time = time
    half_range = time_range

    def _clock(self, written: str, half: str) -> tuple[str, bool]:
        """`9:30`, `pm` -> `21:30`, and whether the half of the day is known."""
        times = self._words.times
        hour_text, _, minute = written.replace(".", ":").partition(":")
        hour = int(hour_text) % 24
        known = hour > 12 or hour_text in ("0", "00", "24") or (len(hour_text) == 2 and hour < 10)
        mark = half.strip().lower()
        if mark in times.after_noon and hour < 12:
            hour += 12
        elif mark in times.before_noon and hour == 12:
            hour = 0
        return f"{hour:02d}:{minute or '00'}", known or bool(mark)

    def _has_part(self, found: Found) -> bool:
        """Whether the part of the day is written beside it: "4:30 in the afternoon"."""
        before, behind = found.string[: found.start()].rstrip(), found.string[found.end() :].lstrip()
        parts = self._words.times.part_words
        return behind.startswith(parts) or before.endswith(parts)

    # Signs one by one

    def phone(self, found: Found) -> str:
        extension = f";ext={found['extension']}" if found["extension"] else ""
        return say_phone(found["number"] + extension, self._words)

    def version(self, found: Found) -> str:
        dot = f" {self._words.spelling['.']} "
        letter = f"{say_sign('v', self._words)} " if found[0][0] in "vV" else ""
        return letter + dot.join(self._figures(part) for part in found[0].lstrip("vV").split("."))

    def code(self, found: Found) -> str:
        """Letters of a mixed code by name, two digits as a number: "B twelve", "two two one B"."""
        pieces = re.findall(r"\d+|[A-Za-z]+", found[0])
        return " ".join(
            self._figures(piece) if piece.isdecimal() else self._letters(piece) for piece in pieces
        )

    def _letters(self, letters: str) -> str:
        """Capitals are spelled, a word in small letters is kept."""
        if len(letters) > 1 and not letters.isupper():
            return letters
        return " ".join(say_sign(letter, self._words) for letter in letters)

    def _figures(self, digits: str) -> str:
        if len(digits) > 2 or digits.startswith("0"):
            return say_each(digits, self._words)
        return say_whole(int(digits), self._words)

    # Amounts

    def money(self, found: Found) -> str:
        said = self._sum(found["amount"], found["symbol"], found["magnitude"])
        return self._words.numbers.minus.format(number=said) if found["minus"] else said

    amount = money

    def money_range(self, found: Found) -> str:
        # "ten to twenty dollars": the currency once
        return self._words.intervals["written"].format(
            start=say_written(self._plain(found["start"]), self._words),
            end=self._sum(found["end"], found["symbol"], found["magnitude"]),
        )

    def _sum(self, amount: str, symbol: str, magnitude: str | None) -> str:
        money = self._words.money
        code = money.symbols.get(symbol, symbol)
        names = money.currencies.get(code)
        words = in_region(self._language, names.region) if names and names.region else self._words
        plain = self._plain(amount)
        decimals = plain.partition(".")[2]
        if not magnitude and len(decimals) <= 2:
            value = float(plain) if decimals else int(plain)
            return say_money(value, code, words) or say_each(plain, words)
        parts = (
            say_written(plain, words),
            money.magnitudes[magnitude] if magnitude else "",
            names.many if names else code,
        )
        return " ".join(part for part in parts if part)

    def range(self, found: Found) -> str:
        start, end, unit = found["start"], found["end"], found["unit"]
        if not unit and self._is_year(start) and self._is_year(end):
            first, last = (say_whole(int(year), self._words, "year") for year in (start, end))
        else:
            first = say_written(self._plain(start), self._words)
            last = (
                say_measure(self._plain(end), unit, self._words)
                if unit
                else say_written(self._plain(end), self._words)
            )
        return self._words.intervals["written"].format(start=first, end=last)

    def measure(self, found: Found) -> str:
        minus = "-" if found["minus"] else ""
        return say_measure(minus + self._plain(found["number"]), found["unit"], self._words)

    def mixed(self, found: Found) -> str:
        value = unicodedata.numeric(found["vulgar"])
        ratio = value.as_integer_ratio()
        whole = int(found["whole"] or 0)
        return say_mixed(whole, value, self._words) or say_fraction(*ratio, self._words)

    def fraction(self, found: Found) -> str:
        count, of = int(found["count"]), int(found["of"])
        if found["whole"] and of:
            said = say_mixed(int(found["whole"]), count / of, self._words)
            return (
                said
                or f"{say_whole(int(found['whole']), self._words)} {say_fraction(count, of, self._words)}"
            )
        return say_fraction(count, of, self._words)

    def ordinal(self, found: Found) -> str:
        rules = self._words.numbers.ordinal_marks[found["mark"]]
        return say_whole(int(self._plain(found["number"])), self._words, rules)

    def decade(self, found: Found) -> str:
        return say_whole(int(found["year"]), self._words, "decade")

    def ratio(self, found: Found) -> str:
        first, second = (say_whole(int(part), self._words) for part in found[0].split(":"))
        return self._words.intervals["written"].format(start=first, end=second)

    def number(self, found: Found) -> str:
        """With spaces where letters run into the figures."""
        before, behind = found.string[: found.start()][-1:], found.string[found.end() :][:1]
        left, right = (" " if sign.isalnum() else "" for sign in (before, behind))
        return f"{left}{self._number(found)}{right}"

    def _number(self, found: Found) -> str:
        written = found["number"]
        if self._is_year(written) and self._after_year_word(found):
            return say_whole(int(written), self._words, "year")
        digits = written.isdecimal()
        if digits and (len(written) >= _SPELLED_DIGITS or (len(written) > 1 and written.startswith("0"))):
            return say_digits(written, self._words)
        return say_written(("-" if found["minus"] else "") + self._plain(written), self._words)

    def _plain(self, written: str) -> str:
        numbers = self._words.numbers
        return written.replace(numbers.group_mark, "").replace(numbers.decimal_mark, ".")

    def _after_year_word(self, found: Found) -> bool:
        before = found.string[: found.start("number")].split()
        return bool(before) and before[-1] in self._words.dates.year_words

    @staticmethod
    def _is_year(text: str) -> bool:
        return len(text) == 4 and text.isdecimal() and 1100 <= int(text) < 2100

    # Short forms and signs

    def numbered(self, found: Found) -> str:
        return f"{self._words.abbreviations.numbered[found['short']]} "

    def title(self, found: Found) -> str:
        short = self._words.abbreviations
        written = found["short"]
        if written in short.closing and self._in_name(found):  # "on Baker St London"
            return f"{short.closing[written]}{'.' if '.' in found[0] else ''} "
        return f"{short.titles[written]} "

    @staticmethod
    def _in_name(found: Found) -> bool:
        """Whether a capital letter begins the word before, and that does not begin a sentence."""
        before = found.string[: found.start()].split()
        return (
            len(before) > 1
            and before[-1][0].isupper()
            and before[-1][-1].isalpha()
            and before[-2][-1] not in ".!?"
        )

    def linking(self, found: Found) -> str:
        return self._words.abbreviations.linking[found["short"]]

    def closing(self, found: Found) -> str:
        """A full stop that also ends the sentence stays."""
        said = self._words.abbreviations.closing[found["short"]]
        return f"{said}." if found["short"].endswith(".") and ends_sentence(found) else said

    def initials(self, found: Found) -> str:
        said = " ".join(say_sign(letter, self._words) for letter in found[0] if letter != ".")
        return said if found.string[found.end() :].strip() else f"{said}."

    def star(self, found: Found) -> str:
        return f" {self._words.spelling['*']}"

    def slash(self, found: Found) -> str:
        return f" {self._words.signs.get('/', '/')} "

    def sign(self, found: Found) -> str:
        said = self._words.signs[found["sign"]]
        left = " " if found.start() and not found.string[found.start() - 1].isspace() else ""
        right = " " if found.end() < len(found.string) and (said or found[0][-1:].isspace()) else ""
        return f"{left}{said}{right}" if said else found[0][1:]

    def dropped(self, found: Found) -> str:
        """A space where words would run together: "snake_case", "so * so"; none before punctuation."""
        behind = found.string[found.end() : found.end() + 1]
        if not behind or not found.start():
            return " " if found[0][0 if behind else -1].isspace() else ""
        apart = found[0] != found[0].strip() or (found[0] == "_" and behind.isalnum())
        return " " if apart and behind not in ".,;:!?)" else ""


def ends_sentence(found: Found) -> bool:
    """Whether a full stop at the end of what was found is the sentence's own too."""
    behind = found.string[found.end() :]
    return not behind.strip() or (behind[0].isspace() and behind.lstrip()[0].isupper())
