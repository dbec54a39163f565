"""Which words a prompt is said in: the first time, once more, after a correction, to who calls again."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dialogue.small import ACTIONS, BOT, NOTHING, NOW, Talk, bot, read
from viva.dialogue.acts import Run, Say
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.dialogue.machine import Dialogue, Step
from viva.dialogue.problems import BotError
from viva.dialogue.sensed import of_caller
from viva.dialogue.state import State
from viva.speaking.filling import Filling
from viva.speaking.wording import LED_IN, Memory

BOTS = Path(__file__).resolve().parents[2] / "bots"


def asked(talk: Talk) -> list[tuple[str, str]]:
    return [(act.prompt, act.occasion) for act in talk.step.acts if isinstance(act, Say)]


def trip() -> Talk:
    talk = Talk()
    talk.hear("travel")
    return talk


def booked() -> Talk:
    """At the read-back."""
    talk = Talk()
    talk.hear("travel", city=["Rome", "Paris"], date="2026-11-27")
    talk.hear(phone="5551234")
    talk.hear("yes")
    talk.hear("yes")
    talk.done([1])
    return talk


def test_a_question_is_new_once() -> None:
    talk = trip()
    assert asked(talk) == [("ask_from_city", "first")]
    talk.mumble()
    assert asked(talk)[-1] == ("ask_from_city", "again")
    talk.silent()
    assert asked(talk)[-1] == ("ask_from_city", "again")
    talk.hear("help")
    assert asked(talk)[-1] == ("ask_from_city", "again")
    talk.hear("hours")
    assert asked(talk)[-1] == ("ask_from_city", "again")
    talk.hear("repeat")
    assert asked(talk)[-1] == ("ask_from_city", "repeated")
    talk.hear(city="Rome")
    assert asked(talk) == [("ask_to_city", "first")]


def test_after_a_correction_it_is_read_back_as_one() -> None:
    talk = booked()
    assert asked(talk) == [("confirm_trip", "first")]
    talk.hear("no", date="2026-11-28")
    assert isinstance(talk.last, Run)
    talk.done([1])  # what follows from an action is still the answer to that
    assert asked(talk)[-1] == ("confirm_trip", "corrected")
    talk.mumble()
    assert asked(talk)[-1] == ("confirm_trip", "again")


def test_a_value_that_was_wrong_is_asked_for_in_other_words() -> None:
    talk = trip()
    talk.hear(city=["Rome", "Paris"], date="2026-11-27")
    talk.hear(phone="5551234")
    assert talk.hear("no") == ["sorry", "ask_phone"]
    assert talk.occasions == ["first", "corrected"]


def test_who_has_called_before_is_greeted_so_and_flows_know_it() -> None:
    greeting = BOT.replace("welcome: Welcome.", "welcome: {first: Welcome., returning: Welcome back.}")
    greeting = greeting.replace("- say: hours", "- {say: hours, when: caller.calls > 1}")
    dialogue = Dialogue(bot(greeting))
    for calls, occasion in ((0, "first"), (1, "returning")):
        step = dialogue.start(NOW, {"caller": of_caller(calls)})
        assert [act.occasion for act in step.acts if isinstance(act, Say)] == [occasion]
        assert State.from_json(step.state.to_json()) == step.state
        asked_hours = dialogue.hear(step.state, read("hours"), NOW)
        assert "hours" not in [act.prompt for act in asked_hours.acts if isinstance(act, Say)]


def test_a_value_is_said_as_its_slot_takes_it() -> None:
    talk = trip()
    talk.hear(city=["Rome", "Paris"], date="2026-11-27")
    talk.hear(phone="5551234")
    (say,) = (act for act in talk.step.acts if isinstance(act, Say))
    assert (say.prompt, say.kinds) == ("check_value", {"value": "digits"})


def prompts_of(text: str) -> Bot:
    return bot(BOT.replace("  ask_to_city: To where?", text))


def test_a_prompt_may_be_words_a_list_or_words_by_occasion() -> None:
    assert prompts_of("  ask_to_city: To where?").prompts["ask_to_city"].role == "question"
    assert prompts_of("  ask_to_city: [a, b]").prompts["ask_to_city"].first == ("a", "b")
    loaded = prompts_of("  ask_to_city: {role: offer, first: a, again: [b, c], corrected: d}")
    prompt = loaded.prompts["ask_to_city"]
    assert (prompt.role, prompt.again, prompt.corrected) == ("offer", ("b", "c"), ("d",))
    assert loaded.prompts["confirm_trip"].role == "confirmation"
    inline = bot(
        BOT.replace("- ask: to_city", "- {ask: to_city, prompt: {first: 'Where to?', again: 'And to?'}}")
    )
    assert inline.prompts["travel.1.prompt"].again == ("And to?",)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{frist: a}", "bot.yaml:55: unknown key `frist` in `prompts.ask_to_city`. Did you mean `first`?"),
        ("{role: querstion, first: a}", "bot.yaml:55: `role` is `querstion`, expected one of"),
        ("{again: a}", "bot.yaml:55: the prompt `ask_to_city` has no words. Write what the bot should say."),
        ("5", "bot.yaml:55: `ask_to_city` is `5`, expected text, a list of texts, or a mapping of occasions"),
        ("{first: {a: b}}", "bot.yaml:55: `first` is a mapping, expected text or a list of texts."),
        (
            "{first: a, again: [b, 'To <brake/>where?']}",
            "bot.yaml:55: `ask_to_city`, at character 4: there is no element `<brake>` in prompts. Did you",
        ),
    ],
)
def test_what_is_wrong_with_a_prompt_is_told(written: str, said: str) -> None:
    with pytest.raises(BotError) as error:
        prompts_of(f"  ask_to_city: {written}")
    assert str(error.value.problems[0]).startswith(said)


# ---------------------------------------------------------------- never twice running


@cache
def loaded(name: str) -> Bot:
    return bot(BOT, ACTIONS) if name == "trips" else load_bot(BOTS / name)


def events(name: str) -> st.SearchStrategy[list[Any]]:
    language = loaded(name).language
    intents = ["yes", "no", "repeat", "help", "thanks", "wait", "correct", *language.intents]
    values: dict[str, Any] = {
        "date": "2026-11-27", "time": "16:30", "phone": "5550100", "text": "Ada", "city": "Rome",
        "size": "large", "coffeeDrink": "latte", "milkAmount": "cream",
    }  # fmt: skip
    named = {key: value for key, value in values.items() if key in language.entities}
    reading = st.builds(
        lambda said, entities: read(*said, **entities),
        st.lists(st.sampled_from(intents), max_size=2, unique=True),
        st.dictionaries(st.sampled_from(sorted(named)), st.none(), max_size=2).map(
            lambda chosen: {key: named[key] for key in chosen}
        ),
    )
    return st.lists(
        st.one_of(reading, st.just(NOTHING), st.sampled_from(["silence", "done", "failed"])), max_size=14
    )


RESULTS: dict[str, Any] = {"day": "2026-11-30", "time": "10:00", "times": ["10:00"], "some_times": ["10:00"]}


def next_step(dialogue: Dialogue, state: State, event: Any) -> Step:
    if state.wait.kind == "action" and event == "failed":
        return dialogue.action_failed(state, "x", NOW)
    if state.wait.kind == "action":
        return dialogue.action_done(state, RESULTS, NOW)
    if event == "silence":
        return dialogue.no_input(state, NOW)
    return dialogue.hear(state, NOTHING if isinstance(event, str) else event, NOW)


@pytest.mark.parametrize("name", ["trips", "clinic", "barista"])
def test_no_question_is_put_again_in_the_same_words(name: str) -> None:
    found = loaded(name)
    dialogue, wording = Dialogue(found), found.wording

    @settings(max_examples=150, deadline=None)
    @given(events(name))
    def holds(given_events: list[Any]) -> None:
        step, memory, last = dialogue.start(NOW), dict[str, Any](), dict[str, str]()
        for event in [None, *given_events]:
            step = step if event is None else next_step(dialogue, step.state, event)
            for act in step.acts:
                if isinstance(act, Say):
                    filling = Filling({"now": NOW, **act.values}, act.kinds)
                    worded, after = wording.say(act.prompt, memory, filling, act.occasion)
                    memory: Memory = after
                    if act.occasion == "again" and worded.role in LED_IN:
                        assert worded.text != last.get(act.prompt), act.prompt
                    last[act.prompt] = worded.text

    holds()
