"""Sayings of a bot: audio with its words, the same for the same seed and number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viva.dialogue.load import load_bot
from viva.lab.simulate.errors.hearing import heard
from viva.lab.simulate.errors.sayings import CONDITIONS, Sayings

BOT = load_bot(Path(__file__).parents[4] / "bots" / "barista")
NOISE = np.random.default_rng(0).normal(0, 0.1, 16_000 * 40).astype(np.float32)


def test_a_saying_does_not_depend_on_those_before_it() -> None:
    alone, after = Sayings(BOT, NOISE, 5), Sayings(BOT, NOISE, 5)
    listed = list(after.each(4))
    assert alone.at(3) == listed[3]
    assert Sayings(BOT, NOISE, 6).at(3) != listed[3]


def test_there_are_all_kinds() -> None:
    listed = list(Sayings(BOT, NOISE, 1).each(120))
    assert {one.noise for one in listed} == set(CONDITIONS)
    assert any(not one.truth for one in listed)
    assert any(not one.whole for one in listed)
    assert {one.expects.kind for one in listed} == {"open", "choice", "yes_no"}
    broken = [one for one in listed if not one.whole]
    assert all(len(one.pcm) > 32 * 320 for one in broken)


@pytest.mark.models
def test_rows_say_what_was_heard() -> None:
    rows = list(heard(BOT, NOISE, 6, 1))
    assert {"id", "truth", "whole", "noise", "speaker", "nbest"} <= set(rows[0])
    assert all(set(one) == {"text", "score", "words"} for row in rows for one in row["nbest"])
