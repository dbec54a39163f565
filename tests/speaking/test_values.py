from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.dictated import say_digits
from viva.speaking.language import sayings
from viva.speaking.values import MANNERS, say_value
from viva.understanding.reading import JsonValue

NOW = "2026-11-24T09:30:00"
"""A Tuesday."""
LANGUAGES = ["en", "en-IN", "en-US", "hi"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        ("", ""),
        ([], ""),
        (True, "yes"),
        (0, "zero"),
        (13, "thirteen"),
        (21, "twenty-one"),
        (105, "one hundred and five"),
        (1250, "one thousand two hundred and fifty"),
        (1005, "one thousand and five"),
        (10**15, "one quadrillion"),
        (-4, "minus four"),
        (2.0, "two"),
        (2.5, "two and a half"),
        (0.75, "three quarters"),
        (3.14, "three point one four"),
        (-0.05, "minus zero point zero five"),
        (100.5, "one hundred point five"),
        ("oat milk", "oat milk"),
        ("extra_large", "extra large"),
        ("2026-11-22", "the day before yesterday"),
        ("2026-11-23", "yesterday"),
        ("2026-11-24", "today"),
        ("2026-11-25", "tomorrow"),
        ("2026-11-26", "the day after tomorrow"),
        ("2026-11-28", "this Saturday"),
        ("2026-12-01", "Tuesday the first of December"),
        ("2026-12-22", "Tuesday the twenty-second of December"),
        ("2027-11-26", "Friday the twenty-sixth of November twenty twenty-seven"),
        ("2026-02-30", "2026-02-30"),
        ("16:30", "half past four in the afternoon"),
        ("09:00", "nine in the morning"),
        ("08:45", "quarter to nine in the morning"),
        ("12:45", "quarter to one in the afternoon"),
        ("23:17", "eleven seventeen at night"),
        ("10:07", "ten oh seven in the morning"),
        ("12:00", "noon"),
        ("00:00", "midnight"),
        ("00:30", "half past twelve at night"),
        ("25:99", "25:99"),
        ("2026-11-25T16:30", "tomorrow at half past four in the afternoon"),
        ("2026-11-25T16:30:00+05:30", "tomorrow at half past four in the afternoon"),
        ("9845012345", "nine eight four, five zero one, two three four five"),
        ("0171 555 23", "zero one seven one, five five five, two three"),
        ("7", "seven"),
        (["tea"], "tea"),
        (["tea", "milk"], "tea and milk"),
        (["tea", None, "milk", 2], "tea, milk and two"),
        (["09:00", "09:30", "16:00"], "nine, half past nine in the morning and four in the afternoon"),
        ({"size": "large", "milk": None, "drink": "latte"}, "large latte"),
        ({"amount": 12.5, "currency": "USD"}, "twelve dollars and fifty cents"),
        ({"amount": 1, "currency": "GBP"}, "one pound"),
        ({"amount": 0.01, "currency": "GBP"}, "one penny"),
        ({"amount": 250000, "currency": "INR"}, "two lakh fifty thousand rupees"),
        ({"amount": 250000, "currency": "EUR"}, "two hundred and fifty thousand euros"),
        ({"amount": 12.5, "currency": ""}, "twelve point five"),
        ({"amount": -3, "currency": "EUR"}, "minus three euros"),
        ({"amount": 2.5, "currency": "XTS"}, "two point five X T S"),
        ({"amount": 100.5, "currency": "JPY"}, "one hundred point five yen"),
        ({"amount": 3, "unit": "kg"}, "three kilograms"),
        ({"amount": 1, "unit": "km/h"}, "one kilometre per hour"),
        ({"amount": 2, "unit": "boxes"}, "two boxes"),
        ("PT1H30M", "one hour and thirty minutes"),
        ("P2W", "two weeks"),
        ("P1Y2M3D", "one year, two months and three days"),
        ("P", "P"),
        (
            {"start": "2026-11-25", "end": "2026-12-02"},
            "from tomorrow to Wednesday the second of December",
        ),
        ({"start": "2026-11-25", "end": "2026-11-25"}, "tomorrow"),
        ({"start": "17:00", "end": None}, "from five in the afternoon"),
        ({"start": None, "end": "12:00"}, "until noon"),
        ({"start": None, "end": None}, ""),
        ({"start": "09:00", "end": "11:00"}, "from nine to eleven in the morning"),
        (
            {"start": "2026-11-25T09:00", "end": "2026-11-25T13:00"},
            "tomorrow from nine in the morning to one in the afternoon",
        ),
        ("BX204", "B, X, two, zero, four"),
        ("MOT", "MOT"),
        ("+919845012345", "plus nine one, nine eight four five zero, one two three four five"),
        ("+447700900123", "plus four four, seven seven zero zero, nine zero zero, one two three"),
        ("5551212;ext=42", "five five five, one two one two, extension four two"),
        ("ada.lovelace@example.com", "ada dot lovelace at example dot com"),
        ("20 %", "twenty percent"),
    ],
)
def test_values_are_said_as_people_say_them(value: JsonValue, said: str) -> None:
    assert say_value(value, now=NOW) == said


