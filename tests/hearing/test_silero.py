"""Voice activity in one batch: callers do not disturb each other, speech is told from noise."""

from __future__ import annotations

import numpy as np
import pytest

from tests.hearing.conftest import need, spoken
from viva.audio.pcm import to_float
from viva.hearing.silero import WINDOW, SileroVad

pytestmark = pytest.mark.models


@pytest.fixture
def vad() -> SileroVad:
    need("silero-vad")
    return SileroVad()


def windows_of(samples: np.ndarray) -> np.ndarray:
    return samples[: len(samples) // WINDOW * WINDOW].reshape(-1, WINDOW).astype(np.float32)


def alone(vad: SileroVad, windows: np.ndarray) -> np.ndarray:
    stream = vad.open()
    found = [float(vad.probabilities([stream], window[None])[0]) for window in windows]
    vad.close(stream)
    return np.array(found)


def speech() -> np.ndarray:
    return windows_of(to_float(spoken("I would like to see the doctor on Thursday afternoon.").pcm))


def test_speech_is_speech_and_noise_is_not(vad: SileroVad) -> None:
    assert np.mean(alone(vad, speech()) > 0.5) > 0.7
    noise = np.random.default_rng(0).normal(0, 0.01, 32000)
    assert np.max(alone(vad, windows_of(noise))[3:]) < 0.5
    assert np.max(alone(vad, np.zeros((30, WINDOW), np.float32))) < 0.2


def test_a_batch_gives_each_caller_what_it_gets_alone(vad: SileroVad) -> None:
    voice = speech()
    noise = windows_of(np.random.default_rng(1).normal(0, 0.05, voice.size))
    expected = alone(vad, voice), alone(vad, noise)
    streams = [vad.open() for _ in range(20)]  # more than the state first holds
    found: list[list[float]] = [[], []]
    for i, pair in enumerate(zip(voice, noise, strict=True)):
        both = [streams[3], streams[18]]
        order = both if i % 2 else both[::-1]  # the place in the batch changes
        answer = vad.probabilities(order, np.stack(pair if i % 2 else pair[::-1]))
        for stream, probability in zip(order, answer, strict=True):
            found[both.index(stream)].append(float(probability))
        vad.probabilities([streams[0]], noise[i][None])
    assert np.allclose(found, expected, atol=1e-3)


def test_a_number_that_is_used_again_remembers_nothing(vad: SileroVad) -> None:
    voice = speech()
    first = alone(vad, voice)
    assert np.allclose(alone(vad, voice), first, atol=1e-5)


def test_wrong_use(vad: SileroVad) -> None:
    stream = vad.open()
    vad.close(stream)
    with pytest.raises(ValueError, match=f"stream {stream} is not open"):
        vad.close(stream)
    assert len(vad.probabilities([], np.zeros((0, WINDOW), np.float32))) == 0
