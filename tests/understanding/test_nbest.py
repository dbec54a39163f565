"""Choosing among hypotheses, and what one may add to another."""

from __future__ import annotations

from tests.understanding.front_desk import NOW, asking, read_all, understander, values
from viva.hearing.evidence import Recognition
from viva.understanding.engine import Context
from viva.understanding.expectation import Expectation


def test_nothing_recognized() -> None:
    reading = understander().understand(Recognition((), 800), Context(NOW, Expectation()))
    assert (reading.text, reading.intents, reading.entities, reading.confidence) == ("", (), (), 0.0)


def test_sense_beats_likelier_nonsense() -> None:
    reading = read_all({"thirsty tea": 0.6, "thursday": 0.3}, asking("day"))
    assert reading.text == "thursday" and values(reading) == {"day": "2026-11-26"}
    assert reading.entities[0].hypothesis == 1


def test_an_exact_value_beats_a_near_one() -> None:
    reading = read_all({"an ice mocker": 0.5, "an iced mocha": 0.4}, asking("drink"))
    assert reading.text == "an iced mocha" and reading.entities[0].confidence > 0.95


def test_of_equal_sense_the_likelier_is_taken() -> None:
    reading = read_all({"thursday": 0.6, "tuesday": 0.4}, asking("day"))
    assert reading.text == "thursday"


def test_a_value_is_borrowed_where_it_contradicts_nothing() -> None:
    reading = read_all({"a large latte with the moon": 0.9, "a lodge light with skim milk": 0.1})
    assert values(reading) == {"size": "large", "drink": "latte", "milk": "skim milk"}
    assert [entity.hypothesis for entity in reading.entities] == [0, 0, 1]


def test_a_value_is_not_borrowed_against_the_chosen() -> None:
    reading = read_all(
        {"a large latte": 0.6, "a small latte with soy milk": 0.1}, asking("drink", "size", "milk")
    )
    assert "size" in values(reading)
    assert len({entity.hypothesis for entity in reading.entities}) == 1
