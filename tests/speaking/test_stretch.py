"""Speech made slower, faster, higher and lower: as long as asked, as high as asked, without a click."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from viva.audio.pcm import to_float
from viva.hearing.voice.analyser import VoiceAnalyser
from viva.speaking.engine import Voice
from viva.speaking.registry import say
from viva.speaking.shape import Stretch, quiet_before, shaped
from viva.speaking.stretch import Stretcher, stretched

HZ = 16_000


@pytest.fixture(scope="module")
def speech() -> np.ndarray:
    return to_float(say("Two large lattes with oat milk and an extra shot, please.", Voice("en-gb")).pcm)


def pitch(samples: np.ndarray) -> float:
    return float(np.nanmedian(VoiceAnalyser().push(samples).pitch_hz))


def steepest(samples: np.ndarray) -> float:
    return float(np.abs(np.diff(samples)).max())


@pytest.mark.parametrize("rate", [0.5, 0.7, 0.9, 0.97, 1.1, 1.4, 2.0])
def test_as_long_as_asked_at_the_same_pitch(speech: np.ndarray, rate: float) -> None:
    made = stretched(speech, HZ, rate=rate)
    assert len(made) == round(len(speech) / rate)
    assert abs(12 * np.log2(pitch(made) / pitch(speech))) < 0.5
    assert steepest(made) < 1.3 * steepest(speech)


@pytest.mark.parametrize("pitch_st", [-4, -1.5, 2, 4])
def test_as_high_as_asked_at_the_same_length(speech: np.ndarray, pitch_st: float) -> None:
    made = stretched(speech, HZ, pitch_st=pitch_st)
    assert len(made) == len(speech)
    assert abs(12 * np.log2(pitch(made) / pitch(speech)) - pitch_st) < 0.3


def test_any_chunking_takes_as_long(speech: np.ndarray) -> None:
    whole = Stretcher(HZ, rate=0.8)
    expected = np.concatenate((whole.push(speech), whole.flush()))
    cut = Stretcher(HZ, rate=0.8)
    parts = [cut.push(part) for part in np.array_split(speech, 23)]
    assert len(np.concatenate((*parts, cut.flush()))) == pytest.approx(len(expected), abs=HZ // 50)


@pytest.mark.parametrize("samples", [0, 1, 100, 3000])
def test_little_or_nothing(samples: int) -> None:
    assert len(stretched(np.zeros(samples, np.float32), HZ, rate=0.8)) == round(samples / 0.8)


def test_what_is_left_as_it_is_stays_as_it_is(speech: np.ndarray) -> None:
    assert stretched(speech, HZ) is speech
    made, moved = shaped(speech, [Stretch(0, 9000), Stretch(9000, len(speech), 1.004)], HZ)
    assert np.array_equal(made[:9000], speech[:9000])
    assert moved(9000) == 9000


def test_stretches_and_silences_move_what_comes_later(speech: np.ndarray) -> None:
    middle = len(speech) // 2
    made, moved = shaped(speech, [Stretch(0, middle, 0.8), Stretch(middle, len(speech), 1.25, HZ)], HZ)
    assert len(made) == round(middle / 0.8) + HZ + round((len(speech) - middle) / 1.25)
    assert moved(middle // 2) == pytest.approx(middle / 2 / 0.8, abs=2)
    assert moved(len(speech)) == len(made)
    assert not made[round(middle / 0.8) : round(middle / 0.8) + HZ].any()


def test_silence_before_a_place() -> None:
    samples = np.concatenate((np.ones(50), np.zeros(30), np.ones(20))).astype(np.float32)
    assert quiet_before(samples, 80) == 30
    assert quiet_before(samples, 80, 70) == 10
    assert quiet_before(samples, 40) == 0


MANY = """
import numpy as np
from viva.speaking.stretch import Stretcher

chance = np.random.default_rng(5)
for hz in (8_000, 16_000, 22_050):
    for size in (7, 160, 960, 1_000, 5_000, 20_000) * 3:
        stretcher = Stretcher(hz, rate=chance.uniform(0.5, 2), pitch_st=chance.uniform(-6, 6))
        seconds = np.arange(hz // (8 if size == 7 else 1)) / hz
        hertz = chance.uniform(60, 300) + 40 * np.sin(4 * seconds)
        voice = np.sign(np.sin(2 * np.pi * np.cumsum(hertz) / hz)) * 0.5
        for at in range(0, len(voice), size):
            stretcher.push(voice[at : at + size].astype(np.float32))
            if size > 1_000:
                stretcher.set_rate(chance.uniform(0.25, 4))
        stretcher.flush()
"""


def test_it_writes_within_its_own_memory() -> None:
    """The C library checks its blocks and ends the process that wrote beyond one."""
    checks = {"MALLOC_CHECK_": "3", "LD_PRELOAD": "libc_malloc_debug.so.0", "PYTHONMALLOC": "malloc"}
    done = subprocess.run(
        [sys.executable, "-c", MANY], env=os.environ | checks, timeout=120, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
