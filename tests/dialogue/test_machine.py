"""Flows, slots, corrections and digressions."""

from __future__ import annotations

from dataclasses import replace

from tests.dialogue.small import NOW, Talk, read
from viva.dialogue.acts import HangUp, Run, Transfer
from viva.dialogue.machine import Dialogue
from viva.understanding.reading import Entity


def test_it_opens_with_the_start_flow() -> None:
    talk = Talk()
    assert talk.prompts == ["welcome"]
    assert talk.step.expects.kind == "open"
    assert "city" in talk.step.expects.entities


def test_slots_are_asked_for_in_order() -> None:
    talk = Talk()
    assert talk.hear("travel") == ["ask_from_city"]
    assert talk.step.expects.kind == "choice"
    assert talk.step.expects.entities[0] == "city"
    assert talk.step.expects.step == "travel.0"
    assert talk.hear(city="Paris") == ["ask_to_city"]
    assert talk.hear(city="Rome") == ["ask_day"]
    assert talk.state.slots == {"from_city": "Paris", "to_city": "Rome"}


def test_what_was_said_already_is_not_asked_for() -> None:
    talk = Talk()
    assert talk.hear("travel", city=["Paris", "Rome"], size="large", date="2026-11-27") == ["ask_phone"]
    assert talk.state.slots["bag"] == "large"
    assert talk.step.expects.kind == "digits"
    assert talk.step.expects.max_digits == 10


def test_an_answer_may_bring_more_than_was_asked_for() -> None:
    talk = Talk()
    talk.hear("travel")
    assert talk.hear(date="2026-11-27", city="Oslo") == ["ask_to_city"]
    assert talk.hear(city="Rome") == ["ask_phone"]


def test_another_slot_is_filled_and_the_question_put_again() -> None:
    talk = Talk()
    talk.hear("travel")
    assert talk.hear(date="2026-11-27") == ["ask_from_city"]


def test_a_value_without_an_intent_begins_the_only_flow_that_takes_it() -> None:
    assert Talk().hear(size="large") == ["ask_from_city"]


def test_a_correction_overwrites_and_goes_on() -> None:
    talk = Talk()
    talk.hear("travel", city=["Paris", "Rome"])
    assert talk.hear(date="2026-11-27") == ["ask_phone"]
    assert talk.hear("correct", date="2026-11-26") == ["corrected", "ask_phone"]
    assert talk.state.slots["day"] == "2026-11-26"


def test_no_i_said_mends_the_slot_that_was_filled_last() -> None:
    talk = Talk()
    talk.hear("travel")
    talk.hear(city="Rome")
    assert talk.hear("no", city="Paris") == ["corrected", "ask_to_city"]
    assert talk.state.slots == {"from_city": "Paris"}


def test_a_correction_runs_again_what_depended_on_it() -> None:
    talk = Talk()
    talk.to_confirmation()
    assert talk.prompts == ["confirm_trip"]
    assert talk.hear("no", date="2026-11-28") == ["sorry"]
    assert talk.last == Run("find", {"from_city": "Paris", "to_city": "Rome", "day": "2026-11-28"}, 5000)
    assert talk.step.waiting_for_action
    assert talk.done([3]) == ["confirm_trip"]


def test_a_step_tells_what_it_put_into_slots() -> None:
    talk = Talk()
    talk.hear("travel", city=["Paris", "Rome"])
    assert talk.step.slots == {"from_city": "Paris", "to_city": "Rome"}
    talk.hear("correct", city="Oslo")
    assert talk.step.slots == {"to_city": "Oslo"}


def test_a_correction_that_nothing_depends_on_is_read_back() -> None:
    talk = Talk()
    talk.to_confirmation()
    assert talk.hear(size="large") == ["confirm_trip"]
    assert talk.state.slots["bag"] == "large"


def test_no_alone_asks_what_is_wrong_and_a_name_asks_for_its_value() -> None:
    talk = Talk()
    talk.to_confirmation()
    assert talk.hear("no") == ["what_to_change"]
    assert talk.hear(text="the goal please") == ["ask_to_city"]
    talk.hear(city="Oslo")
    assert talk.done([1]) == ["confirm_trip"]
    assert talk.state.slots["to_city"] == "Oslo"


def test_yes_with_a_new_value_is_no_yes() -> None:
    talk = Talk()
    talk.to_confirmation()
    talk.hear("yes", date="2026-11-28")
    assert isinstance(talk.last, Run)


def test_yes_goes_on_and_asks_what_else_there_is() -> None:
    talk = Talk()
    talk.to_confirmation()
    assert talk.hear("yes") == ["done", "anything_else"]
    assert talk.hear("no") == ["goodbye"]
    assert talk.last == HangUp("goodbye")
    assert talk.step.expects.kind == "nothing"


