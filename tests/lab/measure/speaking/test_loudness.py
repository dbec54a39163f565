"""Loudness against the figures of ITU-R BS.1770 and EBU Tech 3341."""

from __future__ import annotations

import numpy as np
import pytest

from viva.lab.measure.speaking.loudness import RATE, loudness_lufs


def sine(hz: float, dbfs: float, seconds: float = 4.0) -> np.ndarray:
    """`dbfs`: of the peak."""
    t = np.arange(round(seconds * RATE)) / RATE
    return (10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * t)).astype(np.float32)


def test_the_recommendations_own_example() -> None:
    assert loudness_lufs(sine(997, 0)) == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize(("hz", "more_db"), [(100, -1.8), (2000, 2.4), (4000, 3.3)])
def test_the_weighting(hz: float, more_db: float) -> None:
    """As the published coefficients weigh these against 997 Hz."""
    got = loudness_lufs(sine(hz, -20))
    reference = loudness_lufs(sine(997, -20))
    assert got is not None and reference is not None
    assert got - reference == pytest.approx(more_db, abs=0.3)


def test_pauses_and_faint_noise_do_not_count() -> None:
    """EBU Tech 3341, case 3: what lies far below the rest is gated out."""
    speech = sine(1000, -23, 20)
    quiet = sine(1000, -40, 10)
    whole = np.concatenate([quiet, speech, quiet])
    assert loudness_lufs(whole) == pytest.approx(loudness_lufs(speech), abs=0.1)
    silence = np.zeros(5 * RATE, np.float32)
    assert loudness_lufs(np.concatenate([speech, silence])) == pytest.approx(loudness_lufs(speech), abs=0.1)


def test_silence_and_very_short_sounds() -> None:
    assert loudness_lufs(np.zeros(RATE, np.float32)) is None
    assert loudness_lufs(np.zeros(0, np.float32)) is None
    assert loudness_lufs(sine(997, -20, 0.2)) == pytest.approx(-23.0, abs=0.2)
