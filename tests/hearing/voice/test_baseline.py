from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.hearing.voice.baseline import SPREAD, Baseline
from viva.hearing.voice.evidence import Measure, Voice


def said(level: float = -25.0, pitch: float = 150.0, confidence: float = 1.0, **more: float) -> Voice:
    others = {name: Measure(value, confidence) for name, value in more.items()}
    return Voice(1000, level_db=Measure(level, confidence), pitch_hz=Measure(pitch, confidence), **others)


def after(*voices: Voice) -> Baseline:
    baseline = Baseline()
    for voice in voices:
        baseline = baseline.with_voice(voice)
    return baseline


def test_nothing_is_usual_before_the_first_turn() -> None:
    assert Baseline().level_db is None
    assert Baseline().z("level_db", said()) is None
    assert after(said(confidence=0.2)).z("level_db", said()) is None


def test_one_turn_gives_scores_but_no_infinities() -> None:
    baseline = after(said(-30))
    assert baseline.level_db == -30
    z = baseline.z("level_db", said(-20))
    assert z is not None and 1 < z < 4


def test_many_turns_make_the_callers_own_deviation_count() -> None:
    steady = after(*(said(-25 + 0.1 * (i % 2)) for i in range(40)))
    lively = after(*(said(-25 + 6 * (-1) ** i) for i in range(40)))
    loud = said(-19)
    assert steady.z("level_db", loud) > 3 * lively.z("level_db", loud)  # type: ignore[operator]


def test_one_outlier_moves_the_baseline_little() -> None:
    usual = [said(-25)] * 10
    assert after(*usual, said(0)).level_db == pytest.approx(-25, abs=1)


def test_pitch_is_compared_in_semitones() -> None:
    baseline = after(*[said(pitch=100)] * 5)
    up, down = baseline.z("pitch_hz", said(pitch=200)), baseline.z("pitch_hz", said(pitch=50))
    assert up == pytest.approx(-down)  # type: ignore[operator]


def test_a_baseline_is_a_value() -> None:
    before = after(said())
    before.with_voice(said(-10))
    assert before == after(said())


@given(st.lists(st.tuples(st.floats(-100, 0), st.floats(60, 500), st.floats(0, 1)), max_size=30))
def test_scores_are_finite(heard: list[tuple[float, float, float]]) -> None:
    baseline = after(*(said(level, pitch, confidence) for level, pitch, confidence in heard))
    for name in SPREAD:
        z = baseline.z(name, said(0, 500, rate=9.0))
        assert z is None or math.isfinite(z)
