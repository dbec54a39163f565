"""The measures of asked against produced, on audio whose rate, pitch and level are known."""

from __future__ import annotations

import numpy as np
import pytest

from viva.lab.measure.speaking.produced import Deviation, measure, pitch, speech_s, table

RATE = 16_000


def buzz(hz: float, seconds: float) -> np.ndarray:
    t = np.arange(round(RATE * seconds)) / RATE
    return sum(np.sin(2 * np.pi * hz * k * t) / k for k in range(1, 12)).astype(np.float32) * np.float32(0.1)


def test_duration_and_pitch_of_what_is_known() -> None:
    silence = np.zeros(RATE // 2, np.float32)
    sound = np.concatenate((silence, buzz(120, 1.3), silence))
    assert speech_s(sound) == pytest.approx(1.3, abs=0.02)
    assert pitch(buzz(160, 1)) - pitch(buzz(120, 1)) == pytest.approx(12 * np.log2(160 / 120), abs=0.1)


def test_a_table_tells_the_worst_and_what_is_outside() -> None:
    shown = table(
        [
            Deviation("en-gb", "rate", 0.8, -0.5, "Yes."),
            Deviation("en-gb", "rate", 0.9, 4.0, "No."),
            Deviation("en-gb", "pitch", 2, 0.1, "Yes."),
        ]
    )
    rate, pitches = shown.splitlines()[1:]
    assert rate.split()[:6] == ["en-gb", "rate", "2.25", "%", "+4.00", "%"]
    assert "1 of 2; the worst asked for +0.9: No." in rate
    assert "0 of 1" in pitches


def test_a_voice_does_what_is_asked() -> None:
    found = measure(["hi"])
    assert max(abs(one.off) for one in found if one.kind == "rate") < 3
    assert max(abs(one.off) for one in found if one.kind == "pitch") < 0.5
