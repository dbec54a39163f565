"""Noise around speech is left out, and no speech with it."""

from __future__ import annotations

import numpy as np
import pytest

from viva.hearing.trim import spoken_part

RATE, WINDOW = 16_000, 512


class Loud:
    """Takes loud windows for speech; counts what it is asked."""

    window = WINDOW

    def __init__(self) -> None:
        self.asked = 0
        self.streams: set[int] = set()

    def open(self) -> int:
        self.streams.add(len(self.streams))
        return len(self.streams) - 1

    def close(self, stream: int) -> None:
        self.streams.remove(stream)

    def probabilities(self, streams: list[int], windows: np.ndarray) -> np.ndarray:
        self.asked += 1
        return (np.abs(windows).mean(axis=1) > 0.1).astype(np.float32)


def audio(*parts: tuple[float, float]) -> np.ndarray:
    """(seconds, level) one after the other."""
    return np.concatenate([np.full(round(s * RATE), level, np.float32) for s, level in parts])


@pytest.mark.parametrize("before", [0.0, 0.2, 1.3, 5.0])
@pytest.mark.parametrize("after", [0.0, 0.4, 2.5, 6.0])
@pytest.mark.parametrize("speech", [((0.3, 0.5),), ((1.0, 0.5), (0.7, 0.01), (0.5, 0.5)), ((4.1, 0.5),)])
def test_speech_is_kept_with_its_margin(
    before: float, after: float, speech: tuple[tuple[float, float], ...]
) -> None:
    samples = audio((before, 0.01), *speech, (after, 0.01))
    voice, margin = Loud(), RATE // 4
    first, last = spoken_part(samples, voice, RATE, margin)
    begin, end = before * RATE, before * RATE + sum(s for s, _ in speech) * RATE
    assert max(0, begin - margin - WINDOW) <= first <= max(0, begin - margin + WINDOW)
    assert min(len(samples), end + margin - WINDOW) <= last <= min(len(samples), end + margin + WINDOW)
    assert not voice.streams


def test_audio_without_speech_is_kept_whole() -> None:
    samples = audio((2.0, 0.01))
    assert spoken_part(samples, Loud(), RATE, 4000) == (0, len(samples))
    assert spoken_part(np.zeros(0, np.float32), Loud(), RATE, 4000) == (0, 0)


def test_what_lies_inside_is_not_looked_through() -> None:
    voice = Loud()
    spoken_part(audio((0.1, 0.01), (20.0, 0.5), (0.1, 0.01)), voice, RATE, 4000)
    assert voice.asked < 50
