from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hearing.voice.pulses import analysed, telephone, voice
from viva.hearing.voice.analyser import VoiceAnalyser
from viva.hearing.voice.frames import HOP, RATE, WINDOW

GLIDE = voice(np.geomspace(90, 220, RATE), 1.0)
NOISE = np.random.default_rng(1).normal(0, 0.01, RATE).astype(np.float32)
MIXED = np.concatenate((NOISE[:3000], GLIDE[:8000], NOISE[:4000], GLIDE[8000:14000]))


@pytest.mark.parametrize("pitch", [65, 80, 110, 150, 210, 300, 390, 480])
def test_the_pitch_of_a_vowel(pitch: int) -> None:
    frames = analysed(voice(pitch))
    assert frames.voiced.mean() > 0.95
    assert np.nanmax(np.abs(frames.pitch_hz / pitch - 1)) < 0.02


@pytest.mark.parametrize("pitch", [80, 110, 150, 210, 300, 390])
def test_the_pitch_where_a_telephone_took_the_fundamental(pitch: int) -> None:
    frames = analysed(telephone(voice(pitch)))
    found = frames.pitch_hz[frames.voiced]
    assert frames.voiced.mean() > 0.9
    assert (np.abs(found / pitch - 1) > 0.2).mean() <= 0.03


def test_a_glide_is_followed() -> None:
    frames = analysed(GLIDE)
    truth = 90 * (220 / 90) ** (frames.times_ms / 1000)
    assert np.nanmedian(np.abs(frames.pitch_hz / truth - 1)) < 0.01


@pytest.mark.parametrize("samples", [NOISE, np.zeros(RATE, np.float32)], ids=["noise", "silence"])
def test_what_is_no_voice_is_unvoiced(samples: np.ndarray) -> None:
    frames = analysed(samples)
    assert frames.voiced.mean() < 0.02
    assert np.median(frames.voicing) < 0.5
    assert np.isfinite(frames.level_db).all() and np.isfinite(frames.tilt_db).all()


def test_level_is_in_dbfs() -> None:
    sine = np.sin(2 * np.pi * 200 * np.arange(RATE) / RATE).astype(np.float32)
    assert np.median(analysed(sine).level_db) == pytest.approx(-3.01, abs=0.1)
    assert analysed(np.zeros(RATE, np.float32)).level_db.max() == -100


@given(st.lists(st.integers(0, 5000), max_size=12))
def test_blocks_of_any_length_give_the_same_frames(blocks: list[int]) -> None:
    whole, parts = analysed(MIXED), analysed(MIXED, blocks)
    assert len(whole) == (len(MIXED) - WINDOW) // HOP + 1
    for one in fields(whole):
        expected, got = getattr(whole, one.name), getattr(parts, one.name)
        np.testing.assert_allclose(got, expected, rtol=1e-3, atol=1e-3, err_msg=one.name)


def test_times_begin_where_the_analyser_is_started() -> None:
    analyser = VoiceAnalyser()
    analyser.start(500)
    frames = analyser.push(GLIDE)
    assert frames.times_ms[0] == 520
    assert len(frames.between(600, 700)) == 10
    marks = frames.between(600, 700).marks_ms
    assert len(marks) and marks.min() >= 600 and marks.max() < 700


def test_what_is_kept_is_bounded() -> None:
    analyser = VoiceAnalyser()
    for _ in range(20):
        analyser.push(NOISE)
    assert len(analyser._kept) < RATE // 5
