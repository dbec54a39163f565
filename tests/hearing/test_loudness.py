"""Silence is not recognized, silence around speech is cut off, long speech is cut where it is quiet."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from viva.hearing.loudness import MARGIN, RATE, speech_segments


def noise(seconds: float, level: float = 0.1) -> np.ndarray:
    return np.random.default_rng(0).normal(0, level, int(seconds * RATE)).astype(np.float32)


def test_silence_has_no_segments() -> None:
    assert speech_segments(np.zeros(RATE, np.float32), 20) == []
    assert speech_segments(noise(1, 0.0003), 20) == []
    assert speech_segments(np.zeros(0, np.float32), 20) == []
    assert speech_segments(np.zeros(100, np.float32), 20) == []


def test_silence_around_speech_is_left_out_but_for_a_margin() -> None:
    quiet = np.zeros(2 * RATE, np.float32)
    ((start, stop),) = speech_segments(np.concatenate((quiet, noise(1), quiet)), 20)
    assert (start, stop) == (2 * RATE - MARGIN, 3 * RATE + MARGIN)


def test_a_click_is_not_what_speech_is_measured_by() -> None:
    audio = np.concatenate((noise(1, 0.01), np.zeros(RATE, np.float32)))
    audio[-RATE // 2] = 1.0
    ((start, stop),) = speech_segments(audio, 20)
    assert start == 0 and stop >= RATE


def test_long_speech_is_cut_in_a_pause() -> None:
    audio = noise(30)
    audio[15 * RATE : 15 * RATE + RATE // 2] *= 0.001
    (first, second) = speech_segments(audio, 20)
    assert first[1] == second[0]
    assert 15 * RATE <= first[1] <= 15.5 * RATE


@given(st.floats(0.1, 70), st.floats(1, 20))
def test_segments_are_in_order_and_never_too_long(seconds: float, longest: float) -> None:
    segments = speech_segments(noise(seconds), longest)
    assert all(0 < b - a <= longest * RATE for a, b in segments)
    assert [a for a, _ in segments[1:]] == [b for _, b in segments[:-1]]
