"""What every bot can do without its author writing it."""

from __future__ import annotations

import pytest

from tests.dialogue.small import BOT, NOW, Talk
from viva.dialogue.acts import HangUp, Transfer
from viva.dialogue.defaults import default_prompts
from viva.understanding.reading import Entity, Intent, Reading

NO_PERSON = BOT.replace("transfer: desk\n", "")


def asking(text: str = BOT) -> Talk:
    talk = Talk(text)
    talk.hear("travel")
    return talk


def test_silence_is_asked_about_then_helped_then_given_up() -> None:
    talk = asking()
    assert talk.silent() == ["no_input", "ask_from_city"]
    assert talk.silent() == ["no_input", "help_list", "ask_from_city"]
    assert talk.occasions == ["again", "first", "again"]
    assert talk.silent() == ["give_up_transfer"]
    assert talk.last == Transfer("desk")


def test_without_a_person_it_hangs_up_and_says_why() -> None:
    talk = asking(NO_PERSON)
    for _ in range(3):
        talk.silent()
    assert talk.prompts == ["give_up"]
    assert talk.last == HangUp("no_input")
    talk = asking(NO_PERSON)
    for _ in range(3):
        talk.mumble()
    assert talk.last == HangUp("no_match")


def test_speech_ends_the_count_of_silences() -> None:
    talk = asking()
    talk.silent()
    talk.silent()
    talk.hear(city="Rome")
    assert talk.silent() == ["no_input", "ask_to_city"]


def test_what_was_not_understood_is_asked_again_with_more_help() -> None:
    talk = asking()
    assert talk.mumble() == ["no_match", "ask_from_city"]
    assert talk.mumble() == ["no_match", "help_list", "ask_from_city"]
    assert talk.occasions == ["again", "first", "again"]
    assert talk.step.acts[1].values == {"examples": ["Paris", "Rome", "Oslo"]}  # type: ignore[union-attr]
    talk.hear(city="Rome")
    assert talk.mumble()[0] == "no_match"


def test_say_that_again_repeats_the_last_words_twice_over() -> None:
    talk = asking()
    assert talk.hear("repeat") == ["repeating", "ask_from_city"]
    assert talk.hear("repeat") == ["repeating", "ask_from_city"]
    talk.to_confirmation()
    talk.hear("repeat")
    assert talk.prompts == ["repeating", "confirm_trip"]


def test_hold_on_gives_time() -> None:
    talk = asking()
    assert talk.hear("wait") == ["take_your_time"]
    assert talk.step.expects.no_input_ms == 30000
    assert talk.silent() == ["no_input", "ask_from_city"]
    assert talk.step.expects.no_input_ms is None


def test_an_answer_beside_hold_on_or_thanks_counts() -> None:
    talk = asking()
    assert talk.hear("thanks", city="Rome") == ["ask_to_city"]


def test_a_person() -> None:
    talk = asking()
    assert talk.hear("person") == ["transferring"]
    assert talk.last == Transfer("desk")
    assert asking(NO_PERSON).hear("person") == ["no_person", "ask_from_city"]


def test_an_introduced_name_is_no_wish_for_a_person() -> None:
    text = BOT.replace("slots:\n", "slots:\n  name: text\n", 1)
    text = text.replace(
        "      - ask: day\n", "      - ask: name\n        prompt: Your name?\n      - ask: day\n", 1
    )
    talk = Talk(text)
    talk.hear("travel", city=["Paris", "Rome"])
    assert talk.state.wait.slot == "name"
    said = "my name is Oliver"
    answer = Entity("text", "Oliver", "Oliver", said.index("Oliver"), len(said), 0, 0.75)
    reading = Reading(said, (Intent("person", 0.58),), (answer,), 0.75)
    talk.step = talk.dialogue.hear(talk.state, reading, NOW)
    assert talk.state.slots["name"] == "Oliver"
    assert talk.prompts == ["ask_day"]


def test_help_goodbye_cancel_restart_thanks() -> None:
    assert asking().hear("help") == ["help_list", "ask_from_city"]
    assert asking().hear("goodbye") == ["goodbye"]
    assert asking().hear("cancel") == ["cancelled", "anything_else"]
    assert asking().hear("thanks") == ["not_at_all", "ask_from_city"]
    talk = asking()
    talk.hear(city="Rome")
    assert talk.hear("restart") == ["restarting", "ask_from_city"]
    assert talk.state.slots == {}


def test_help_before_anything_is_under_way_names_what_the_bot_does() -> None:
    talk = Talk()
    assert talk.hear("help") == ["help", "how_can_i_help"]
    assert talk.step.acts[0].values == {"topics": ["your trip", "opening hours"]}  # type: ignore[union-attr]


def test_cancelling_what_came_in_between_goes_back() -> None:
    talk = asking()
    talk.hear("hours", "weather")
    assert "ask_from_city" in talk.prompts


def test_a_bot_may_give_a_built_in_intent_its_own_flow() -> None:
    text = BOT.replace("  hours: [when are you open]", "  hours: [when are you open]\n  person: [my friend]")
    text = text.replace("    intents: hours", "    intents: [hours, person]")
    assert Talk(text).hear("person") == ["hours", "anything_else"]


def test_keys_for_a_person_and_for_the_last_words() -> None:
    assert Talk().keys("*") == ["repeating", "welcome"]
    assert Talk().keys("0") == ["transferring"]


def test_after_the_end_nothing_more_is_said() -> None:
    talk = asking()
    talk.hear("goodbye")
    state = talk.state
    assert talk.hear("travel") == [] and talk.silent() == [] and talk.done(1) == []
    assert talk.state == state


@pytest.mark.parametrize("name", ["no_input", "no_match"])
def test_repair_prompts_have_variants(name: str) -> None:
    prompt = default_prompts("en")[name]
    assert len(prompt.first) > 1 and len(prompt.again) > 1


def test_every_question_that_every_bot_has_can_be_put_again_in_other_words() -> None:
    for name, prompt in default_prompts("en").items():
        if prompt.role == "question" or name in ("check_value", "how_can_i_help", "anything_else"):
            assert len(prompt.again) > 1, name


def test_default_prompts_name_only_what_they_are_given() -> None:
    given = {"value", "label", "minimum", "maximum", "examples", "topics", "title"}
    for name, prompt in default_prompts("en").items():
        assert set(prompt.places) <= given, name
