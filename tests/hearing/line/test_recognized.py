"""What turns that were hard to recognize say about the line."""

from __future__ import annotations

from viva.hearing.evidence import Hypothesis, Recognition
from viva.hearing.line.recognized import CERTAIN_AT_MOST, SpokenTurn, from_turns


def turn(posterior: float, understood: float = 0.9, ms: int = 2000) -> SpokenTurn:
    return SpokenTurn(Recognition((Hypothesis("words", -3.0, posterior),), ms), understood)


def names(*turns: SpokenTurn) -> list[str]:
    return [one.name for one in from_turns(turns)]


def test_one_unclear_turn_is_no_condition() -> None:
    assert names() == []
    assert names(turn(0.2)) == []
    assert names(turn(0.9), turn(0.2), turn(0.8)) == []


def test_two_of_three_are_and_clear_ones_end_it() -> None:
    assert names(turn(0.2), turn(0.9), turn(0.2)) == ["unclear"]
    assert names(turn(0.2), turn(0.2), turn(0.9), turn(0.9)) == []
    assert names(SpokenTurn(Recognition((), 900), 0.0), turn(0.1)) == ["unclear"]


def test_another_language_is_an_indication_only() -> None:
    found = from_turns([turn(0.2, 0.0)] * 3)
    assert [one.name for one in found] == ["unclear", "other_language"]
    assert found[1].confidence == CERTAIN_AT_MOST
    assert names(*[turn(0.2, 0.0, ms=600)] * 3) == ["unclear"]
