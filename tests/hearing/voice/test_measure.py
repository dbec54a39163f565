from __future__ import annotations

import numpy as np
import pytest

from tests.hearing.voice.pulses import analysed, shaped, telephone, voice
from viva.hearing.voice.evidence import Measure, Voice
from viva.hearing.voice.frames import RATE
from viva.hearing.voice.measure import measure


def of(found: Measure | None) -> float:
    assert found is not None
    assert 0 <= found.confidence <= 1
    return found.value


def test_pitch_range_and_slope_of_a_glide() -> None:
    found = measure(analysed(voice(np.geomspace(100, 200, RATE))))
    assert of(found.pitch_hz) == pytest.approx(141, rel=0.03)
    assert of(found.pitch_range_st) == pytest.approx(9.6, abs=0.6)
    assert of(found.pitch_slope_st_s) == pytest.approx(12, abs=1)
    assert of(found.final_pitch_st) == pytest.approx(5.6, abs=0.6)


def test_a_falling_end_slopes_down() -> None:
    assert of(measure(analysed(voice(np.geomspace(180, 120, RATE)))).pitch_slope_st_s) < -5


def syllables(durations_ms: list[int]) -> np.ndarray:
    """Vowels with short dips between them."""
    parts = []
    for duration in durations_ms:
        vowel = voice(150, duration / 1000)
        parts.append(vowel * np.sin(np.linspace(0.15, np.pi - 0.15, len(vowel))).astype(np.float32))
    return np.concatenate(parts)


def test_rate_counts_syllables() -> None:
    found = measure(analysed(syllables([200] * 8)))
    assert of(found.rate) == pytest.approx(5, abs=0.3)
    assert of(found.final_lengthening) == pytest.approx(1, abs=0.25)


def test_a_long_last_syllable() -> None:
    assert of(measure(analysed(syllables([180] * 4 + [420]))).final_lengthening) > 1.7


def test_a_voice_that_fades_out() -> None:
    steady, fading = voice(140), voice(140) * np.linspace(1, 0.05, RATE).astype(np.float32)
    assert of(measure(analysed(steady)).final_level_db) == pytest.approx(0, abs=1)
    assert of(measure(analysed(fading)).final_level_db) < -8


@pytest.mark.parametrize("spread", [0.0, 0.01, 0.03])
def test_jitter_is_that_of_the_pulses(spread: float) -> None:
    lengths = RATE / 125 * (1 + spread * np.random.default_rng(2).uniform(-1, 1, 240))
    expected = np.abs(np.diff(lengths)).mean() / lengths.mean()
    assert of(measure(analysed(shaped(np.cumsum(lengths), 2 * RATE))).jitter) == pytest.approx(
        expected, abs=0.003
    )


def test_breath_lowers_harmonicity() -> None:
    clear = voice(150)
    hiss = np.random.default_rng(3).normal(0, 0.03, RATE).astype(np.float32)
    assert of(measure(analysed(clear)).harmonics_db) > of(measure(analysed(clear + hiss)).harmonics_db) + 5


def test_periods_are_trusted_less_on_a_telephone() -> None:
    clear, narrow = measure(analysed(voice(120))).jitter, measure(analysed(telephone(voice(120)))).jitter
    assert clear and narrow and narrow.confidence < 0.5 < clear.confidence


def test_a_bright_voice() -> None:
    dark = measure(analysed(voice(150)))
    bright = measure(analysed(np.diff(voice(150), prepend=np.float32(0))))
    assert of(bright.tilt_db) > of(dark.tilt_db) + 3
    assert of(bright.high_db) > of(dark.high_db) + 3


@pytest.mark.parametrize("seconds", [0.0, 0.03, 0.06, 0.1, 0.2])
@pytest.mark.parametrize("loud", [0.0, 0.3])
def test_short_and_silent_units_have_what_can_be_measured(seconds: float, loud: float) -> None:
    found = measure(analysed(voice(150, seconds + 0.01, 1.0)[: int(seconds * RATE)] * np.float32(loud)))
    assert isinstance(found, Voice)
    if not loud:
        assert found.pitch_hz is None and found.rate is None
