"""Made sounds are what they are said to be, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.hearing.overlap.sound import NAMES, describe
from viva.lab.sounds.bumps import BUMPS
from viva.lab.sounds.humming import RATE, glottis, hum, voice_of
from viva.lab.sounds.levels import active_level
from viva.lab.sounds.noise import FRAME, through_a_telephone, with_noise
from viva.lab.sounds.room import far

SEEDS = range(5)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hum_is_voiced_and_low(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sound = hum(glottis(rng), rng)
    found = dict(zip(NAMES, describe(sound, None), strict=True))
    assert np.isfinite(sound).all() and 0.1 < len(sound) / RATE < 0.8
    assert found["voiced"] > 0.5


def test_a_voice_is_taken_from_a_recording() -> None:
    rng = np.random.default_rng(0)
    phase = 2 * np.pi * 130 * np.arange(RATE // 2) / RATE
    vowel = np.sum([np.sin(k * phase) / k for k in range(1, 25)], axis=0).astype(np.float32)
    voice = voice_of(vowel + rng.normal(0, 0.01, len(vowel)).astype(np.float32), rng)
    assert voice is not None and voice.pitch_hz == pytest.approx(130, rel=0.03)
    assert voice_of(rng.normal(0, 0.1, RATE).astype(np.float32), rng) is None
    assert voice_of(np.zeros(RATE, np.float32), rng) is None


@pytest.mark.parametrize("name", list(BUMPS))
def test_bumps_are_sounds_and_the_same_for_the_same_seed(name: str) -> None:
    for seed in SEEDS:
        sound = BUMPS[name](np.random.default_rng(seed))
        assert np.isfinite(sound).all() and np.abs(sound).max() > 0 and len(sound) < 6 * RATE
        assert np.array_equal(sound, BUMPS[name](np.random.default_rng(seed)))


def test_far_away_the_treble_is_less() -> None:
    near = np.random.default_rng(0).normal(0, 0.1, RATE).astype(np.float32)
    away = far(near, np.random.default_rng(1))
    power = np.abs(np.fft.rfft(away)) ** 2
    hertz = np.fft.rfftfreq(len(away), 1 / RATE)
    assert power[hertz > 5000].mean() < 0.1 * power[hertz < 1000].mean()


def test_the_level_is_that_of_the_sound_and_not_of_the_silence_around() -> None:
    tone = 0.1 * np.sin(np.arange(RATE) / 3).astype(np.float32)
    assert active_level(np.pad(tone, RATE)) == pytest.approx(active_level(tone), abs=0.2)
    assert active_level(np.zeros(10, np.float32)) == -100


def loudest(samples: np.ndarray) -> float:
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return float((frames**2).sum(axis=1).max())


@given(st.integers(-5, 30), st.integers(0, 1000))
def test_noise_comes_at_its_level_and_the_mix_at_half_of_full_scale(db: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    speech = np.sin(np.arange(20 * FRAME) / 7).astype(np.float32) * 0.3
    noise = rng.normal(0, 0.05, 40 * FRAME).astype(np.float32)
    mixed = with_noise(speech, noise, db, np.random.default_rng(seed))
    assert np.abs(mixed).max() == pytest.approx(0.5, abs=1e-4)
    # What is left when the speech is taken out again is the noise, at the level.
    scale = float(mixed @ speech / (speech @ speech))
    left = mixed - scale * speech
    assert 10 * np.log10(loudest(scale * speech) / loudest(left)) == pytest.approx(db, abs=0.7)


def test_a_telephone_keeps_the_length_and_loses_the_treble() -> None:
    t = np.arange(16_000) / 16_000
    for hertz, kept in ((1000, True), (6000, False)):
        pcm = (8000 * np.sin(2 * np.pi * hertz * t)).astype("<i2").tobytes()
        out = np.frombuffer(through_a_telephone(pcm), "<i2").astype(float)
        assert abs(len(out) - 16_000) < 400
        assert (out.std() > 4000) == kept
