"""Where two versions part, told as moves of a call."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from viva.lab.replay.moves import Ended, Move, Ran, Replied, Took
from viva.lab.replay.parting import WHY, Why, compare, parted

HELLO = Replied(0, "start", "open", ("hello",), ("Hello.",), {})
FIRST = Took(4000, 1, "speech", 2000, 3000, "a large latte", None)
ASKS = Replied(4000, "turn", "order ask size", ("ask_size",), ("What size?",), {"drink": "latte"})
SECOND = Took(8000, 2, "speech", 6000, 7000, "large", None)
RUNS = Ran(8000, "order", {"drink": "latte", "size": "large"})
DONE = Replied(9000, "action", "more", ("placed",), ("You are number one.",), {"number": 1})
GONE = Ended(12_000, "caller_hung_up")
CALL: list[Move] = [HELLO, FIRST, ASKS, SECOND, RUNS, DONE, GONE]


def other(at: int, **fields: object) -> list[Move]:
    return [*CALL[:at], replace(CALL[at], **fields), *CALL[at + 1 :]]  # type: ignore[arg-type]


def test_a_call_does_not_part_from_itself() -> None:
    found = compare(CALL, CALL)
    assert (found.parting, found.turns, found.reworded) == (None, 2, ())


HELLO_AGAIN = Replied(5500, "no_input", "order ask size", ("no_input",), ("Hello?",), {"drink": "latte"})
EARLY = replace(FIRST, turn=2, start_ms=4500, end_ms=5000)
LATE = replace(SECOND, turn=3, start_ms=10_000, end_ms=11_000)
CASES: dict[str, tuple[list[Move], Why, int, bool]] = {
    "other prompt": (
        other(2, prompts=("ask_milk",), words=("Milk?",)),
        "other words",
        1,
        True,
    ),
    "other value": (other(5, words=("You are number two.",), slots={"number": 2}), "other values", 2, True),
    "earlier end": (other(3, end_ms=6400), "cut in", 2, False),
    "later end": (other(1, end_ms=7000), "waited on", 1, False),
    "passed over": (other(1, start_ms=6000, end_ms=7000), "turn not taken", 1, False),
    "never taken": ([*CALL[:3], GONE], "turn not taken", 2, False),
    "of nothing": ([*CALL[:3], EARLY, *CALL[3:]], "turn of nothing", 2, False),
    "after the goodbye": ([*CALL[:6], LATE], "turn of nothing", 2, False),
    "over the bot": (other(3, heard="What"), "over the bot", 2, True),
    "other arguments": (other(4, arguments={"drink": "mocha"}), "action", 2, True),
    "no action": ([*CALL[:4], DONE, GONE], "action", 2, True),
    "asked into a silence": ([*CALL[:3], HELLO_AGAIN, *CALL[3:]], "silence", 2, False),
    "not answered": ([*CALL[:3], replace(HELLO_AGAIN, t=14_000)], "turn not taken", 2, False),
    "ended": ([*CALL[:3], Ended(6000, "transferred")], "ended", 2, False),
    "went on": ([*CALL[:6], GONE], "went on", 2, True),
}  # fmt: skip


@pytest.mark.parametrize(("new", "why", "turn", "alike"), CASES.values(), ids=CASES)
def test_each_way_of_parting(new: list[Move], why: Why, turn: int, alike: bool) -> None:
    before = CALL if why != "went on" else [*CALL[:6], Ended(11_000, "bot_hung_up")]
    found = compare(before, new)
    assert found.parting is not None
    assert (found.parting.why, found.parting.turn, found.parting.heard_alike) == (why, turn, alike)
    assert found.turns == turn
    assert parted(before, new)


def test_every_reason_is_told_and_tested() -> None:
    assert set(WHY) == set(get_args(Why)) == {why for _, why, _, _ in CASES.values()}


@pytest.mark.parametrize(
    "new",
    [
        other(1, end_ms=3100, t=5000, text="a large lattey"),
        other(2, words=("Which size, please?",)),
        other(2, prompts=("order.1.ask",)),
        other(2, slots={"drink": "mocha"}),
        other(5, words=()),
        other(6, t=14_000),
        other(6, reason="connection_lost"),
    ],
    ids=[
        "time and text",
        "wording",
        "the same words elsewhere",
        "a value not said",
        "not handed over",
        "later",
        "gone",
    ],
)
def test_what_parts_nothing(new: list[Move]) -> None:
    assert compare(CALL, new).parting is None


def test_other_words_for_the_same_are_told() -> None:
    assert compare(CALL, other(2, words=("Which size, please?",))).reworded == (
        (1, "What size?", "Which size, please?"),
    )


def test_what_is_said_before_and_after_is_told() -> None:
    parting = compare(CALL, other(4, arguments={"drink": "mocha"})).parting
    assert parting is not None
    assert parting.place == "order ask size"
    assert parting.recorded == "calls order(drink=latte, size=large)"
    assert parting.now == "calls order(drink=mocha)"


def test_an_interruption_after_all_was_heard_answers_as_well() -> None:
    before = other(3, heard="What")
    assert compare(before, CALL).parting is None
    assert compare(before, other(3, heard="What size")).parting is None
    assert compare(before, other(3, heard="")).parting is not None


def test_a_record_that_was_cut_short_parts_nowhere_after_its_end() -> None:
    assert compare(CALL[:4], CALL).parting is None
    assert not parted(CALL, CALL[:4])
