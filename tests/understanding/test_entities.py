"""Entities of each kind, as tables of what is said and what it means. Today is Tuesday 2026-11-24, 09:30."""

from __future__ import annotations

import pytest

from tests.understanding.front_desk import asking, read, values
from viva.errors import VivaError
from viva.understanding.engine import EntitySpec, Language
from viva.understanding.understander import build_understander

DATES = {
    "today": "2026-11-24",
    "tomorrow please": "2026-11-25",
    "the day after tomorrow": "2026-11-26",
    "day after tomorrow": "2026-11-26",
    "thursday": "2026-11-26",
    "on Thursday, please": "2026-11-26",
    "tuesday": "2026-12-01",
    "this friday": "2026-11-27",
    "next friday": "2026-12-04",
    "next monday": "2026-11-30",
    "friday next week": "2026-12-04",
    "a week on friday": "2026-12-04",
    "two weeks from wednesday": "2026-12-09",
    "in two weeks": "2026-12-08",
    "in a week": "2026-12-01",
    "in three days": "2026-11-27",
    "in a couple of weeks": "2026-12-08",
    "in a month": "2026-12-24",
    "the 23rd of march": "2027-03-23",
    "twenty third of march": "2027-03-23",
    "march third": "2027-03-03",
    "March 23": "2027-03-23",
    "december the first": "2026-12-01",
    "the first of december": "2026-12-01",
    "23 march 2028": "2028-03-23",
    "2026-12-31": "2026-12-31",
    "the 24th": "2026-11-24",
    "the twenty third": "2026-12-23",
    "the thirty first": "2026-12-31",
    "twenty ninth of february": "2028-02-29",
    "tonight": "2026-11-24",
    "next week": "2026-11-30",
    "this weekend": "2026-11-28",
    "noon on saturday": "2026-11-28",
    "how about sunday then": "2026-11-29",
}


@pytest.mark.parametrize(("said", "day"), DATES.items())
def test_dates(said: str, day: str) -> None:
    assert values(read(said, asking("day", "time")))["day"] == day


TIMES = {
    "half past four": "16:30",
    "quarter to six": "17:45",
    "quarter past nine": "09:15",
    "a quarter past nine": "09:15",
    "ten to five": "16:50",
    "twenty past ten": "10:20",
    "five minutes to twelve": "11:55",
    "half eight": "08:30",
    "4:30": "16:30",
    "4:30 pm": "16:30",
    "4:30 a.m.": "04:30",
    "16:30": "16:30",
    "nine am": "09:00",
    "nine a m": "09:00",
    "9am": "09:00",
    "eight p.m.": "20:00",
    "at three": "15:00",
    "three": "15:00",
    "seven": "07:00",
    "six": "18:00",
    "twelve": "12:00",
    "four thirty": "16:30",
    "nine oh five": "09:05",
    "ten forty five": "10:45",
    "four o'clock": "16:00",
    "eleven o'clock in the morning": "11:00",
    "eight in the evening": "20:00",
    "in the evening": "18:00",
    "in the morning at nine": "09:00",
    "noon": "12:00",
    "midday": "12:00",
    "midnight": "00:00",
    "twelve am": "00:00",
    "in ten minutes": "09:40",
    "in an hour": "10:30",
    "in half an hour": "10:00",
    "tomorrow at nine thirty am": "09:30",
    "tonight at eight": "20:00",
    "at eight on friday evening": "20:00",
    "tomorrow evening at eight": "20:00",
}


@pytest.mark.parametrize(("said", "time"), TIMES.items())
def test_times(said: str, time: str) -> None:
    assert values(read(said, asking("time", "day")))["time"] == time


DIGITS = {
    "nine eight four five zero": "98450",
    "double nine eight triple two five": "9982225",
    "five five five 1234": "5551234",
    "one oh five six seven": "10567",
    "(555) 123-4567": "5551234567",
    "nine eight, uh, four five six": "98456",
    "twenty five sixty seven eighty": "256780",
    "one eight hundred five five five": "1800555",
    "it's 98 45 01 23": "98450123",
    "four for two two to one": "442221",
    "treble seven double oh": "77700",
}


@pytest.mark.parametrize(("said", "digits"), DIGITS.items())
def test_dictated_digits(said: str, digits: str) -> None:
    assert values(read(said, asking("phone", kind="digits"))) == {"phone": digits}