def test_yes_before_the_question_was_heard_does_not_count() -> None:
    talk = Talk()
    talk.to_confirmation()
    assert talk.hear("yes", heard="") == ["confirm_trip"]
    assert talk.hear("yes", heard="From Paris to Rome")[0] == "done"


def test_a_checked_value_is_read_back_once() -> None:
    talk = Talk()
    talk.hear("travel", city=["Paris", "Rome"], date="2026-11-27")
    assert talk.hear(phone="5550100") == ["check_value"]
    assert talk.step.expects.kind == "yes_no"
    assert talk.hear("no", phone="5550101") == ["check_value"]
    assert talk.hear("yes") == ["ask_window"]
    assert talk.state.slots["phone"] == "5550101"


def test_a_rejected_value_is_asked_for_again() -> None:
    talk = Talk()
    talk.hear("travel", city=["Paris", "Rome"], date="2026-11-27", phone="5550100")
    assert talk.hear("no") == ["sorry", "ask_phone"]


def test_digits_may_come_in_parts() -> None:
    talk = Talk()
    talk.hear("travel", city=["Paris", "Rome"], date="2026-11-27")
    assert talk.hear(phone="555") == ["go_on"]
    assert talk.hear(phone="0100") == ["check_value"]
    assert talk.state.slots["phone"] == "5550100"


def test_yes_and_no_fill_a_slot_and_an_optional_one_may_stay_empty() -> None:
    talk = Talk()
    talk.hear("travel", city=["Paris", "Rome"], date="2026-11-27", phone="5550100")
    assert talk.hear("yes") == ["ask_window"]
    talk.hear("yes")
    assert talk.state.slots["window"] is True


def test_another_topic_comes_in_between_and_the_question_is_put_again() -> None:
    talk = Talk()
    talk.hear("travel")
    assert talk.hear("hours") == ["hours", "resume", "ask_from_city"]
    assert talk.hear("weather") == []
    assert talk.last == Run("weather", {}, 5000)
    assert talk.done("sun") == ["sunny", "resume", "ask_from_city"]
    assert talk.hear(city="Paris") == ["ask_to_city"]


def test_an_answer_is_not_led_away_by_the_guess_of_an_intent() -> None:
    talk = Talk()
    talk.hear("travel")
    assert talk.hear("hours", city="Paris") == ["ask_to_city"]


def test_two_wishes_in_one_utterance_are_both_answered() -> None:
    talk = Talk()
    assert talk.hear("hours", "travel", city="Oslo") == ["hours", "ask_to_city"]
    assert talk.state.slots == {"from_city": "Oslo"}


def test_the_name_of_a_slot_that_was_settled_asks_for_it_again() -> None:
    talk = Talk()
    talk.hear("travel", city=["Paris", "Rome"], date="2026-11-27")
    assert talk.hear("weather", text="another day") == ["ask_day"]
    assert talk.hear(text="another start") == ["ask_from_city"]


def test_a_failed_action_takes_its_own_way_or_apologises() -> None:
    talk = Talk()
    talk.hear("weather")
    assert talk.failed() == ["action_failed", "anything_else"]
    talk.hear("travel", city=["Paris", "Rome"], date="2026-11-27", phone="5550100")
    talk.hear("yes")
    talk.hear("no")
    assert talk.failed() == ["no_trains", "anything_else"]


def test_kept_slots_live_as_long_as_the_call() -> None:
    talk = Talk()
    talk.to_confirmation()
    talk.hear("yes")
    assert talk.state.slots == {"phone": "5550100"}


def test_speech_during_an_action_is_answered_and_does_not_end_it() -> None:
    talk = Talk()
    talk.hear("weather")
    assert talk.hear("hours") == ["working"]
    assert talk.step.waiting_for_action
    assert talk.done("sun") == ["sunny", "anything_else"]


def test_keys_answer_by_the_question() -> None:
    talk = Talk()
    talk.hear("travel")
    assert talk.keys("2") == ["ask_to_city"]
    assert talk.state.slots == {"from_city": "Rome"}
    talk.hear(city="Oslo", date="2026-11-27")
    assert talk.keys("5550100#") == ["check_value"]
    assert talk.keys("1") == ["ask_window"]
    talk.keys("2")
    assert talk.done([1]) == ["confirm_trip"]
    assert talk.keys("2") == ["what_to_change"]
    talk.keys("0")
    assert talk.last == Transfer("desk")


FLOWS = """
title: Steps
intents: {go: [go]}
entities: {n: {kind: number, minimum: 1, maximum: 9}}
slots: {n: n, time: time}
flows:
  main:
    intents: go
    steps: %s
prompts: {ask_n: "How many?", ask_time: "When?", few: Few., many: Many., sure: "Sure?"}
"""


def flow(*steps: str) -> Talk:
    talk = Talk(FLOWS % f"[{', '.join(steps)}]", "")
    talk.hear("go")
    return talk


