from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.values import MANNERS, say_digits, say_value
from viva.understanding.reading import JsonValue

NOW = "2026-11-24T09:30:00"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        ("", ""),
        ([], ""),
        (True, "yes"),
        (0, "zero"),
        (3, "three"),
        (12, "twelve"),
        (13, "13"),
        (1250, "1,250"),
        (-4, "minus four"),
        (2.5, "2.5"),
        (2.0, "two"),
        ("oat milk", "oat milk"),
        ("extra_large", "extra large"),
        ("2026-11-26", "Thursday the 26th of November"),
        ("2026-12-01", "Tuesday the 1st of December"),
        ("2026-12-22", "Tuesday the 22nd of December"),
        ("2026-11-24", "today"),
        ("2026-11-25", "tomorrow"),
        ("2026-11-23", "yesterday"),
        ("2027-11-26", "Friday the 26th of November 2027"),
        ("2026-02-30", "2026-02-30"),
        ("16:30", "half past four in the afternoon"),
        ("09:00", "nine in the morning"),
        ("08:45", "quarter to nine in the morning"),
        ("12:45", "quarter to one in the afternoon"),
        ("18:15", "quarter past six in the evening"),
        ("23:17", "11:17 at night"),
        ("10:05", "five past ten in the morning"),
        ("10:07", "ten oh seven in the morning"),
        ("12:00", "noon"),
        ("00:00", "midnight"),
        ("00:30", "half past twelve at night"),
        ("25:99", "25:99"),
        ("2026-11-25T16:30", "tomorrow at half past four in the afternoon"),
        ("9845012345", "9 8 4, 5 0 1, 2 3 4 5"),
        ("0171 555 23", "0 1 7 1, 5 5 5, 2 3"),
        ("7", "7"),
        (["tea"], "tea"),
        (["tea", "milk"], "tea and milk"),
        (["tea", None, "milk", 2], "tea, milk and two"),
        (["09:00", "09:30", "16:00"], "nine, half past nine in the morning and four in the afternoon"),
        ({"size": "large", "milk": None, "drink": "latte"}, "large latte"),
        ({"amount": 12.5, "currency": "USD"}, "twelve dollars and 50 cents"),
        ({"amount": 1, "currency": "GBP"}, "one pound"),
        ({"amount": 0.01, "currency": "GBP"}, "one penny"),
        ({"amount": 250000, "currency": "INR"}, "250,000 rupees"),
        ({"amount": 12.5, "currency": ""}, "12.50"),
        ({"amount": -3, "currency": "EUR"}, "minus three euros"),
        ({"amount": 2.5, "currency": "XTS"}, "2.50 XTS"),
        ({"amount": 100.5, "currency": "JPY"}, "100.50 yen"),
        ("PT1H30M", "one hour and 30 minutes"),
        ("P2W", "two weeks"),
        ("P1Y2M3D", "one year, two months and three days"),
        ("P", "P"),
        ({"start": "2026-11-25", "end": "2026-12-02"}, "from tomorrow to Wednesday the 2nd of December"),
        ({"start": "2026-11-25", "end": "2026-11-25"}, "tomorrow"),
        ({"start": "17:00", "end": None}, "from five in the afternoon"),
        ({"start": None, "end": "12:00"}, "until noon"),
        ({"start": None, "end": None}, ""),
        ("BX204", "B, X, 2, 0, 4"),
        ("MOT", "MOT"),
        ("+447700900123", "plus 4 4 7, 7 0 0, 9 0 0, 1 2 3"),
        ("5551212;ext=42", "5 5 5, 1 2 1 2, extension 4 2"),
        ("ada.lovelace@example.com", "ada dot lovelace at example dot com"),
    ],
)
def test_values_are_said_as_people_say_them(value: JsonValue, said: str) -> None:
    assert say_value(value, now=NOW) == said


@pytest.mark.parametrize(
    ("value", "manner", "said"),
    [
        (42, "digits", "4 2"),
        ("two", "digits", "two"),
        ("Smith", "spell", "S, M, I, T, H"),
        ("a.b@c", "spell", "A, dot, B, at, C"),
        ("16:30", "short", "half past four"),
        ("16:30", "nonsense", "half past four in the afternoon"),
        (None, "spell", ""),
    ],
)
def test_a_place_may_ask_for_a_manner(value: JsonValue, manner: str, said: str) -> None:
    assert say_value(value, manner, now=NOW) == said


def test_without_a_clock_a_date_is_said_in_full() -> None:
    assert say_value("2026-11-25") == "Wednesday the 25th of November"
    assert say_value("2026-11-25", now="yesterday evening") == "Wednesday the 25th of November"


@given(st.text("0123456789", min_size=1, max_size=40))
def test_dictated_digits_lose_none_and_leave_no_long_group(digits: str) -> None:
    said = say_digits(digits)
    assert said.replace(",", "").replace(" ", "") == digits
    assert all(len(group.split()) <= 4 for group in said.split(","))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(JSON, st.sampled_from(MANNERS), st.sampled_from(["", NOW, "rubbish"]))
def test_any_value_can_be_said(value: JsonValue, manner: str, now: str) -> None:
    assert isinstance(say_value(value, manner, now=now), str)


@pytest.mark.parametrize(
    ("value", "said"),
    [(1, "first"), (12, "twelfth"), (13, "13th"), (21, "21st"), (111, "111th"), (-1, "last"), ("x", "x")],
)
def test_places_in_a_row(value: JsonValue, said: str) -> None:
    assert say_value(value, "ordinal") == said
