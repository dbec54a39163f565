from __future__ import annotations

import pytest

from viva.hearing.voice.baseline import Baseline
from viva.hearing.voice.evidence import Emotion, Measure, Voice
from viva.hearing.voice.joined import joined
from viva.hearing.voice.manner import FARTHEST, arousal, manner


def said(level: float = -25, pitch: float = 150, high: float = -6, duration_ms: int = 1000, **more) -> Voice:
    cues = {"level_db": level, "pitch_hz": pitch, "high_db": high}
    return Voice(duration_ms, **{name: Measure(value, 1.0) for name, value in cues.items()}, **more)


def usual(turns: int = 6) -> Baseline:
    baseline = Baseline()
    for i in range(turns):
        baseline = baseline.with_voice(said(-25 + i % 3, 150 + 5 * (i % 2), -6 + i % 2))
    return baseline


def test_the_first_turn_has_no_arousal() -> None:
    first = manner([said()], [], Baseline())
    assert first is not None and first.arousal is None and first.pitch is None


def test_louder_higher_and_brighter_is_aroused() -> None:
    excited = arousal(said(-12, 240, 2), usual())
    calm = arousal(said(), usual())
    assert excited and calm
    assert excited.value > 2 > 1 > abs(calm.value)
    assert excited.value <= FARTHEST
    low = arousal(said(-37, 110, -14), usual())
    assert low and low.value < -2


def test_one_cue_alone_is_not_arousal() -> None:
    louder = arousal(said(-12), usual())
    assert louder and louder.value < 1.5
    only_level = Voice(1000, level_db=Measure(-12, 1.0))
    assert arousal(only_level, usual()) is None


def test_arousal_is_surer_the_longer_the_caller_is_known() -> None:
    after_one, after_many = arousal(said(), usual(1)), arousal(said(), usual(8))
    assert after_one and after_many and after_one.confidence < 0.5 < after_many.confidence


def test_a_turn_joins_its_units() -> None:
    start = said(-20, 120, duration_ms=3000, final_level_db=Measure(-1, 1), emotion=Emotion("calm", 0.9))
    end = said(-30, 180, duration_ms=1000, final_level_db=Measure(-9, 1), emotion=Emotion("angry", 0.9))
    whole = joined([start, end])
    assert whole is not None and whole.duration_ms == 4000
    assert whole.level_db and whole.level_db.value == pytest.approx(-22.5)
    assert whole.final_level_db and whole.final_level_db.value == -9
    assert whole.emotion and whole.emotion.label == "calm"
    assert joined([]) is None and manner([], [], Baseline()) is None


def test_pauses_are_kept() -> None:
    found = manner([said(), said()], [400], usual())
    assert found is not None and found.pauses_ms == (400,)
