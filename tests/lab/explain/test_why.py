"""Reasons in words."""

from __future__ import annotations

import pytest

from viva.lab.explain.why import evidence, intent_refused, not_chosen, value_refused
from viva.understanding.explanation import (
    Alternative,
    Explanation,
    Fate,
    IntentConsidered,
    Score,
    ValueConsidered,
)
from viva.understanding.reading import Intent, JsonValue, Reading

BEST = Score(-0.1, 0.9, 0.0, 0.5, 0.2)
ORDER = Reading("x", (Intent("order", 0.9),), (), 0.9)


def explanation(score: Score, reading: Reading = ORDER) -> Explanation:
    own = Alternative("y", 0.1, reading, score, ("rose", "mocker", "rose"))
    return Explanation(reading, 0, (Alternative("x", 0.9, ORDER, BEST, ()), own), (), ())


@pytest.mark.parametrize(
    ("score", "reading", "reason"),
    [
        (Score(-0.9, 0.9, 0.0, 0.5, 0.2), ORDER, "less likely as heard"),
        (Score(-0.1, 0.4, 0.0, 0.5, 0.2), ORDER, "order is less sure in it"),
        (Score(-0.1, 0.0, 0.0, 0.5, 0.2), Reading("y", (), (), 0.1), "no intent in it"),
        (Score(-0.1, 0.9, -0.3, 0.5, 0.2), ORDER, "the bot does not know rose, mocker"),
        (Score(-0.1, 0.9, 0.0, 0.2, 0.2), ORDER, "fewer or less sure values"),
        (Score(-0.1, 0.9, 0.0, 0.5, 0.0), ORDER, "its values explain less of it"),
        (BEST, ORDER, "no better than the one before it"),
    ],
)
def test_why_a_hypothesis_was_not_chosen(score: Score, reading: Reading, reason: str) -> None:
    found = explanation(score, reading)
    assert (not_chosen(found, 0), not_chosen(found, 1)) == ("", reason)


def test_why_an_intent_was_refused() -> None:
    best, second = IntentConsidered("order", 0.8, 0.5, True), IntentConsidered("move", 0.6, 0.5, False)
    low = IntentConsidered("book", 0.1, 0.75, False)
    found = Explanation(ORDER, 0, (), (best, second, low), ())
    assert [intent_refused(one, found) for one in found.intents] == ["", "runner-up", "below 0.75"]
    answer = Explanation(Reading("x", (), (), 0.9), 0, (), (second,), ())
    assert intent_refused(second, answer) == "only an answer to what was asked"
    parts = Explanation(ORDER, 0, (), (second, best), ())
    assert intent_refused(second, parts) == "a part of the utterance is surer"


def value(fate: Fate, lost_to: JsonValue = None, odds: dict[str, float] | None = None) -> ValueConsidered:
    return ValueConsidered("drink", "mocha", "mocker", 0, 6, 0.4, fate, lost_to, 0.7, odds)


def test_why_a_value_was_refused() -> None:
    assert value_refused(value("taken")) == ""
    assert value_refused(value("little_evidence")) == "below 0.50"
    assert value_refused(value("words_taken", "iced mocha")) == "iced mocha has its words"
    assert value_refused(value("words_taken", {"amount": 3})) == '{"amount": 3} has its words'
    assert value_refused(value("words_taken", "mocha")) == "found in other words"
    assert value_refused(value("given_up")) == "corrected, or another of its kind is surer"


def test_the_weightiest_evidence_comes_first() -> None:
    odds = {"size": 2.7, "misfit": -1.2, "ordinary": -0.01, "at_home": 4.1, "always": -3.7, "expected": 0.5}
    assert evidence(value("little_evidence", odds=odds)) == "at home here +4.1, long +2.7, unlike -1.2"
    assert evidence(value("taken")) == ""
