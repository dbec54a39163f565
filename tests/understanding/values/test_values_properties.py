"""What must hold for the values of any text: no exception, bounded time, and only values that can be."""

from __future__ import annotations

import re
from datetime import date
from time import process_time
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.understanding.engine import Context, EntityKind, EntitySpec, Preference
from viva.understanding.entities import Entities
from viva.understanding.expectation import Earlier, Expectation
from viva.understanding.normalise import normalise
from viva.understanding.pronouncer import Spelled
from viva.understanding.reading import JsonValue
from viva.understanding.vocabulary import vocabulary

KINDS: tuple[EntityKind, ...] = tuple(k for k in get_args(EntityKind) if k not in ("list", "pattern", "text"))
LIMITS = {"number": (-5, 50), "ordinal": (1, 9), "money": (2, 500), "duration": (10, 3000), "digits": (3, 8)}
SPECS = {
    **{kind: EntitySpec(kind, kind, {}) for kind in KINDS},
    **{f"{k}_limited": EntitySpec(f"{k}_limited", k, {}, "", *limits) for k, limits in LIMITS.items()},  # type: ignore[arg-type]
    "code_limited": EntitySpec("code_limited", "code", {}, r"[A-Z]{2}\d{3}"),
}
ENTITIES = Entities(SPECS, vocabulary("en"), frozenset(), Spelled())

SAID = """
a an the no sorry um next last this in on at to from until between and of past half quarter twenty
three third march may february thursday tomorrow week weeks weekend month year days nights ago after
before first oh two double nine hundred thousand lakh million point minus pm am o'clock morning
evening noon midnight hours minutes dollars pounds fifty cents $2.50 £3 4:30 23rd 1999 31st 29
thirty-one 5-7 1/2 12/31/2026 2,50,000 -3 90m 1h30 plus extension bravo b as for like x BX204 queue
see dot underscore gmail com ada@x.org all one word last but one christmas easter grand k dozen
couple thirds quarters fortnight for since rest end 1.1.2027 99999999999999999999 0
"""
SENTENCES = st.lists(st.sampled_from(SAID.split()), max_size=16).map(" ".join)
TEXTS = st.one_of(SENTENCES, SENTENCES.map(str.upper), st.text(max_size=120))
NOWS = st.datetimes().map(lambda now: now.isoformat(timespec="seconds"))


def find(text: str, name: str, now: str, prefer: Preference, earlier: str = "") -> dict[str, list[JsonValue]]:
    before = (
        tuple(Earlier(kind, earlier, given) for kind in SPECS for given in (True, False)) if earlier else ()
    )
    context = Context(now, Expectation("open", "ask.1", (name,), earlier=before), prefer)
    found: dict[str, list[JsonValue]] = {}
    normalised = normalise(text)
    for one in ENTITIES.find([normalised], context)[0]:
        assert 0 <= one.first < one.end <= len(normalised.tokens) and 0 < one.confidence <= 1
        found.setdefault(one.name, []).append(one.value)
    ENTITIES.parts(normalised, context)
    return found


def check(name: str, value: JsonValue) -> None:
    """That a value can be one of its kind."""
    spec = SPECS[name]
    size: float | None = None
    match spec.kind, value:
        case "date", str():
            date.fromisoformat(value)
        case "time", str():
            assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value)
        case "date_interval", {"start": start, "end": end}:
            ends = [date.fromisoformat(str(one)) for one in (start, end) if one is not None]
            assert ends and ends == sorted(ends)
        case "time_interval", {"start": start, "end": end}:
            ends_at = [one for one in (start, end) if one is not None]
            assert ends_at and all(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(one)) for one in ends_at)
        case "duration", str():
            assert re.fullmatch(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?", value)
        case "money", {"amount": int() | float() as amount, "currency": str() as currency}:
            assert round(amount, 2) == amount and re.fullmatch(r"([A-Z]{3})?", currency)
            size = amount
        case (("number" | "ordinal"), int() | float()):
            size = value
        case "digits", str():
            assert value.isdecimal()
            size = len(value)
        case "phone", str():
            assert re.fullmatch(r"\+?\d{5,15}(;ext=\d+)?", value)
        case "code", str():
            assert re.fullmatch(spec.pattern or r"[A-Z0-9]+", value)
        case "email", str():
            assert re.fullmatch(r"[a-z0-9._+-]+@[a-z0-9.-]+\.[a-z]{2,}", value)
        case _:
            raise AssertionError(f"{name}: {value!r}")
    if size is not None:
        assert spec.minimum is None or size >= spec.minimum
        assert spec.maximum is None or size <= spec.maximum


@given(TEXTS, st.sampled_from(list(SPECS)), NOWS, st.sampled_from(get_args(Preference)), SENTENCES)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_values_that_can_be(
    text: str, name: str, now: str, prefer: Preference, earlier: str
) -> None:
    found = find(text, name, now, prefer, earlier)
    for entity, values in found.items():
        for value in values:
            check(entity, value)
    assert found == find(text, name, now, prefer, earlier), "the same words, the same values"


@pytest.mark.parametrize("now", ["0001-01-01T00:00:00", "9999-12-31T23:59:59"])
@pytest.mark.parametrize("prefer", get_args(Preference))
def test_the_ends_of_the_calendar(now: str, prefer: Preference) -> None:
    said = """in march, next month, last month, next year, last year, next week, last week, easter, christmas,
    the first monday of january, the last friday of december, the end of next year, in two weeks, monday,
    two years ago, in an hour, an hour ago, from june to march, the day after tomorrow, the thirty first,
    since monday, last weekend"""
    for phrase in said.split(","):
        for name in KINDS:
            for entity, values in find(phrase, name, now, prefer, "the first").items():
                for value in values:
                    check(entity, value)


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)), st.sampled_from(get_args(Preference)))
@settings(max_examples=150, deadline=None)
def test_a_preference_is_kept(today: date, prefer: Preference) -> None:
    for said in (
        "friday",
        "the twenty third",
        "the thirty first",
        "march third",
        "the twenty ninth of february",
    ):
        (value,) = find(said, "date", f"{today}T12:00:00", prefer)["date"]
        found = date.fromisoformat(str(value))
        assert found >= today if prefer == "future" else found <= today


@pytest.mark.parametrize(
    "text",
    [
        "one point " + "one " * 300,
        "one hour and " * 100,
        "a week after " * 100,
        "the third of " * 100,
        "1h" * 300,
        "1." * 300,
        "$" * 600,
        "- 1 " * 150,
        "a dot " * 100 + "at b dot com",
        "double " * 120,
    ],
)
def test_time_is_bounded(text: str) -> None:
    begin = process_time()
    find(text, "duration", "2026-11-24T09:30:00", "future", text)
    assert process_time() - begin < 3
