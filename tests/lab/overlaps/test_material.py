"""The set of `viva bench overlaps`: its parts are apart, its sounds are what they are said to be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viva.errors import VivaError
from viva.hearing.overlap.sound import NAMES, describe
from viva.hearing.overlap.words import is_backchannel
from viva.lab.measure.overlaps import rates
from viva.lab.overlaps.beginnings import beginnings
from viva.lab.overlaps.bumps import BUMPS
from viva.lab.overlaps.humming import RATE, glottis, hum, voice_of
from viva.lab.overlaps.material import Recordings, chance, far
from viva.lab.overlaps.phrases import ACCENTS, INTERRUPTING, LISTENING, LISTENING_FIRST, VOICES
from viva.lab.overlaps.scene import active_level
from viva.pronunciation.espeak_library import library
from viva.pronunciation.voices import find_voice

SEEDS = range(5)


def test_no_voice_is_in_two_parts_and_every_voice_exists() -> None:
    listed = [voice for voices in VOICES.values() for voice in voices]
    assert len(set(listed)) == len(listed)
    assert all(find_voice(library(), f"{accent}+{voice}") for accent in ACCENTS for voice in listed)


def test_phrases_are_what_they_are_said_to_be() -> None:
    assert all(is_backchannel(text) for text in LISTENING)
    texts = [*LISTENING_FIRST, *(text for part in INTERRUPTING.values() for text in part)]
    assert not [text for text in texts if is_backchannel(text)]


def test_judged_phrases_are_not_trained_on_but_for_short_commands() -> None:
    seen = {*INTERRUPTING["words"], *INTERRUPTING["train"]}
    assert all(len(text.split()) <= 2 for text in seen & set(INTERRUPTING["judged"]))


def test_beginnings_are_first_words_or_single_ones_but_no_listeners_and_none_left_out() -> None:
    asked = ["okay then what is it", "stop the music now please", "where is my wednesday parcel"]
    found = beginnings(asked, 200, chance("beginnings"), ["stop", "Wednesday"])
    assert len(found) == 200
    words = {word for text in asked for word in text.split()}
    for text in found:
        assert text in words or (len(text.split()) <= 4 and any(one.startswith(text) for one in asked))
    assert not {"okay", "okay then", "wednesday", "stop"} & set(found)


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
        sound = BUMPS[name](chance(f"{name} {seed}"))
        assert np.isfinite(sound).all() and np.abs(sound).max() > 0 and len(sound) < 6 * RATE
        assert np.array_equal(sound, BUMPS[name](chance(f"{name} {seed}")))


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


def test_rates_are_those_of_the_table() -> None:
    table = np.array([[90, 5, 5, 0], [10, 80, 0, 0], [0, 0, 50, 0], [0, 0, 0, 20]])
    assert rates(table) == (0.9, 0.9)
    assert rates(np.zeros((4, 4), np.int64)) == (0.0, 0.0)


def test_a_folder_without_recordings_is_named(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="barista/clean"):
        Recordings.read(tmp_path)


@pytest.mark.data
def test_judged_noise_is_not_trained_on(recordings: Path) -> None:
    found = Recordings.read(recordings)
    train, judged = found.room("train"), found.room("judged")
    assert len(train) + len(judged) == len(found.noise) and len(train) > len(judged) > 30 * RATE
