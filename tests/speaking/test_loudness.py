from __future__ import annotations

import math

import numpy as np
import pytest

from viva.audio.pcm import to_float
from viva.audio.resample import resample
from viva.speaking.engine import Voice
from viva.speaking.loudness import gated, hop_powers, loudness
from viva.speaking.registry import say


def sine(hertz: float, level_dbfs: float, seconds: float, rate: int = 16_000) -> np.ndarray:
    """`level_dbfs`: of its peaks."""
    t = np.arange(int(rate * seconds)) / rate
    return (10 ** (level_dbfs / 20) * np.sin(2 * np.pi * hertz * t)).astype(np.float32)


def by_the_book(samples: np.ndarray) -> float:
    """ITU-R BS.1770-4 at 48 kHz, sample by sample."""
    x = resample(samples, 16_000, 48_000).astype(float)
    shelf = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585))
    high_pass = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))
    for b, a in (shelf, high_pass):
        y = np.convolve(x, b)[: len(x)]
        one = two = 0.0
        for i in range(len(y)):
            now = y[i] - a[0] * one - a[1] * two
            y[i], one, two = now, now, one
        x = y
    block, step = 19_200, 4_800
    powers = np.array([np.mean(x[i : i + block] ** 2) for i in range(0, len(x) - block + 1, step)])
    levels = -0.691 + 10 * np.log10(powers)
    heard = powers[levels > -70]
    relative = -0.691 + 10 * math.log10(heard.mean()) - 10
    return float(-0.691 + 10 * np.log10(powers[levels > max(-70, relative)].mean()))


@pytest.mark.parametrize(("hertz", "weighed_db"), [(997, 0.0), (100, -1.8), (3000, 3.1)])
@pytest.mark.parametrize("rate", [8_000, 16_000, 48_000])
def test_tones_weigh_what_the_recommendation_says(hertz: float, weighed_db: float, rate: int) -> None:
    assert loudness(sine(hertz, -20, 2, rate), rate) == pytest.approx(-23 + weighed_db, abs=0.15)


def test_speech_is_as_loud_as_by_the_book() -> None:
    samples = to_float(say("We are open from eight to six, and on Saturdays until noon.", Voice("en-gb")).pcm)
    assert loudness(samples) == pytest.approx(by_the_book(samples), abs=0.1)


def test_pauses_do_not_count() -> None:
    tone = sine(997, -20, 2)
    paused = np.concatenate((tone, np.zeros(48_000, np.float32), tone))
    assert loudness(paused) == pytest.approx(-23, abs=0.5)


def test_what_is_short_is_softer_and_silence_is_nothing() -> None:
    assert loudness(sine(997, -20, 0.2)) == pytest.approx(-26, abs=0.1)
    assert loudness(np.zeros(16_000, np.float32)) is None
    assert loudness(np.zeros(0, np.float32)) is None
    assert gated(hop_powers(np.zeros(0, np.float32))) is None
