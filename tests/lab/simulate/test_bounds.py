"""A caller's call ends, whatever the bot does; and after it no caller says another word."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lab.simulate.text_call import Unhearing, called, host_of
from viva.call import commands as cm
from viva.call import events as ev
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot_from_files
from viva.dialogue.state import State, Wait
from viva.hearing.evidence import Recognition
from viva.lab.simulate.caller import Leave
from viva.lab.simulate.cast import cast
from viva.lab.simulate.format import PersonaFile
from viva.lab.simulate.goal import own_goals
from viva.lab.simulate.mind import MOST_MS, MOST_UTTERANCES, Mind
from viva.lab.simulate.persona import Persona
from viva.lab.simulate.phrases import built_in
from viva.lab.simulate.utterance import Utterance
from viva.understanding.engine import Context
from viva.understanding.reading import Entity, Intent, Reading

BOT = """
title: In circles
intents: {go: [go on please, I want to go round]}
entities: {colour: [red, green]}
slots: {colour: colour}
turn: {max_call_ms: 3600000}
flows:
  round:
    intents: go
    steps:
      - ask: colour
        prompt: "Which colour would you like?"
      - set: {colour: null}
      - go: round
prompts: {welcome: "Hello."}
"""
ENDLESS = {"patience": {"repairs": 1000, "wait_ms": 600_000, "call_ms": 3_600_000}}


class Hears:
    """Understands a colour, and everything else as the bot's one intent; with `deaf` nothing."""

    def __init__(self, deaf: bool = False) -> None:
        self.deaf = deaf

    def understand(self, recognition: Recognition, context: Context) -> Reading:
        text = recognition.text
        found = next((one for one in ("red", "green") if one in text), "")
        if self.deaf:
            return Reading(text, (), (), 0.1)
        entities = (Entity("colour", found, found, 0, len(found), 0, 0.9),) if found else ()
        return Reading(text, () if found else (Intent("go", 0.9),), entities, 0.9)


@pytest.fixture(scope="module")
def bot() -> Bot:
    return load_bot_from_files({"bot.yaml": BOT}, "circles")


def mind_of(bot: Bot, number: int, **habits: object) -> Mind:
    goals = own_goals(bot)
    model = PersonaFile.model_validate(habits)
    persona = Persona("test", model, goals, dict.fromkeys(goals, 1.0), built_in("en"))
    return cast([persona], bot, seed=3, number=number).mind


def test_a_bot_that_turns_in_circles_is_left(bot: Bot) -> None:
    mind = mind_of(bot, 0)
    done = called(host_of(bot, Hears()), mind)
    assert done.ended.reason == "caller_hung_up"
    success, why = mind.outcome()
    assert not success
    assert "patience" in why


def test_a_caller_without_end_meets_its_bound(bot: Bot) -> None:
    mind = mind_of(bot, 0, **ENDLESS)
    done = called(host_of(bot, Hears()), mind)
    assert done.ended.reason == "caller_hung_up"
    assert len(done.said) <= MOST_UTTERANCES
    assert "bound" in mind.outcome()[1]


def test_a_bot_that_understands_nothing_is_not_a_success(bot: Bot) -> None:
    mind = mind_of(bot, 1)
    done = called(host_of(bot, Hears(deaf=True)), mind)
    assert not done.ended.problem
    assert not mind.outcome()[0]


def test_a_bot_that_cannot_be_heard_is_asked_and_left(bot: Bot) -> None:
    mind = mind_of(bot, 2, patience={"wait_ms": 3000})
    done = called(host_of(bot, Hears()), Unhearing(mind))
    assert done.ended.reason == "caller_hung_up"
    assert "said nothing" in mind.outcome()[1]
    assert 1 <= len(done.said) <= 2


WAITS = [Wait("open"), Wait("more"), Wait("ask", slot="colour"), Wait("check", slot="colour")]
WAITS += [Wait("change"), Wait("value", slot="colour"), Wait("action"), Wait("ended")]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["starts", "finishes", "idle", "thinking", "moves", "ends"]),
        st.integers(0, 20_000),
        st.integers(0, len(WAITS) - 1),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=60)
@given(STEPS, st.integers(0, 1000))
def test_a_mind_keeps_its_word_whatever_happens(steps: list[tuple[str, int, int]], number: int) -> None:
    bot = load_bot_from_files({"bot.yaml": BOT}, "circles")
    habits = {
        "mistakes": {"silences": 0.3, "noises": 0.2},
        "overlaps": {"interrupts": 0.5, "backchannels": 0.5},
    }
    told = [_run(mind_of(bot, number, **habits), steps) for _ in range(2)]
    assert told[0] == told[1]
    end = told[0][-1]
    assert end[0] <= MOST_MS
    assert end[1] in ("over", Leave())


def _run(mind: Mind, steps: list[tuple[str, int, int]]) -> list[tuple[int, object]]:
    """What the mind does, with times, until it leaves or the call is over."""
    told: list[tuple[int, object]] = []
    t, state, sentence = 0, State(), 0
    mind.notice(ev.CallStarted(0, "x", "circles", "test", "", "2026-01-05T10:00:00"), [], state)
    for what, after, wait in [*steps, ("wait", MOST_MS, 0)]:
        until = t + after
        while mind.due is not None and mind.due <= until:
            t = max(t, mind.due)
            done = mind.act(t)
            told.append((t, done))
            if isinstance(done, Leave):
                assert mind.due is None
                assert mind.act(t + 1_000_000) is None
                return told
            if isinstance(done, Utterance):
                assert mind.due is None
                assert done.parts
                assert done.parts[-1].pause_ms == 0 or done.kind == "noise"
                t += 700
                mind.uttered(done, t - 700, t)
        t = max(t, until)
        commands: list[cm.Command] = []
        event: ev.Event = ev.TimeReached(t)
        match what:
            case "starts":
                sentence += 1
                mind.notice(ev.Synthesized(t, sentence, 3000, (), 10), [], state)
                event = ev.PlaybackStarted(t, sentence)
                commands = [cm.FloorChanged("bot")]
            case "finishes":
                event = ev.PlaybackFinished(t, sentence)
            case "idle":
                commands = [cm.FloorChanged("idle")]
            case "thinking":
                commands = [cm.FloorChanged("thinking")]
            case "moves":
                state = State(wait=WAITS[wait], misses=wait % 3, turns=state.turns + 1)
            case "ends":
                commands = [cm.EndCall("bot_hung_up")]
        mind.notice(event, commands, state)
        if what == "ends":
            assert mind.due is None
            assert mind.act(t + 1_000_000) is None
            return [*told, (t, "over")]
    return told


def test_the_drawn_is_within_its_bounds() -> None:
    habits = PersonaFile.model_validate({"delay_ms": {"median": 500, "spread": 2}})
    drawn = [habits.delay_ms.draw(Random(seed)) for seed in range(500)]
    assert 500 / 2**2.5 <= min(drawn) < 400 < 600 < max(drawn) <= 500 * 2**2.5
