"""What is counted of a replayed call."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.dialogue.small import bot
from tests.lab.replay.recording import recorded
from tests.lab.virtual.far_ends import LOUD, Speaks
from viva.call.log import read_log
from viva.lab.calls.facts import CallFacts
from viva.lab.calls.read import facts_of
from viva.lab.calls.truth import Said
from viva.lab.replay.counted import Counts, changes, counts


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> CallFacts:
    """Three turns; what the caller meant is made up: a trip, a wish for a flight, and nothing known."""
    chosen = recorded(
        bot(), Speaks([LOUD * 50, LOUD * 70], leaves_at=14_000), tmp_path_factory.mktemp("call")
    )
    header, records, _ = read_log(chosen.log)
    facts = facts_of(header, records)
    meant = [
        Said(1600, 1900, "turn", "inform", "I want to travel", "travel"),
        Said(1900, 2600, "turn", "inform", "to Rome", "travel", {"to_city": "Rome"}),
        None,
    ]
    turns = tuple(
        replace(turn, said=said, repair="" if turn.turn == 1 else "no_match")
        for turn, said in zip(facts.turns, meant, strict=True)
    )
    return replace(facts, turns=turns)


def test_turns_until_the_parting(call: CallFacts) -> None:
    found = counts(call, 2, call)
    assert (found.turns, found.no_matches) == (2, 1)
    assert (found.meant, found.understood) == (2, 1)
    assert (found.wanted, found.right) == (1, 0)
    assert counts(call, 0, call) == Counts()
    assert counts(call, 9, call).turns == 3


def test_a_turn_that_was_not_taken_counts_as_not_understood(call: CallFacts) -> None:
    missing = replace(call, turns=())
    assert counts(missing, 2, call) == Counts(meant=2, wanted=1)


def test_changes_of_turns_that_both_took(call: CallFacts) -> None:
    first = call.turns[0]
    assert not list(changes(call, call, 3))
    other = replace(
        call, turns=(replace(first, heard=("a trip",), end_ms=first.end_ms + 20), *call.turns[1:])
    )
    (found,) = changes(call, other, 3)
    assert (found.turn, found.what, found.before, found.after) == (
        1,
        "recognized text",
        "I want to travel",
        "a trip",
    )
    assert not list(changes(call, other, 0))
    later = replace(call, turns=(replace(first, end_ms=first.end_ms + 40), *call.turns[1:]))
    assert [one.what for one in changes(call, later, 3)] == ["turn end"]
