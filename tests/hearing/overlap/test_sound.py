"""What a sound is like, on sounds whose nature is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.hearing.overlap.sound import NAMES, RATE, describe

Floats = np.ndarray[Any, np.dtype[np.float32]]


def values(samples: Floats, usual_level_db: float | None = None) -> dict[str, float]:
    return dict(zip(NAMES, map(float, describe(samples, usual_level_db)), strict=True))


def placed(sound: Floats, before_s: float = 0.1, after_s: float = 0.0) -> Floats:
    """In a quiet room."""
    pads = (round(before_s * RATE), round(after_s * RATE))
    room = np.random.default_rng(0).normal(0, 1e-4, len(sound) + sum(pads))
    return (np.pad(sound, pads) + room).astype(np.float32)


def buzz(seconds: float, hertz: float, end_hertz: float | None = None) -> Floats:
    """Harmonics up to 3 kHz of a pitch that glides."""
    glide = np.linspace(hertz, end_hertz or hertz, round(seconds * RATE))
    phase = 2 * np.pi * np.cumsum(glide) / RATE
    return np.sum([0.03 * np.sin(k * phase) for k in range(1, int(3000 / hertz))], axis=0).astype(np.float32)


def hiss(seconds: float) -> Floats:
    return np.random.default_rng(1).normal(0, 0.1, round(seconds * RATE)).astype(np.float32)


def test_a_buzz_is_voiced_and_a_hiss_is_not() -> None:
    voiced, noise = values(placed(buzz(0.3, 140))), values(placed(hiss(0.3)))
    assert voiced["voiced"] > 0.9 and voiced["voiced_s"] == pytest.approx(0.3, abs=0.06)
    assert noise["voiced"] < 0.1 and noise["flatness"] > voiced["flatness"]


@pytest.mark.parametrize(("end", "sign"), [(180, 1), (110, -1)])
def test_the_slope_is_that_of_the_pitch(end: float, sign: int) -> None:
    slope = values(placed(buzz(0.3, 140, end)))["pitch_slope"]
    assert slope * sign == pytest.approx(12 * abs(np.log2(end / 140)) / 3, rel=0.35)


def test_how_long_it_sounds_and_how_long_it_has_ended() -> None:
    found = values(placed(buzz(0.2, 140), 0.1, 0.2))
    assert found["sounding_s"] == pytest.approx(0.2, abs=0.05)
    assert found["ended_s"] == pytest.approx(0.2, abs=0.05)
    assert values(placed(buzz(0.2, 140)))["ended_s"] < 0.03


def test_nuclei_are_counted() -> None:
    gap = np.zeros(RATE // 12, np.float32)
    for count in (1, 2, 3):
        parts = [buzz(0.1, 140), gap] * count
        assert values(placed(np.concatenate(parts)))["nuclei"] == count


def test_level_is_against_the_usual_one() -> None:
    sound = placed(buzz(0.3, 140))
    level = 10 * np.log10(np.mean(buzz(0.3, 140) ** 2))
    assert values(sound, level)["level"] == pytest.approx(0, abs=0.15)
    assert values(sound, level + 12)["level"] == pytest.approx(-1.2, abs=0.15)
    assert (values(sound)["level"], values(sound)["level_known"]) == (0, 0)


def test_a_click_rises_faster_than_a_swell() -> None:
    swell = (hiss(0.3) * np.hanning(RATE * 3 // 10)).astype(np.float32)
    assert values(placed(hiss(0.05)))["attack"] > values(placed(swell))["attack"] + 1


@given(
    st.integers(0, RATE),
    st.sampled_from(["zeros", "ones", "clipped", "nan", "huge", "hiss", "impulse"]),
    st.one_of(st.none(), st.floats(-100, 0)),
)
def test_whatever_the_samples_are_all_values_are_finite(length: int, kind: str, usual: float | None) -> None:
    samples = {
        "zeros": np.zeros(length),
        "ones": np.ones(length),
        "clipped": np.sign(np.sin(np.arange(length))),
        "nan": np.full(length, np.nan),
        "huge": np.full(length, 1e30),
        "hiss": np.random.default_rng(length).normal(0, 0.1, length),
        "impulse": np.eye(1, length, length // 2)[0] if length else np.zeros(0),
    }[kind]
    assert np.isfinite(describe(samples.astype(np.float32), usual)).all()
