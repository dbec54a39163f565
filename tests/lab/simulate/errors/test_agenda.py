"""What is to happen, in order of time."""

from __future__ import annotations

from viva.lab.simulate.errors.agenda import Agenda, tick


def test_ticks_are_reached_never_passed_over() -> None:
    assert [tick(t) for t in (0, 0.5, 19, 20, 21)] == [0, 20, 20, 20, 40]


def test_the_earliest_comes_first_and_of_two_the_one_entered_first() -> None:
    agenda = Agenda()
    done: list[str] = []
    agenda.at(40, lambda: done.append("c"))
    agenda.at(15, lambda: done.append("a"))
    agenda.at(20, lambda: done.append("b"))
    while agenda.next is not None:
        agenda.pop()()
    assert done == ["a", "b", "c"]


def test_what_was_cancelled_does_not_happen() -> None:
    agenda = Agenda()
    number = agenda.at(20, lambda: None)
    agenda.at(40, lambda: None)
    agenda.cancel(number)
    agenda.cancel(number)
    agenda.cancel(None)
    assert agenda.next == 40
    agenda.cancel(2)
    assert agenda.next is None
