from __future__ import annotations

import numpy as np

from viva.hearing.voice.path import LOOK_AHEAD, UNVOICED, PitchPath, unvoiced_strength
from viva.hearing.voice.pitch import MAX_CANDIDATES, Candidates


def given(*frames: dict[float, float]) -> tuple[Candidates, np.ndarray]:
    """Frames as pitch -> strength."""
    pitch = np.full((len(frames), MAX_CANDIDATES), 100, np.float32)
    strength = np.full((len(frames), MAX_CANDIDATES), -np.inf, np.float32)
    for row, frame in enumerate(frames):
        for column, (hertz, height) in enumerate(frame.items()):
            pitch[row, column], strength[row, column] = hertz, height
    return Candidates(pitch, np.maximum(strength, 0), strength), np.full(len(frames), 0.22, np.float32)


def decided(*frames: dict[float, float]) -> list[float | None]:
    found, unvoiced = given(*frames)
    path = PitchPath()
    choices = path.push(found, unvoiced) + path.flush()
    return [None if c == UNVOICED else float(found.pitch_hz[i, c]) for i, c in enumerate(choices)]


def test_a_short_octave_error_is_mended() -> None:
    steady, wrong = {100: 0.8, 50: 0.7}, {100: 0.6, 50: 0.8}
    assert decided(*[steady] * 4, *[wrong] * 2, *[steady] * 4) == [100] * 10


def test_an_octave_that_lasts_is_believed() -> None:
    assert decided(*[{200: 0.9, 100: 0.5}] * 8, *[{200: 0.3, 100: 0.9}] * 12) == [200] * 8 + [100] * 12


def test_one_strong_frame_in_noise_is_no_voice() -> None:
    noise = {130: 0.05}
    assert decided(*[noise] * 4, {130: 0.3}, *[noise] * 4) == [None] * 9


def test_a_frame_is_decided_when_five_more_are_seen() -> None:
    found, unvoiced = given(*[{100: 0.9}] * (LOOK_AHEAD + 3))
    path = PitchPath()
    assert path.push(found, unvoiced) == [0] * 3
    assert path.flush() == [0] * LOOK_AHEAD
    assert path.flush() == []


def test_what_is_soft_is_hardly_voiced() -> None:
    loud, soft = unvoiced_strength(np.array([0.5, 0.005], np.float32))
    assert loud < 0.3 and soft > 1
