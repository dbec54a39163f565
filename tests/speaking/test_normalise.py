"""Written text in words."""

from __future__ import annotations

import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.normalise import normalise
from viva.speaking.values import say_value

NOW = "2026-11-24T09:30:00"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", ""),
        ("Plain words stay, don't they?", "Plain words stay, don't they?"),
        (
            "Open 9:30-17:00 on weekdays.",
            "Open half past nine in the morning to five in the afternoon on weekdays.",
        ),
        ("Mon-Fri 9am-5pm", "Monday to Friday nine in the morning to five in the afternoon"),
        ("9-11 am", "nine to eleven in the morning"),
        ("at 4:30 in the afternoon", "at half past four in the afternoon"),
        ("We open at 9 a.m. Come in.", "We open at nine in the morning. Come in."),
        ("at 14:05", "at five past two in the afternoon"),
        (
            "call +44 20 7946 0958 now",
            "call plus four four, two zero, seven nine four six, zero nine five eight now",
        ),
        ("555-1234 ext. 12", "five five five, one two three four, extension one two"),
        ("desk@clinic.example;", "desk at clinic dot example;"),
        ("see www.clinic.example/hours.", "see W W W dot clinic dot example slash hours."),
        ("$12.50", "twelve dollars and fifty cents"),
        ("-$5", "minus five dollars"),
        ("$2.5 million", "two point five million dollars"),
        ("$10-$20", "ten to twenty dollars"),
        ("₹2,50,000 or Rs. 500/-", "two lakh fifty thousand rupees or five hundred rupees"),
        ("12 EUR, 3.999 USD", "twelve euros, three point nine nine nine dollars"),
        (
            "3 kg, 1 kg, -5°C, 20 %",
            "three kilograms, one kilogram, minus five degrees Celsius, twenty percent",
        ),
        ("2-3 days", "two to three days"),
        ("1999-2004", "nineteen ninety-nine to two thousand and four"),
        ("the 1990s", "the nineteen nineties"),
        ("in 1999, 1999 people", "in nineteen ninety-nine, one thousand nine hundred and ninety-nine people"),
        (
            "1/2, 2/3, 7/9, 2 1/2, 3½",
            "a half, two thirds, seven out of nine, two and a half, three and a half",
        ),
        ("1st floor, 23rd", "first floor, twenty-third"),
        ("24/7 and/or", "twenty-four seven and or"),
        ("No. 5, #7", "number five, number seven"),
        ("No. That is all.", "No. That is all."),
        ("Dr. Smith, Mr Lee", "Doctor Smith, Mister Lee"),
        ("St. John's on Baker St. Next", "Saint John's on Baker Street. Next"),
        ("milk, e.g. oat, etc.", "milk, for example oat, et cetera."),
        ("2026-11-25", "tomorrow"),
        ("14 Dec 2026", "the fourteenth of December twenty twenty-six"),
        ("the 3rd of May", "the third of May"),
        ("March 14", "the fourteenth of March"),
        ("14/12/2026", "the fourteenth of December twenty twenty-six"),
        ("32/13/2026", "three two, one three, two zero two six"),
        ("B12, BA2490, AB-123, 5G", "B twelve, B A two four nine zero, A B one two three, five G"),
        ("v1.2.3", "V one dot two dot three"),
        ("1:2", "one to two"),
        ("007, 1234567", "zero zero seven, one two three, four five six seven"),
        ("1,234.50", "one thousand two hundred and thirty-four point five zero"),
        ("tea & cake, tea/coffee", "tea and cake, tea or coffee"),
        ("Hello 😀 there 👍🏽!", "Hello there!"),
        ("😀", ""),
        ("**bold** snake_case", "bold snake case"),
        ("Press # or *.", "Press hash or star."),
        ("U.S. P.O. Box 5", "U S P O Box five"),
        ("Priya प्रिया, Дмитрий, Ευα, 김, 日本", "Priya priya, Dmitriy, Eya, gim, "),
        ("٣ apples", "three apples"),
    ],
)
def test_written_text_in_words(written: str, said: str) -> None:
    assert normalise(written, "en", NOW) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("₹2,50,000 दीजिए", "दो लाख पचास हज़ार रुपये दीजिए"),
        ("शाम 4:30 बजे", "शाम साढ़े चार बजे"),
        ("14 दिसंबर, 20%", "चौदह दिसंबर, बीस प्रतिशत"),
        ("डॉ. शर्मा, ३ किग्रा", "डॉक्टर शर्मा, तीन किलो"),
        ("5वीं मंज़िल", "पाँचवीं मंज़िल"),
        ("2रे नंबर", "दूसरे नंबर"),
        ("रु. 500/-", "पाँच सौ रुपये"),
        ("ATM कार्ड", "ATM कार्ड"),
    ],
)
def test_in_hindi(written: str, said: str) -> None:
    assert normalise(written, "hi", NOW) == said


def test_a_region_writes_dates_as_it_does() -> None:
    assert normalise("3/4/2026", "en") == "the third of April twenty twenty-six"
    assert normalise("3/4/2026", "en-US") == "March fourth, twenty twenty-six"


WRITTEN = st.text("0123456789.,:/-+$€₹%°#&@ aAmMpPstkgबजेे।\n😀½", max_size=60) | st.text(max_size=60)


@given(WRITTEN, st.sampled_from(["en", "en-IN", "en-US", "hi", "de"]))
def test_any_text_can_be_said_and_has_no_figures(text: str, language: str) -> None:
    said = normalise(text, language, NOW)
    assert said == normalise(text, language, NOW)
    assert not re.search(r"[0-9]", said)


@given(st.text("abcdefgh ,.?!'\n", max_size=80))
def test_words_stay_as_they_are(text: str) -> None:
    assert normalise(text) == text or "  " in text


def test_it_takes_no_time() -> None:
    text = (
        "Open 9:30-17:00, call +44 20 7946 0958; $12.50, 3 kg, Dr. Smith, No. 5, 14:05, 2026-11-26 and so on."
    )
    normalise(text), say_value("2026-11-25T16:30", now=NOW)
    begun = perf_counter()
    for _ in range(100):
        normalise(text, "en", NOW)
        say_value("2026-11-25T16:30", now=NOW)
    assert perf_counter() - begun < 100 * 5e-3  # about 0.2 ms; a machine may be busy
