"""Libraries for dates, numbers and phone numbers, on the suite of spoken values; beside VIVA's own grammars.

    pip install dateparser text2num number-parser phonenumbers "emoji<2" recognizers-text-suite   # elsewhere
    python benchmarks/entity_libraries.py

None of them is a dependency of VIVA. One that is not installed is left out. A library is given the phrase,
the reference time and, where it takes one, the preference; it is right where a value that it finds is the
expected one: its own lists of alternatives count, of a time span that is to be a day or a time its start.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from viva.lab.measure.entities import Phrase, measure, read_suite

SUITE = Path(__file__).parents[1] / "tests" / "understanding" / "values" / "suite"
UNITS = {
    "Dollar": "USD",
    "Cent": "USD",
    "Pound": "GBP",
    "Pence": "GBP",
    "Penny": "GBP",
    "Rupee": "INR",
    "Euro": "EUR",
    "Japanese yen": "JPY",
}
Reads = Callable[[Phrase], Iterator[Any]]


def of_dateparser() -> dict[str, Reads]:
    from dateparser.search import search_dates

    def found(phrase: Phrase) -> list[datetime]:
        now = datetime.fromisoformat(phrase.now)
        settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": phrase.prefer}
        return [moment for _, moment in search_dates(phrase.said, languages=["en"], settings=settings) or []]

    return {
        "date": lambda phrase: (one.date().isoformat() for one in found(phrase)),
        "time": lambda phrase: (one.strftime("%H:%M") for one in found(phrase)),
    }


def of_text2num() -> dict[str, Reads]:
    from text_to_num import alpha2digit

    def read(phrase: Phrase) -> Iterator[Any]:
        for one in re.findall(r"-?\d+(?:\.\d+)?", alpha2digit(phrase.said, "en")):
            yield float(one) if "." in one else int(one)

    def digits(phrase: Phrase) -> Iterator[Any]:
        yield re.sub(r"(?<!^)\D", "", alpha2digit(phrase.said, "en"))

    return {"number": read, "ordinal": read, "digits": digits, "phone": digits}


def of_number_parser() -> dict[str, Reads]:
    from number_parser import parse

    def read(phrase: Phrase) -> Iterator[Any]:
        for one in re.findall(r"-?\d+(?:\.\d+)?", parse(phrase.said, language="en")):
            yield float(one) if "." in one else int(one)

    return {"number": read}


def of_phonenumbers() -> dict[str, Reads]:
    from phonenumbers import PhoneNumberMatcher

    def read(phrase: Phrase) -> Iterator[Any]:
        for region in ("US", "GB", "IN"):
            for match in PhoneNumberMatcher(phrase.said, region):
                yield re.sub(r"[^\d+]", "", match.raw_string)

    return {"phone": read}


def of_recognizers() -> dict[str, Reads]:
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number, recognize_ordinal
    from recognizers_number_with_unit import recognize_currency
    from recognizers_sequence import recognize_email, recognize_phone_number

    culture = "en-us"

    def moments(phrase: Phrase) -> Iterator[dict[str, str]]:
        for one in recognize_datetime(phrase.said, culture, reference=datetime.fromisoformat(phrase.now)):
            yield from (one.resolution or {}).get("values", [])

    def ends(phrase: Phrase, part: slice) -> Iterator[Any]:
        for one in moments(phrase):
            if "start" in one and "end" in one:
                yield {"start": one["start"][part], "end": one["end"][part]}

    def numbers(recognize: Callable[[str, str], list[Any]], phrase: Phrase) -> Iterator[Any]:
        for one in recognize(phrase.said, culture):
            value = float(one.resolution["value"])
            yield int(value) if value == int(value) else round(value, 6)

    def money(phrase: Phrase) -> Iterator[Any]:
        for one in recognize_currency(phrase.said, culture):
            value = float(one.resolution["value"] or 0)
            unit = one.resolution.get("unit") or ""
            code = one.resolution.get("isoCurrency") or UNITS.get(unit, "")
            value = value / 100 if unit in ("Cent", "Pence", "Penny") else value
            yield {
                "amount": int(value) if value == int(value) else value,
                "currency": phrase.currency or code,
            }

    def lengths(phrase: Phrase) -> Iterator[Any]:
        for one in moments(phrase):
            if one.get("type") == "duration":
                yield _iso(int(one["value"]))

    return {
        "date": lambda phrase: ((one.get("value") or one.get("start") or "")[:10] for one in moments(phrase)),
        "time": lambda phrase: (
            (one.get("value") or one.get("start") or "")[-8:-3] for one in moments(phrase)
        ),
        "date_interval": lambda phrase: ends(phrase, slice(0, 10)),
        "time_interval": lambda phrase: ends(phrase, slice(-8, -3)),
        "duration": lengths,
        "number": lambda phrase: numbers(recognize_number, phrase),
        "ordinal": lambda phrase: numbers(recognize_ordinal, phrase),
        "money": money,
        "phone": lambda phrase: (
            re.sub(r"[^\d+]", "", o.text) for o in recognize_phone_number(phrase.said, culture)
        ),
        "email": lambda phrase: (one.text.lower() for one in recognize_email(phrase.said, culture)),
    }


def _iso(seconds: int) -> str:
    """Seconds as the suite writes lengths, months of 30 days."""
    from viva.understanding.values.durations import Length

    months, rest = divmod(seconds, 30 * 86400)
    if months and not rest:
        return Length(months, 0, 0).text()
    days, rest = divmod(seconds, 86400)
    return Length(0, days, rest).text()


LIBRARIES = {
    "dateparser": of_dateparser,
    "text2num": of_text2num,
    "number-parser": of_number_parser,
    "phonenumbers": of_phonenumbers,
    "recognizers-text": of_recognizers,
}


def main() -> None:
    phrases = read_suite(SUITE)
    print(f"{'':18} {'kind':14} {'right':>5} {'of':>4} {'':>6}  median ms")
    for name, made in LIBRARIES.items():
        try:
            kinds = made()
        except ImportError as error:
            print(f"{name}: not installed ({error})", file=sys.stderr)
            continue
        for kind, read in kinds.items():
            right, times = 0, []
            group = [one for one in phrases if one.kind == kind]
            for phrase in group:
                begin = perf_counter()
                try:
                    found = list(read(phrase))
                except (
                    ArithmeticError,
                    AttributeError,
                    LookupError,
                    TypeError,
                    ValueError,
                ) as error:  # a miss
                    found = [repr(error)]
                times.append(1000 * (perf_counter() - begin))
                right += phrase.value in found if phrase.value is not None else not found
            row = f"{right:5} {len(group):4} {100 * right / len(group):5.1f}%  {median(times):8.2f}"
            print(f"{name:18} {kind:14} {row}")
    own = defaultdict(list)
    for one in measure(phrases):
        own[one.phrase.kind].append(one)
    for kind, outcomes in own.items():
        right = sum(one.right for one in outcomes)
        ms = median(one.ms for one in outcomes)
        row = f"{right:5} {len(outcomes):4} {100 * right / len(outcomes):5.1f}%  {ms:8.2f}"
        print(f"{'VIVA':18} {kind:14} {row}")


if __name__ == "__main__":
    main()
