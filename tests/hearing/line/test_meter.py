"""What is told of a line: levels, conditions, and how seldom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hearing.line.sounds import RATE, Floats, noise, syllables, tone, windows
from viva.hearing.line.evidence import Line
from viva.hearing.line.levels import clipped_share
from viva.hearing.line.meter import LineMeter


def lines(samples: Floats, speech: list[float], **how: bool) -> list[tuple[int, Line]]:
    meter, told = LineMeter(**how), []
    for k, (window, probability) in enumerate(zip(windows(samples), speech, strict=False)):
        meter.hear(window)
        line = meter.judge(probability)
        if line is not None:
            told.append((k, line))
    return told


def names(told: list[tuple[int, Line]]) -> set[str]:
    return {one.name for _, line in told for one in line.conditions}


def talk(seconds: float, speech_db: float, noise_db: float) -> tuple[Floats, list[float]]:
    """Two seconds of speech, two without, and so on."""
    samples = noise(seconds, noise_db)
    spoken = [k * 32 % 4000 < 2000 for k in range(int(seconds * RATE) // 512)]
    voice = syllables(seconds, seed=5, level_db=speech_db)
    for k, on in enumerate(spoken):
        if on:
            samples[k * 512 : (k + 1) * 512] += voice[k * 512 : (k + 1) * 512]
    return samples, [0.95 if on else 0.02 for on in spoken]


def test_levels_are_measured() -> None:
    told = lines(*talk(16, -24, -60))
    line = told[-1][1]
    assert line.noise_db is not None and abs(line.noise_db.value + 60) < 1.5
    assert line.speech_db is not None and abs(line.speech_db.value + 24) < 6
    assert line.snr_db is not None and line.snr_db.value > 28
    assert line.snr_db.confidence >= 0.5
    assert names(told) == set()


def test_noise_is_told_once_and_not_again() -> None:
    told = lines(*talk(20, -24, -30))
    assert names(told) == {"noise"}
    assert len(told) <= 6


@pytest.mark.parametrize(("level", "wanted"), [(-48, {"volume"}), (-23, set()), (-1, {"volume"})])
def test_a_caller_too_soft_or_too_loud(level: float, wanted: set[str]) -> None:
    samples, speech = talk(12, level, -75)
    assert names(lines(np.clip(samples, -1, 1), speech)) == wanted


def test_a_cut_off_top_is_clipping() -> None:
    assert clipped_share(np.clip(5 * tone(0.032, 300), -0.5, 0.5)) > 0.1
    assert clipped_share(np.clip(30 * tone(0.032, 300), -1, 1)) > 0.3
    assert clipped_share(tone(0.032, 300, level_db=-3)) < 0.01


def test_a_dead_microphone_is_told_after_three_seconds_and_its_end_too() -> None:
    samples = np.concatenate((np.zeros(5 * RATE, np.float32), noise(3, -50)))
    told = lines(samples, [0.0] * 400)
    silent = [(k, line.has("silent")) for k, line in told]
    begins = next(k for k, found in silent if found)
    assert 3000 <= begins * 32 <= 3600
    assert not silent[-1][1]


def test_music_is_hold_and_noise_is_not() -> None:
    t = np.arange(10 * RATE) / RATE
    beat = np.exp(-(t % 0.5) * 3).astype(np.float32)
    music = tone(10, 220, 277, 330, 440, 554, 660) * beat + noise(10, -60)
    assert names(lines(music, [0.05] * 400)) == {"hold"}
    assert names(lines(noise(10, -25), [0.05] * 400)) == {"noise"}


def test_somebody_softer_in_the_background() -> None:
    caller, _ = talk(6, -23, -65)
    other = syllables(8, seed=6, level_db=-44) + noise(8, -65)
    speech = [0.95] * 63 + [0.02] * 62 + [0.95] * 63 + [0.9] * 250
    assert names(lines(np.concatenate((caller, other)), speech)) == {"background_speech"}


def test_the_bot_is_not_measured_as_noise() -> None:
    meter = LineMeter()
    for window in windows(noise(6, -25)):
        meter.hear(window)
        assert meter.judge(0.05, bot_audible=True) is None
    assert meter.line == Line()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 3200), min_size=1, max_size=60))
def test_the_size_of_the_blocks_changes_nothing(sizes: list[int]) -> None:
    samples, speech = talk(6, -20, -40)
    expected = lines(samples, speech)
    meter, told, at, k = LineMeter(), [], 0, 0
    while at < len(samples):
        size = sizes[k % len(sizes)]
        meter.hear(samples[at : at + size])
        at, k = at + size, k + 1
    for j, probability in enumerate(speech):
        line = meter.judge(probability)
        if line is not None:
            told.append((j, line))
    assert told == expected


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(width=32), st.integers(0, 700), st.floats(0, 1), st.booleans()), max_size=80
    ),
    st.booleans(),
)
def test_any_sound_is_borne(blocks: list[tuple[float, int, float, bool]], outbound: bool) -> None:
    meter = LineMeter(outbound=outbound)
    for value, size, speech, bot in blocks:
        meter.hear(np.full(size, value, np.float32))
        line = meter.judge(speech, bot_audible=bot)
        assert line is None or all(0 <= one.confidence <= 1 for one in line.conditions)


def test_flows_see_every_condition_by_its_name() -> None:
    seen = lines(np.zeros(5 * RATE, np.float32), [0.0] * 400)[-1][1].for_flows()
    assert seen["silent"] is True
    assert seen["hold"] is False
    assert seen["snr_db"] is None
