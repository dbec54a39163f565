"""Noise, line and echo do to sound what they say they do."""

from __future__ import annotations

import numpy as np
import pytest

from viva.audio.pcm import from_float, rms_dbfs, to_float
from viva.errors import VivaError
from viva.lab.simulate.voice.echo import Echo
from viva.lab.simulate.voice.line import BURST, LINES, Line, Lossy, Mobile, Telephone, Wideband, line
from viva.lab.simulate.voice.noise import FRAME, KINDS, Background, level_of
from viva.lab.sounds.humming import Floats


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def through(made: Line, samples: Floats) -> Floats:
    frames = [made.push(samples[at : at + FRAME]) for at in range(0, len(samples), FRAME)]
    assert {len(frame) for frame in frames} == {2 * FRAME}
    return to_float(b"".join(frames))


def tone(hertz: float, seconds: float = 2.0) -> Floats:
    return (0.1 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * 16_000)) / 16_000)).astype(np.float32)


@pytest.mark.parametrize("kind", ["hum", "pink", "street"])
def test_noise_has_its_level_without_end(kind: str) -> None:
    noise = Background(kind, -40, rng())
    heard = np.concatenate([noise.frame() for _ in range(1500)])
    assert rms_dbfs(heard) == pytest.approx(-40, abs=1)
    assert np.abs(heard).max() < 0.2


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_noise_is_the_same_for_the_same_seed_and_has_no_seam(kind: str) -> None:
    one, same, other = (Background(kind, -40, rng(seed)) for seed in (1, 1, 2))
    first = np.concatenate([one.frame() for _ in range(100)])
    assert np.array_equal(first, np.concatenate([same.frame() for _ in range(100)]))
    assert not np.array_equal(first, np.concatenate([other.frame() for _ in range(100)]))


def test_the_ratio_is_that_of_active_speech_to_noise() -> None:
    assert level_of(15) == -41
    assert level_of(15, speech_db=6) == -35


def test_a_noise_that_is_not_there_is_named() -> None:
    with pytest.raises(VivaError, match="babel"):
        Background("babel", -40, rng())
    with pytest.raises(VivaError, match="kitchen"):
        Background("kitchen.wav", -40, rng())


def test_a_telephone_has_a_band() -> None:
    levels = {hz: rms_dbfs(through(Telephone(), tone(hz))[8000:]) for hz in (100, 500, 1000, 3000, 5000)}
    assert all(levels[hz] == pytest.approx(-23, abs=1) for hz in (500, 1000, 3000))
    assert all(levels[hz] < -43 for hz in (100, 5000))


def test_delay_is_what_it_says() -> None:
    click = np.zeros(3200, np.float32)
    click[800] = 0.5
    made = Telephone()
    at = int(np.abs(through(made, click)).argmax())
    assert (at - 800) / 16 == pytest.approx(made.delay_ms, abs=0.3)


def test_the_level_of_a_mobile_wanders_but_not_far() -> None:
    heard = through(Mobile(rng()), tone(1000, 20))
    levels = [rms_dbfs(heard[at : at + 8000]) for at in range(8000, len(heard), 8000)]
    assert 1 < max(levels) - min(levels) < 12


def test_packets_are_lost_in_bursts_as_often_as_asked() -> None:
    made, levels = Lossy(Wideband(), 0.1, rng(3)), [0.001 * (n % 200 + 1) for n in range(20_000)]
    frames = [to_float(made.push(np.full(FRAME, level, np.float32))) for level in levels]
    lost = [abs(float(frame[0]) - level) > 4e-5 for frame, level in zip(frames, levels, strict=True)]
    begins = sum(now and not before for before, now in zip([False, *lost], lost, strict=False))
    assert sum(lost) / len(lost) == pytest.approx(0.1, abs=0.02)
    assert sum(lost) / begins == pytest.approx(BURST, abs=0.4)


@pytest.mark.parametrize("kind", list(LINES))
def test_every_line_is_the_same_for_the_same_seed(kind: str) -> None:
    assert np.array_equal(*(through(line(kind, 0.05, rng(4)), tone(700)) for _ in range(2)))


def test_a_line_that_is_not_there_is_named() -> None:
    with pytest.raises(VivaError, match="telefone"):
        line("telefone", 0, rng())
    with pytest.raises(VivaError, match="share"):
        line("telephone", 0.9, rng())


def test_the_bot_comes_back_later_and_softer() -> None:
    echo, frame = Echo(-20, rng()), from_float(rng(5).normal(0, 0.1, FRAME).astype(np.float32))
    for _ in range(25):
        echo.hear(frame, 1000)  # half a second that is sent ahead
    back = {t: echo.frame(t) for t in range(20, 4000, 20)}
    heard = [t for t, samples in back.items() if samples is not None and np.abs(samples).max() > 1e-4]
    assert 1040 <= heard[0] <= 1340 and heard[-1] - heard[0] >= 480
    loud = np.concatenate([back[t] for t in heard[5:20]])  # type: ignore[misc]
    assert rms_dbfs(loud) == pytest.approx(rms_dbfs(to_float(frame)) - 20, abs=4)


def test_what_the_bot_took_back_does_not_come_back() -> None:
    echo = Echo(-10, rng())
    for _ in range(50):
        echo.hear(bytes(range(256)) * 2 + bytes(128), 1000)
    echo.silenced(1000)
    assert all(echo.frame(t) is None for t in range(20, 4000, 20))