@pytest.mark.parametrize(
    ("value", "manner", "said"),
    [
        (42, "digits", "four two"),
        ("two", "digits", "two"),
        ("Smith", "spell", "S, M, I, T, H"),
        ("a.b@c", "spell", "A, dot, B, at, C"),
        ("BX2", "spell_as", "B as in Bravo, X as in X-ray, two"),
        ("16:30", "short", "half past four"),
        ("2026-11-25T16:30", "short", "tomorrow at half past four"),
        ("16:30", "nonsense", "half past four in the afternoon"),
        ("12", "cardinal", "twelve"),
        (1066, "year", "ten sixty-six"),
        ("1999", "year", "nineteen ninety-nine"),
        (2005, "year", "two thousand and five"),
        (1905, "year", "nineteen oh five"),
        (20, "percent", "twenty percent"),
        (None, "spell", ""),
        (1, "ordinal", "first"),
        ("3", "ordinal", "third"),
        (20, "ordinal", "twentieth"),
        (111, "ordinal", "one hundred and eleventh"),
        (-1, "ordinal", "last"),
        (-2, "ordinal", "second to last"),
        ("x", "ordinal", "x"),
        ("221B Baker Street, NW1 6XE", "address", "two two one B Baker Street, N W one, six X E"),
        (
            "14 St. John's Rd., Bengaluru 560001",
            "address",
            "fourteen Saint John's Road, Bengaluru five six zero zero zero one",
        ),
    ],
)
def test_a_place_may_ask_for_a_manner(value: JsonValue, manner: str, said: str) -> None:
    assert say_value(value, manner, now=NOW) == said


@pytest.mark.parametrize(
    ("value", "manner", "said"),
    [
        (99, "", "निन्यानवे"),
        (250000, "", "दो लाख पचास हज़ार"),
        (2.5, "", "ढाई"),
        (4.5, "", "साढ़े चार"),
        (3.14, "", "तीन दशमलव एक चार"),
        (3, "ordinal", "तीसरा"),
        (-1, "ordinal", "आख़िरी"),
        (1999, "year", "उन्नीस सौ निन्यानवे"),
        ("2026-11-23", "", "कल"),
        ("2026-11-26", "", "परसों"),
        ("2026-12-14", "", "सोमवार, चौदह दिसंबर"),
        ("16:30", "", "शाम साढ़े चार बजे"),
        ("13:30", "", "दोपहर डेढ़ बजे"),
        ("08:45", "", "सुबह पौने नौ बजे"),
        ("2026-11-25T16:30", "", "कल शाम साढ़े चार बजे"),
        ({"start": "16:00", "end": "17:30"}, "", "शाम चार बजे से साढ़े पाँच बजे तक"),
        ({"amount": 12.5, "currency": "INR"}, "", "बारह रुपये पचास पैसे"),
        ("BX2", "spell", "बी, एक्स, दो"),
        ("प्रिया", "spell", "प्, रि, या"),
        (True, "", "हाँ"),
    ],
)
def test_a_second_language_needs_data_only(value: JsonValue, manner: str, said: str) -> None:
    assert say_value(value, manner, now=NOW, language="hi") == said


def test_a_region_counts_as_it_does() -> None:
    assert say_value(250000, language="en") == "two hundred and fifty thousand"
    assert say_value(250000, language="en-IN") == "two lakh fifty thousand"
    assert say_value(105, language="en-US") == "one hundred five"
    assert say_value("9845012345", language="en-IN") == "nine eight four five zero, one two three four five"
    assert say_value(7, language="tlh") == "seven"


def test_without_a_clock_a_date_is_said_in_full() -> None:
    assert say_value("2026-11-25") == "Wednesday the twenty-fifth of November"
    assert say_value("2026-11-25", now="yesterday evening") == "Wednesday the twenty-fifth of November"


@given(st.text("0123456789", min_size=1, max_size=40))
def test_dictated_digits_lose_none_and_leave_no_long_group(digits: str) -> None:
    words = sayings("en")
    names = {words.rules.say(digit): str(digit) for digit in range(10)}
    said = say_digits(digits, words)
    assert "".join(names[word] for word in said.replace(",", "").split()) == digits
    assert all(len(group.split()) <= 5 for group in said.split(","))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(JSON, st.sampled_from(MANNERS), st.sampled_from(["", NOW, "rubbish"]), st.sampled_from(LANGUAGES))
def test_any_value_can_be_said(value: JsonValue, manner: str, now: str, language: str) -> None:
    said = say_value(value, manner, now=now, language=language)
    assert said == say_value(value, manner, now=now, language=language)


@pytest.mark.parametrize("value", [10**5000, -(10**400), 1e300, float("inf"), float("nan")], ids="abcde")
def test_numbers_that_nobody_says_do_no_harm(value: float) -> None:
    assert isinstance(say_value(value), str)
    assert isinstance(say_value({"amount": value, "currency": "EUR"}), str)


@given(
    st.integers(-(10**20), 10**20)
    | st.floats(-1e9, 1e9)
    | st.dates().map(date.isoformat)
    | st.times().map(lambda time: time.strftime("%H:%M"))
    | st.datetimes().map(datetime.isoformat)
    | st.fixed_dictionaries(
        {
            "amount": st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9),
            "currency": st.sampled_from(["", "EUR", "INR", "JPY", "XTS"]),
        }
    ),
    st.sampled_from(["", NOW]),
    st.sampled_from(LANGUAGES),
)
def test_no_figure_is_left(value: JsonValue, now: str, language: str) -> None:
    assert not re.search(r"\d", say_value(value, now=now, language=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_differ_in_words(language: str) -> None:
    rules = sayings(language).rules
    numbers = [*range(2000), *(10**power + 7 for power in range(4, 16))]
    for name in ("cardinal", "ordinal"):
        assert len({rules.say(number, name) for number in numbers}) == len(numbers)
