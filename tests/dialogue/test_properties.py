"""What must always hold, whatever a caller does."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dialogue.small import NOW, bot
from viva.dialogue.acts import HangUp, Run, Say, Transfer
from viva.dialogue.defaults import BUILT_IN_INTENTS
from viva.dialogue.machine import Dialogue, Step
from viva.dialogue.state import State
from viva.understanding.reading import Entity, Intent, Reading

BOT = bot()
DIALOGUE = Dialogue(BOT)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "city": st.sampled_from(["Paris", "Rome", "Oslo"]),
    "size": st.sampled_from(["small", "large"]),
    "date": st.sampled_from(["2026-11-26", "2026-11-27"]),
    "phone": st.text("0123456789", min_size=1, max_size=12),
    "count": st.integers(-5, 20),
    "unknown": st.none(),
}
ENTITIES = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.builds(
        lambda value, start, length, confidence: Entity(
            name, value, "x" * length, start, start + length, 0, confidence
        ),
        VALUES[name],
        st.integers(0, 30),
        st.integers(1, 8),
        st.floats(0, 1),
    )
)
INTENTS = st.sampled_from([*BUILT_IN_INTENTS, "travel", "hours", "weather", "unheard"])
READINGS = st.builds(
    Reading,
    st.sampled_from(["", "the day", "the start please", "mumble mumble"]),
    st.lists(st.builds(Intent, INTENTS, st.floats(0, 1)), max_size=3).map(tuple),
    st.lists(ENTITIES, max_size=4).map(tuple),
    st.floats(0, 1),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
EVENTS = st.one_of(
    st.tuples(st.just("hear"), READINGS),
    st.tuples(st.just("hear"), READINGS),
    st.tuples(st.just("digits"), st.text("0123456789*#ABCD", min_size=1, max_size=11)),
    st.tuples(st.just("no_input"), st.none()),
    st.tuples(st.just("action_done"), JSON),
    st.tuples(st.just("action_failed"), st.just("broken")),
)


def move(state: State, event: tuple[str, Any]) -> Step:
    kind, value = event
    if kind == "no_input":
        return DIALOGUE.no_input(state, NOW)
    return getattr(DIALOGUE, kind)(state, value, NOW)  # type: ignore[no-any-return]


def as_json(state: State) -> Any:
    return json.loads(json.dumps(state.to_json()))


@settings(max_examples=400, deadline=None)
@given(st.lists(EVENTS, max_size=25))
def test_any_sequence_of_events_is_answered(events: list[tuple[str, Any]]) -> None:
    step = DIALOGUE.start(NOW)
    for event in events:
        before, stored = step.state, as_json(step.state)
        step = move(before, event)
        assert as_json(before) == stored, "a state was changed in place"
        assert move(before, event) == step, "the same input gave another output"
        assert State.from_json(as_json(step.state)) == step.state
        check(before, event[0], step)


def check(before: State, kind: str, step: Step) -> None:
    assert all(act.prompt in BOT.prompts for act in step.acts if isinstance(act, Say))
    assert not any(isinstance(act, Run | Transfer | HangUp) for act in step.acts[:-1])
    assert step.waiting_for_action == (step.state.wait.kind == "action")
    answered = kind in ("hear", "digits", "no_input") and before.wait.kind not in ("ended", "action")
    if answered:
        assert step.acts, f"nothing to say after {kind} in {before.wait}"
    if step.state.wait.kind in ("action", "ended"):
        assert step.expects.kind == "nothing"
    else:
        assert step.expects.kind != "nothing"
    assert len(step.state.topics) <= 4


@settings(max_examples=200, deadline=None)
@given(st.lists(EVENTS, max_size=15))
def test_silence_always_ends_a_call(events: list[tuple[str, Any]]) -> None:
    """A caller who has gone is let go: no state keeps a silent line for ever."""
    step = DIALOGUE.start(NOW)
    for event in events:
        step = move(step.state, event)
    for _ in range(BOT.repair.no_input + 10):
        if step.waiting_for_action:
            step = DIALOGUE.action_failed(step.state, "gone", NOW)
        else:
            step = DIALOGUE.no_input(step.state, NOW)
    assert step.state.wait.kind == "ended"