NUMBERS = {
    "four": 4,
    "there are seven of us": 7,
    "twenty five people": 25,
    "a hundred and five": 105,
    "one hundred": 100,
    "a dozen": 12,
    "12": 12,
    "for": 4,
    "two": 2,
}


@pytest.mark.parametrize(("said", "number"), NUMBERS.items())
def test_numbers(said: str, number: int) -> None:
    assert values(read(said, asking("guests")))["guests"] == number


@pytest.mark.parametrize(
    "said", ["five hundred", "two hundred and five", "zero", "none", "the first one", "that one"]
)
def test_no_number_out_of_range(said: str) -> None:
    assert "guests" not in values(read(said, asking("guests")))


LISTED = {
    "a latte": {"drink": "latte"},
    "an ice mocker with dark rose": {"drink": "iced mocha", "roast": "dark roast"},
    "a mocker please": {"drink": "mocha"},
    "a dark roast iced mocha": {"drink": "iced mocha", "roast": "dark roast"},
    "cap a chino": {"drink": "cappuccino"},
    "a large cappucino": {"drink": "cappuccino", "size": "large"},
    "an expresso": {"drink": "espresso"},
    "two lattes": {"drink": "latte", "guests": 2},
    "a 16 ounce coffee": {"drink": "coffee", "size": "sixteen ounce"},
    "a sixteen-ounce coffee": {"drink": "coffee", "size": "sixteen ounce"},
    "the coffee": {"drink": "coffee"},
    "a filter coffee": {"drink": "drip coffee"},
    "coffee with skin milk": {"drink": "coffee", "milk": "skim milk"},
    "coffee with some milk": {"drink": "coffee", "milk": "some milk"},
    "a light rose latte": {"drink": "latte", "roast": "light roast"},
    "Doctor Patell": {"doctor": "patel"},
    "dr. okafor": {"doctor": "okafor"},
    "doctor linquist": {"doctor": "lindqvist"},
    "doctor o'kafor": {"doctor": "okafor"},
    "a big LATTE!": {"drink": "latte", "size": "large"},
}


@pytest.mark.parametrize(("said", "meant"), LISTED.items())
def test_lists(said: str, meant: dict[str, object]) -> None:
    assert values(read(said)) == meant


@pytest.mark.parametrize(
    "said",
    [
        "I will be there a little later",
        "my car is at the large",
        "let me know about it",
        "it is too late for that",
        "the small print, please",
        "what is the matter with you",
        "could you mark that for me",
        "the roads are dark and I am coughing",
        "I read the letter on the roast",
    ],
)
def test_ordinary_words_are_no_drinks(said: str) -> None:
    assert "drink" not in values(read(said))


def test_patterns_are_read_from_dictated_letters_too() -> None:
    assert values(read("my reference is AB123"))["reference"] == "ab123"
    assert values(read("it's a b one two three"))["reference"] == "ab123"


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("My name is Ada Lovelace.", "Ada Lovelace"),
        ("um, it's Ada", "Ada"),
        ("Please tell them that I will be late, thanks", "I will be late"),
    ],
)
def test_free_text_is_taken_only_when_asked_for(said: str, note: str) -> None:
    assert values(read(said, asking("note")))["note"] == note
    assert "note" not in values(read(said))
    assert "note" not in values(read("could you repeat that", asking("note")))


def test_offsets_are_those_of_the_original() -> None:
    said = "  Well… Dr. OKAFOR's, on the 23rd of March — at 4:30?"
    for entity in read(said).entities:
        assert said[entity.start : entity.end] == entity.text
    assert [entity.text for entity in read("I'd like a cap-a-chino, OK?").entities] == ["cap-a-chino"]


def test_an_exact_value_is_surer_than_a_near_one() -> None:
    exact, near = read("a mocha").entities[0], read("a mocker").entities[0]
    assert exact.confidence > 0.95 > near.confidence > 0.3


def test_what_is_asked_for_wins_the_words() -> None:
    assert values(read("four", asking("guests", "time"))) == {"guests": 4}
    assert values(read("four", asking("time", "guests"))) == {"time": "16:00"}


def test_a_wrong_pattern_is_named() -> None:
    broken = EntitySpec("code", "pattern", {}, pattern="(")
    with pytest.raises(VivaError, match=r"entity 'code': the pattern '\(' is no regular expression"):
        build_understander(Language("en", {}, {"code": broken}))


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(VivaError, match="language 'tlh' is not known") as error:
        build_understander(Language("tlh", {}, {}))
    assert "Known languages: en" in error.value.hint
