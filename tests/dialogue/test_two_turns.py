"""Values that come in two turns or more, in conversations by text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from tests.understanding.front_desk import encoder_if_present
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot_from_files
from viva.dialogue.state import State
from viva.dialogue.talk import Conversation
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Understander
from viva.understanding.understander import build_understander

NOW = "2026-11-24T09:30:00"
"""A Tuesday."""

BOT = """
title: Everything
entities:
  phone: {kind: phone, minimum: 9, maximum: 12}
  reference: {kind: code, minimum: 5, maximum: 6}
  born: {kind: date, prefer: past}
  colour: [crimson, turquoise]
  price: {kind: money, currency: GBP, minimum: 1}
slots: {colour: colour}
flows:
  start:
    - ask: SLOT
      entity: KIND
      prompt: What is it?
    - ask: colour
      prompt: And which colour?
"""


def understander(bot: Bot) -> Understander:
    return build_understander(bot.language, pronouncer=pronouncer("en"), encoder=encoder_if_present())


@cache
def built(kind: str) -> tuple[Bot, Understander]:
    bot = load_bot_from_files({"bot.yaml": BOT.replace("KIND", kind).replace("SLOT", "it")}, "everything")
    return bot, understander(bot)


@pytest.fixture
def talk(request: pytest.FixtureRequest) -> Iterator[Conversation]:
    bot, understander = built(request.param)
    conversation = Conversation(bot, understander, NOW)
    conversation.start()
    yield conversation
    conversation.close()


def slots(talk: Conversation) -> dict[str, object]:
    assert talk.step is not None
    return dict(talk.step.state.slots)


GBP = "GBP"
TURNS = [
    ("date", ["the ninth", "of march"], "2027-03-09"),
    ("date", ["um the ninth", "er of March, please"], "2027-03-09"),
    ("date", ["the third of may", "no the fourth"], "2027-05-04"),
    ("born", ["march third", "nineteen eighty four"], "1984-03-03"),
    ("date", ["march", "the ninth"], "2027-03-09"),
    ("time", ["at four", "thirty"], "16:30"),
    ("time", ["five", "am"], "05:00"),
    ("time", ["half past", "six in the morning"], "06:30"),
    ("phone", ["double nine eight", "triple two", "oh five one"], "998222051"),
    ("phone", ["plus four four", "seven seven double oh nine", "four two one"], "+4477009421"),
    (
        "phone",
        ["plus four four seven", "plus four four seven seven double oh nine four two one"],
        "+4477009421",
    ),
    ("reference", ["b as in bombay x", "two oh four"], "BX204"),
    ("email", ["ada dot lovelace", "at gmail dot com"], "ada.lovelace@gmail.com"),
    ("email", ["ada dot lovelace", "at gmail", "dot com"], "ada.lovelace@gmail.com"),
    ("price", ["twelve pounds", "fifty"], {"amount": 12.5, "currency": GBP}),
    ("duration", ["an hour", "and a half"], "PT1H30M"),
    ("number", ["two hundred", "and five"], 205),
    (
        "date_interval",
        ["from the third", "to the ninth of may"],
        {"start": "2027-05-03", "end": "2027-05-09"},
    ),
    ("time_interval", ["between five", "and seven pm"], {"start": "17:00", "end": "19:00"}),
]


@pytest.mark.parametrize(("talk", "said", "value"), TURNS, indirect=["talk"])
def test_a_value_in_two_turns(talk: Conversation, said: list[str], value: object) -> None:
    for text in said:
        talk.say(text)
    assert slots(talk).get("it") == value


@pytest.mark.parametrize("talk", ["number"], indirect=True)
def test_a_whole_value_is_no_continuation(talk: Conversation) -> None:
    for said, value in (("twenty", 20), ("no five", 5)):
        talk.say(said)
        assert slots(talk)["it"] == value


@pytest.mark.parametrize("talk", ["phone"], indirect=True)
def test_too_few_digits_are_read_back_and_wait_for_more(talk: Conversation) -> None:
    talk.say("five five five")
    assert talk.said == ["go_on"] and "it" not in slots(talk)
    talk.keys("123456")
    assert slots(talk)["it"] == "555123456"


@pytest.mark.parametrize("talk", ["phone"], indirect=True)
def test_a_number_taken_too_early_goes_on_in_the_next_turn(talk: Conversation) -> None:
    talk.say("nine eight seven")
    assert talk.step is not None and talk.step.expects.digits_before == 3
    talk.say("six")
    assert talk.said == ["go_on"] and talk.step.expects.digits_before == 4
    talk.say("five four three two one oh")
    assert slots(talk)["it"] == "9876543210"


@pytest.mark.parametrize("talk", ["phone"], indirect=True)
def test_a_number_begun_anew_is_not_added_to_its_first_digits(talk: Conversation) -> None:
    talk.say("nine eight seven")
    talk.say("nine eight seven six five four three two one")
    assert slots(talk)["it"] == "987654321"


@pytest.mark.parametrize("talk", ["date"], indirect=True)
def test_what_was_said_earlier_is_part_of_the_state(talk: Conversation) -> None:
    talk.say("the ninth")
    assert talk.step is not None
    state = talk.step.state
    assert [(one.entity, one.text) for one in talk.step.expects.earlier] == [("date", "the ninth")]
    assert State.from_json(state.to_json()) == state
    talk.say("that is all")
    assert talk.step.expects.earlier == ()


TWO_DAYS = """
title: Stay
intents: {stay: [I want a room, a room please]}
slots: {arrival: date, departure: date}
flows:
  stay:
    intents: stay
    steps:
      - {ask: arrival, prompt: From which day is it}
      - {ask: departure, prompt: Until which day is it}
      - say: Very well.
"""


def test_a_continuation_goes_to_the_slot_that_it_continues() -> None:
    bot = load_bot_from_files({"bot.yaml": TWO_DAYS}, "stay")
    talk = Conversation(bot, understander(bot), NOW)
    talk.start()
    for said in ("a room please", "the ninth", "of march"):
        talk.say(said)
    assert slots(talk) == {"arrival": "2027-03-09"}
    talk.close()


TIME_AND_NAME = """
title: Visit
slots: {at: time, name: text}
flows:
  start:
    - {ask: at, prompt: At what time is it}
    - {ask: name, prompt: What is your name}
    - {ask: day, entity: date, prompt: On which day is it}
"""


def test_a_continuation_is_no_free_text() -> None:
    bot = load_bot_from_files({"bot.yaml": TIME_AND_NAME}, "visit")
    talk = Conversation(bot, understander(bot), NOW)
    talk.start()
    for said in ("at four", "thirty", "Ada Lovelace"):
        talk.say(said)
    assert slots(talk) == {"at": "16:30", "name": "Ada Lovelace"}
    talk.close()


@pytest.mark.parametrize("talk", ["date"], indirect=True)
def test_a_continuation_that_changes_nothing_is_understood(talk: Conversation) -> None:
    talk.say("the ninth")
    talk.say("of december")
    assert slots(talk)["it"] == "2026-12-09" and "no_match" not in talk.said


@pytest.mark.parametrize(
    ("talk", "keys", "value"),
    [
        ("phone", "555123456", "555123456"),
        ("number", "12", 12),
        ("ordinal", "2", 2),
        ("time", "1630", "16:30"),
        ("price", "12*50", {"amount": 12.5, "currency": "GBP"}),
        ("price", "12", {"amount": 12, "currency": "GBP"}),
    ],
    indirect=["talk"],
)
def test_keys(talk: Conversation, keys: str, value: object) -> None:
    talk.keys(keys)
    assert slots(talk)["it"] == value
