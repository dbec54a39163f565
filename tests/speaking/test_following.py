"""What an engine does not follow is done to its audio: the voice's rate and pitch, and those of the words."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest

from viva.hearing.voice.analyser import VoiceAnalyser
from viva.speaking.engine import Chunk, Feature, Voice
from viva.speaking.following import Follower
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.script import Piece

HUM_HZ = 150.0
CHUNK_S = 0.06


class Hum:
    """An engine that follows what it is told it does, which its audio need not show."""

    identity = "hum"

    def __init__(self, hz: int = 22_050, *does: Feature) -> None:
        self.rate = hz
        self.does = frozenset(does)

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        seconds = np.arange(2 * self.rate) / self.rate
        tones = [np.sin(2 * np.pi * HUM_HZ * n * seconds) / n for n in range(1, 12)]
        samples = np.asarray(0.2 * np.sum(tones, axis=0), np.float32)
        for at in range(0, len(samples), size := int(CHUNK_S * self.rate)):
            yield Chunk(samples[at : at + size])


def followed(hum: Hum, voice: Voice, prosody: Prosody) -> np.ndarray:
    follower = Follower(hum, voice, prosody)
    parts = [follower.push(chunk.samples) for chunk in hum.stream((), voice)]
    return np.concatenate((*parts, follower.flush()))


def semitones(samples: np.ndarray) -> float:
    hertz = np.nanmedian(VoiceAnalyser().push(samples).pitch_hz)
    return float(12 * np.log2(hertz / HUM_HZ))


@pytest.mark.parametrize("hz", [8_000, 16_000, 22_050, 24_000])
@pytest.mark.parametrize(
    ("voice", "prosody", "rate", "pitch_st"),
    [
        (Voice("v"), PLAIN, 1.0, 0.0),
        (Voice("v"), Prosody(0.8, -1.0), 0.8, -1.0),
        (Voice("v", rate=198), PLAIN, 1.2, 0.0),
        (Voice("v", pitch=70), PLAIN, 1.0, 4.8),
        (Voice("v", rate=132, pitch=40), Prosody(1.1, 0.5), 0.88, -1.9),
    ],
)
def test_rates_multiply_and_semitones_add_up(
    hz: int, voice: Voice, prosody: Prosody, rate: float, pitch_st: float
) -> None:
    made = followed(Hum(hz), voice, prosody)
    assert len(made) == pytest.approx(2 * 16_000 / rate, rel=0.03)
    assert semitones(made) == pytest.approx(pitch_st, abs=0.5)


def test_what_the_engine_does_is_not_done_again() -> None:
    voice, prosody = Voice("v", rate=200, pitch=80), Prosody(0.7, 2.0)
    made = followed(Hum(16_000, "rate", "pitch"), voice, prosody)
    assert len(made) == 2 * 16_000
    assert semitones(made) == pytest.approx(0.0, abs=0.1)
    made = followed(Hum(16_000, "rate"), voice, prosody)
    assert len(made) == pytest.approx(2 * 16_000, rel=0.03)
    assert semitones(made) == pytest.approx(0.3 * 24 + 2.0, abs=0.5)


def test_places_move_with_the_rate() -> None:
    assert Follower(Hum(), Voice("v", rate=330), Prosody(0.8)).at(1_600) == 1_000
    assert Follower(Hum(16_000, "rate"), Voice("v", rate=330), Prosody(0.8)).at(1_600) == 1_600
