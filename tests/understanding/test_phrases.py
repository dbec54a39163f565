"""Free values in whole readings: where they stand, when a whole answer is one, and when it is a request."""

from __future__ import annotations

from functools import cache

from tests.understanding.front_desk import NOW, encoder_if_present
from viva.hearing.evidence import Recognition
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Context, EntitySpec, Language, Understander
from viva.understanding.expectation import Expectation
from viva.understanding.reading import Reading
from viva.understanding.understander import build_understander

LANGUAGE = Language(
    "en",
    {
        "leave": (
            "leave a message for [anna](person_name) saying [the parcel is here](message)",
            "tell [mister brown](person_name) that [the car is ready](message)",
            "please tell [doctor jones](person_name) [I will be late](message)",
            "leave word for [the front desk](person_name)",
            "let [susan](person_name) know that [the meeting has moved](message)",
            "I have a message for [peter](person_name)",
            "can you tell [my wife](person_name) that [dinner is at eight](message)",
            "I want to leave a message",
        ),
        "hours": ("when are you open", "what are your opening hours", "are you open on sundays"),
    },
    {
        "person_name": EntitySpec("person_name", "phrase", {}),
        "message": EntitySpec("message", "phrase", {}),
    },
)
ASKED = Expectation("open", "leave.2", ("person_name",))


@cache
def understander() -> Understander:
    return build_understander(LANGUAGE, pronouncer=pronouncer("en"), encoder=encoder_if_present())


def read(text: str, expects: Expectation = Expectation()) -> Reading:  # noqa: B008  # frozen
    return understander().understand(Recognition.of_text(text), Context(NOW, expects))


def values(reading: Reading) -> dict[str, object]:
    return {one.name: one.value for one in reading.entities}


def test_a_value_has_its_place_and_its_probability() -> None:
    text = "please tell Maria that the bus was late"
    reading = read(text)
    assert values(reading) == {"person_name": "Maria", "message": "the bus was late"}
    for one in reading.entities:
        assert text[one.start : one.end] == one.text == one.value and 0.3 <= one.confidence < 1
    assert reading.intent == "leave"


def test_asked_for_the_whole_answer_is_the_value() -> None:
    assert values(read("jonathan smith", ASKED)) == {"person_name": "jonathan smith"}


def test_asked_for_but_a_request_of_its_own() -> None:
    reading = read("what are your opening hours", ASKED)
    assert reading.intent == "hours" and not reading.entities
    assert not read("I want to talk to a person", ASKED).has("leave")


def test_not_asked_for_a_bare_name_is_no_message() -> None:
    assert "message" not in values(read("are you open on mondays"))
