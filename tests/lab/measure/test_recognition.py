"""The benchmark of hearing: noise at the level that is asked for, and honest counting."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from viva.cli.app import viva
from viva.lab.measure.noise import FRAME, through_a_telephone, with_noise
from viva.lab.measure.recognition import Order, accepted, digit_words
from viva.understanding.reading import Entity, Intent, Reading

ROOT = Path(__file__).resolve().parents[3]
ORDER = Order("a.flac", b"", "orderDrink", {"coffeeDrink": "mocha", "size": "large"})


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


def reading(intent: str, **values: str) -> Reading:
    entities = tuple(Entity(name, value, value, 0, 1, 0, 1.0) for name, value in values.items())
    return Reading("", (Intent(intent, 1.0),), entities, 1.0)


def test_an_order_is_accepted_with_every_labelled_value() -> None:
    assert accepted(reading("orderDrink", coffeeDrink="mocha", size="large"), ORDER) == (True, True)
    assert accepted(reading("orderDrink", coffeeDrink="mocha", size="large", milk="x"), ORDER) == (
        True,
        False,
    )
    assert accepted(reading("orderDrink", coffeeDrink="mocha"), ORDER) == (False, False)
    assert accepted(reading("orderDrink", coffeeDrink="mocha", size="small"), ORDER) == (False, False)
    assert accepted(reading("thanks", coffeeDrink="mocha", size="large"), ORDER) == (False, False)


def test_digits_are_words_however_they_are_written() -> None:
    assert digit_words("Four, 52 - oh 9.") == ["four", "five", "two", "zero", "nine"]


def test_a_folder_without_recordings_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        viva, ["bench", "recognition", str(ROOT / "bots/barista"), "--data", str(tmp_path)]
    )
    assert result.exit_code != 0
    assert "labels.json and the folder clean with recordings were expected" in result.output
