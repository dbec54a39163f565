"""Intents: the bot's own, those that every bot has, yes and no in context, two requests at once."""

from __future__ import annotations

import pytest

from tests.understanding.front_desk import asking, encoder_if_present, read, values
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Language
from viva.understanding.expectation import Expectation
from viva.understanding.understander import build_understander

OPEN = {
    "I would like to book an appointment": "book",
    "could I make an appointment for next monday": "book",
    "I want to see Doctor Patel": "book",
    "I need to move my appointment": "move",
    "can I reschedule please": "move",
    "please cancel my appointment": "cancel_appointment",
    "when do you open": "opening_hours",
    "are you open on sundays": "opening_hours",
    "can I get a large latte": "order",
    "a small cappuccino with soy milk": "order",
    "yes": "yes",
    "yeah please": "yes",
    "no": "no",
    "no thanks": "no",
    "not really": "no",
    "say that again": "repeat",
    "Sorry?": "repeat",
    "pardon": "repeat",
    "could you say that again please": "repeat",
    "I didn't quite catch that": "repeat",
    "hold on": "wait",
    "one moment please": "wait",
    "hang on a sec": "wait",
    "can I talk to a person": "person",
    "I'd like to speak with an agent please": "person",
    "put me through to a human": "person",
    "help": "help",
    "what can I say?": "help",
    "goodbye": "goodbye",
    "ok bye": "goodbye",
    "never mind": "cancel",
    "oh forget it": "cancel",
    "start over": "restart",
    "can we start from the beginning": "restart",
    "that's wrong": "correct",
    "no that's not what I said": "correct",
    "no I said thursday": "correct",
    "actually, Thursday": "correct",
    "thank you so much": "thanks",
    "thanks": "thanks",
}


@pytest.mark.parametrize(("said", "intent"), OPEN.items())
def test_intents(said: str, intent: str) -> None:
    assert read(said).intent == intent


YES = [
    "yes",
    "yeah",
    "yep that's right",
    "correct",
    "sure",
    "that's fine",
    "okay",
    "ok great",
    "Um, yes please.",
]
YES += [
    "it is",
    "I do",
    "sounds good",
    "go ahead",
    "right",
    "perfect",
    "why not",
    "I think so",
    "mhm",
    "uh huh",
]
YES += ["that works for me", "yes it is", "of course", "exactly", "yes, please do", "absolutely"]
NO = [
    "no",
    "nope",
    "not really",
    "no thanks",
    "that's wrong",
    "no it's not",
    "I don't think so",
    "nah",
    "wrong",
]
NO += [
    "that's not right",
    "no, thank you",
    "not quite",
    "incorrect",
    "I don't",
    "no no no",
    "nothing else",
    "No.",
]


@pytest.mark.parametrize("said", YES)
def test_yes_where_it_is_asked_for(said: str) -> None:
    reading = read(said, asking(kind="yes_no"))
    assert reading.intent == "yes" and not reading.has("no") and reading.confidence > 0.9


@pytest.mark.parametrize("said", NO)
def test_no_where_it_is_asked_for(said: str) -> None:
    reading = read(said, asking(kind="yes_no"))
    assert reading.intent == "no" and not reading.has("yes") and reading.confidence > 0.9


@pytest.mark.parametrize("said", ["what?", "hold on", "can I talk to a person", "when are you open"])
def test_other_things_where_yes_or_no_is_asked_for(said: str) -> None:
    reading = read(said, asking(kind="yes_no"))
    assert reading.intents and not reading.has("yes") and not reading.has("no")


@pytest.mark.parametrize(
    "said", ["no, Thursday", "No, I want Thursday.", "no thursday", "no on thursday please"]
)
def test_no_and_what_instead(said: str) -> None:
    for expects in (asking("day", kind="yes_no"), asking("day"), Expectation()):
        reading = read(said, expects)
        assert reading.intent == "no" and values(reading) == {"day": "2026-11-26"}


def test_no_sugar_is_no_answer() -> None:
    assert not read("no skim milk please").has("no")
    assert read("no, skim milk please").has("no")


TWO = {
    "yes and can you also tell me your opening hours": ["yes", "opening_hours"],
    "no, but when are you open?": ["no", "opening_hours"],
    "when are you open and I want to move my appointment": ["opening_hours", "move"],
    "Hold on. Can I talk to a person?": ["person", "wait"],
}


@pytest.mark.parametrize(("said", "intents"), TWO.items())
def test_two_things_at_once(said: str, intents: list[str]) -> None:
    assert sorted(one.name for one in read(said).intents) == sorted(intents)


@pytest.mark.parametrize(
    "said", ["thursday", "um, on thursday please", "how about thursday", "I think Thursday at four"]
)
def test_a_bare_answer_has_no_intent(said: str) -> None:
    reading = read(said, asking("day", "time"))
    assert reading.intents == () and values(reading)["day"] == "2026-11-26" and reading.confidence > 0.9


@pytest.mark.parametrize(
    "said",
    [
        "asdf qwer zxcv",
        "the capital of France is Paris",
        "play some music",
        "my grandmother has seven cats",
        "blue seven window",
        "why do birds sing",
        "こんにちは",
        "uh",
    ],
)
def test_out_of_scope_is_refused(said: str) -> None:
    reading = read(said)
    assert reading.intents == () and reading.confidence < 0.6


def test_an_example_is_sure() -> None:
    assert read("What are your opening hours?").confidence > 0.95
    assert read("can I see Dr Okafor on Friday").confidence > 0.95


def test_a_bot_adds_to_what_every_bot_knows() -> None:
    language = Language(
        "en", {"person": ("get me Sheila",), "stop_card": ("cancel that", "block my card")}, {}
    )
    understander = build_understander(language, pronouncer=pronouncer("en"), encoder=encoder_if_present())
    from viva.hearing.evidence import Recognition
    from viva.understanding.engine import Context

    def intent(said: str) -> str | None:
        return understander.understand(
            Recognition.of_text(said), Context("2026-01-01T00:00:00", Expectation())
        ).intent

    assert intent("get me sheila") == "person" and intent("talk to a person") == "person"
    assert intent("cancel that") == "stop_card" and intent("never mind") == "cancel"


def test_a_bot_without_intents_or_entities_still_repairs() -> None:
    from viva.hearing.evidence import Recognition
    from viva.understanding.engine import Context

    language = Language("en-GB", {}, {})
    empty = build_understander(language, pronouncer=pronouncer("en-GB"), encoder=encoder_if_present())
    reading = empty.understand(
        Recognition.of_text("say that again"), Context("2026-01-01T00:00:00", Expectation())
    )
    assert reading.intent == "repeat"