def test_conditions_choose_steps() -> None:
    branch = "{if: n > 3, then: [{say: many}], else: [{say: few}]}"
    assert flow("{ask: n}", branch).hear(n=4) == ["many", "anything_else"]
    assert flow("{ask: n}", branch).hear(n=2) == ["few", "anything_else"]
    assert flow("{ask: n}", "{say: many, when: n == 4}").hear(n=5) == ["anything_else"]


def test_a_value_out_of_range_is_refused() -> None:
    assert flow("{ask: n}").hear(n=12) == ["out_of_range"]


def test_an_answer_must_come_from_the_choices() -> None:
    steps = ("{set: {free: \"['10:00', '16:00']\"}}", "{ask: time, choices: free}")
    talk = flow(*steps)
    assert talk.hear(time="11:00") == ["not_offered", "ask_time"]
    assert talk.hear(time="04:00") == ["anything_else"]
    talk = flow(*steps, "{confirm: sure}")
    talk.keys("2")
    assert talk.state.slots["time"] == "16:00"


def test_null_forgets_a_slot_so_that_it_is_asked_again() -> None:
    talk = flow("{ask: n}", "{if: n == 3, then: [{say: few}, {set: {n: null}}, {go: main}]}", "{say: many}")
    assert talk.hear(n=3) == ["few", "ask_n"]
    assert talk.hear(n=4) == ["many", "anything_else"]


def test_no_has_its_own_steps_where_they_are_written() -> None:
    talk = flow("{confirm: sure, on_no: [{say: few}, end]}", "{say: many}")
    assert talk.hear("no") == ["few", "anything_else"]


def test_a_flow_that_turns_in_circles_ends_with_an_apology_then_the_call() -> None:
    talk = flow("{ask: n}", "{go: main}")
    assert talk.hear(n=1) == ["lost", "how_can_i_help"]
    talk.hear("go")
    assert talk.hear(n=1) == ["lost", "give_up"]
    assert talk.last == HangUp("failed")


def test_actions_that_follow_one_another_without_the_caller_are_bounded() -> None:
    text = FLOWS % "[{do: act}, {go: main}]"
    talk = Talk(text, "async def act(call):\n    pass\n")
    talk.hear("go")
    for _ in range(20):
        if not talk.step.waiting_for_action:
            break
        talk.done()
    assert talk.prompts == ["lost", "how_can_i_help"]


def test_a_new_request_replaces_the_old_one_where_the_flow_says_so() -> None:
    text = (FLOWS % "[{ask: n}, {confirm: sure}]").replace(
        "intents: go\n", "intents: go\n    again: replace\n"
    )
    text = text.replace("    steps:", "    takes: [time]\n    steps:")
    talk = Talk(text, "")
    talk.hear("go", n=2, time="10:00")
    assert talk.hear("go", n=3) == ["sure"]
    assert talk.state.slots == {"n": 3}
    assert talk.hear(time="11:00") == ["sure"]
    assert talk.state.slots == {"n": 3, "time": "11:00"}
    talk.hear("correct", n=4)
    assert talk.state.slots == {"n": 4, "time": "11:00"}


def test_a_call_comes_back_and_a_go_does_not() -> None:
    text = """
title: X
intents: {go: [go]}
flows:
  main: {intents: go, steps: [{call: sub}, {say: back now}, {go: other}, {say: never said}]}
  sub: [{say: in sub}]
  other: [{say: in other}]
"""
    talk = Talk(text, "")
    assert talk.hear("go") == ["sub.0.say", "main.1.say", "other.0.say", "anything_else"]


def test_a_bot_without_a_start_asks_how_to_help() -> None:
    dialogue = Dialogue(Talk(FLOWS % "[{say: few}]", "").dialogue.bot)
    step = dialogue.start(NOW)
    assert [act.prompt for act in step.acts] == ["how_can_i_help"]  # type: ignore[union-attr]
    assert dialogue.hear(step.state, read("yes"), NOW).state.wait.kind == "open"


def test_a_correction_is_not_taken_for_free_text() -> None:
    text = FLOWS.replace("time: time}", "time: time, name: text}").replace(
        "prompts: {", 'prompts: {ask_name: "Who?", '
    )
    talk = Talk(text % "[{ask: time}, {ask: name}]", "")
    talk.hear("go", time="10:00")
    assert talk.hear("correct", text="i said nine thirty", time="09:30") == ["corrected", "ask_name"]
    said = read("correct", text="i said nine thirty", time="09:30")
    whole = Entity("text", "i said nine thirty", said.text, 0, len(said.text), 0, 0.6)
    step = talk.dialogue.hear(talk.state, replace(said, entities=(*said.entities, whole)), NOW)
    assert step.state.slots == {"time": "09:30"}
