"""Expectations by name, for who is not in a call."""

from __future__ import annotations

import pytest

from tests.dialogue.small import Talk, bot
from viva.dialogue.asked import NotAsked, at_start, at_step, once_asked
from viva.understanding.expectation import Expectation

BOT = bot()


def test_a_step_expects_what_it_expects_in_a_call() -> None:
    talk = Talk()
    assert at_start(BOT) == talk.step.expects
    talk.hear("travel")
    assert talk.step.expects.step == "travel.0"
    assert at_step(BOT, "travel.0") == at_step(BOT, "travel.from_city") == talk.step.expects
    assert at_step(BOT, "travel.phone").kind == "digits"
    assert at_step(BOT, "travel.window").kind == "yes_no"
    talk = Talk()
    talk.to_confirmation()
    assert talk.step.expects.kind == "yes_no"
    assert at_step(BOT, talk.step.expects.step) == talk.step.expects


def test_entities_by_name() -> None:
    assert once_asked(BOT, ["city", "date"]) == Expectation("choice", "asked", ("city", "date"), max_digits=1)
    assert once_asked(BOT, ["phone", "city"]) == Expectation(
        "digits", "asked", ("phone",), min_digits=7, max_digits=10
    )
    assert once_asked(BOT, ["date"]) == Expectation("open", "asked", ("date",))
    assert once_asked(BOT, ["yes_no", "size"]) == Expectation("yes_no", "asked", ("size",), max_digits=1)


@pytest.mark.parametrize(
    ("step", "message", "hint"),
    [
        ("travl.0", "no flow 'travl'.", "Did you mean `travel`?"),
        ("travel.5", "no step 'travel.5' that asks the caller.", "There are travel.0 (from_city), travel.1"),
        ("travel", "no step 'travel' that asks the caller.", "There are travel.0 (from_city), travel.1"),
        ("travel.x", "no step 'travel.x' that asks the caller.", "There are travel.0 (from_city), travel.1"),
        ("hours.0", "the flow 'hours' asks the caller nothing.", ""),
        ("", "no flow ''.", "There are"),
    ],
)
def test_a_step_that_is_none(step: str, message: str, hint: str) -> None:
    with pytest.raises(NotAsked) as raised:
        at_step(BOT, step)
    assert (raised.value.message, raised.value.exit_code) == (message, 2)
    assert raised.value.hint.startswith(hint)


def test_an_entity_that_is_none() -> None:
    with pytest.raises(NotAsked, match="no entity 'citty'") as raised:
        once_asked(BOT, ["city", "citty"])
    assert raised.value.hint == "Did you mean `city`?"
