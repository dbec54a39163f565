"""Reading the public sets, drawing examples from them, and choosing an operating point."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viva.errors import VivaError
from viva.lab.calls.rows import OUTSIDE
from viva.lab.evaluate.intents import Guess
from viva.lab.measure.few_examples import draw
from viva.lab.measure.intent_sets import IntentSet, banking77, clinc150
from viva.lab.measure.intents import Outcome, operating_point
from viva.understanding.costs import Costs

PAIRS = tuple((f"text {at}", "a" if at % 3 else "b") for at in range(12))


def test_first_and_drawn_examples() -> None:
    found = IntentSet("toy", PAIRS, ())
    assert found.intents == ("b", "a")
    assert found.first(1) == (("text 0", "b"), ("text 1", "a"))
    drawn = draw(found, 3, seed=1)
    assert [intent for _, intent in drawn] == ["b"] * 3 + ["a"] * 3 and set(drawn) <= set(PAIRS)
    assert drawn == draw(found, 3, seed=1) and drawn != draw(found, 3, seed=2)
    assert len(draw(found, 50, seed=1)) == len(PAIRS)


def test_the_operating_point_keeps_what_was_asked_for_and_a_standard_error() -> None:
    guesses = [Guess("a", confidence) for confidence in np.linspace(0.01, 1, 100)]
    inside = Outcome((("text", "a"),) * 100, guesses)
    # A standard error of 0.5 over 100 utterances is 0.05; wrong 2 refuses half, wrong 1.5 a third.
    assert operating_point(inside, 0.5).wrong == 1.5
    often_wrong = Outcome((("text", "b"),) * 60 + (("text", "a"),) * 40, guesses)
    assert operating_point(often_wrong, 0.5) == Costs(1.0) and Costs(1.0).threshold("") == 0


def test_what_is_refused_is_outside_and_is_told_row_by_row() -> None:
    told = Outcome((("x", "a"), ("y", OUTSIDE)), [Guess("a", 0.9), Guess("a", 0.3)])
    assert told.right.tolist() == [True, False]
    refusing = told.refusing(0.5)
    assert refusing.right.tolist() == [True, True] and refusing.refused.tolist() == [False, True]
    assert [row["hypothesis"] for row in refusing.rows("toy")] == ["a", OUTSIDE]


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match=r"banking77.train\.csv cannot be read"):
        banking77(tmp_path)


@pytest.mark.data
def test_the_sets_are_whole(recordings: Path) -> None:
    bank, clinc = banking77(recordings / "intents"), clinc150(recordings / "intents")
    assert (len(bank.intents), len(bank.train), len(bank.test)) == (77, 10_003, 3_080)
    assert (len(clinc.intents), len(clinc.train), len(clinc.outside_test)) == (150, 15_000, 1_000)
