"""Resampling: what passes, what must not, and that chunks make no difference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.audio.pcm import bytes_of, rms_dbfs, samples_of, to_int16
from viva.audio.resample import Downsampler, Resampler, Upsampler, resample, resample_pcm


def tone(hertz: float, rate: int, seconds: float = 0.5, level: float = 0.5) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)).astype(np.float32)


def residual_db(heard: np.ndarray, hertz: float, rate: int) -> float:
    """Level of all that is not the tone, relative to the tone; the ends are left out."""
    heard = heard[rate // 20 : -rate // 20].astype(np.float64)
    t = np.arange(len(heard)) / rate
    basis = np.stack((np.sin(2 * np.pi * hertz * t), np.cos(2 * np.pi * hertz * t)), axis=1)
    fit, *_ = np.linalg.lstsq(basis, heard, rcond=None)
    rest = heard - basis @ fit
    return float(10 * np.log10(np.sum(rest**2) / np.sum((basis @ fit) ** 2)))


@pytest.mark.parametrize("hertz", [100, 1000, 2500, 3400])
def test_the_telephone_band_passes_up_and_down(hertz: int) -> None:
    up = samples_of(Upsampler().push(bytes_of(to_int16(tone(hertz, 8000)))))
    assert residual_db(up, hertz, 16000) < -60
    assert abs(rms_dbfs(up[800:-800] / np.float32(32768)) - -9.03) < 0.05
    down = samples_of(Downsampler().push(bytes_of(to_int16(tone(hertz, 16000)))))
    assert residual_db(down, hertz, 8000) < -60
    assert abs(rms_dbfs(down[400:-400] / np.float32(32768)) - -9.03) < 0.05


@pytest.mark.parametrize("hertz", [4500, 6000, 7900])
def test_what_would_alias_is_taken_out(hertz: int) -> None:
    down = samples_of(Downsampler().push(bytes_of(to_int16(tone(hertz, 16000)))))
    assert rms_dbfs(down[400:-400] / np.float32(32768)) < -9 - 65


@pytest.mark.parametrize("kind", [Upsampler, Downsampler])
def test_the_delay_is_what_it_says(kind: type[Upsampler] | type[Downsampler]) -> None:
    assert kind.delay_ms <= 4
    click = np.zeros(400, np.int16)
    click[100] = 16000
    out = samples_of(kind().push(bytes_of(click)))
    ratio = 2 if kind is Upsampler else 0.5
    rate = 8 * ratio if kind is Upsampler else 8
    assert abs(int(np.argmax(np.abs(out))) - 100 * ratio - kind.delay_ms * rate) <= 1


@pytest.mark.parametrize("kind", [Upsampler, Downsampler])
@pytest.mark.parametrize("cut", range(131))
def test_a_cut_at_any_place_changes_nothing(kind: type[Upsampler] | type[Downsampler], cut: int) -> None:
    pcm = bytes_of(np.random.default_rng(1).integers(-20000, 20000, 130).astype(np.int16))
    whole, parts = kind(), kind()
    expected = whole.push(pcm) + whole.flush()
    assert parts.push(pcm[: 2 * cut]) + parts.push(pcm[2 * cut :]) + parts.flush() == expected


@given(st.lists(st.integers(0, 90), max_size=12), st.sampled_from([Upsampler, Downsampler]))
def test_any_chunks_give_the_same_and_keep_count(
    sizes: list[int], kind: type[Upsampler] | type[Downsampler]
) -> None:
    pcm = bytes_of(np.random.default_rng(2).integers(-32768, 32768, sum(sizes)).astype(np.int16))
    whole, parts = kind(), kind()
    out, at = b"", 0
    for size in sizes:
        out += parts.push(pcm[2 * at : 2 * (at + size)])
        at += size
    assert out == whole.push(pcm)
    assert len(out) // 2 == (2 * at if kind is Upsampler else (at + 1) // 2)
    assert parts.flush() == whole.flush()
    assert parts.push(pcm) == kind().push(pcm)  # fresh after a flush


def test_full_scale_is_clipped_and_does_not_wrap() -> None:
    square = np.where(np.arange(800) // 8 % 2, 32767, -32768).astype(np.int16)
    up = samples_of(Upsampler().push(bytes_of(square))).astype(int)
    centres = up[47 + 8 :: 16][:40] * up[47 + 24 :: 16][:40]
    assert np.all(centres < 0)


def test_half_a_sample_is_refused() -> None:
    for stream in (Upsampler(), Downsampler()):
        with pytest.raises(ValueError, match="1 bytes are not whole 16-bit samples"):
            stream.push(b"x")


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 24000, 32000, 44100, 48000])
@pytest.mark.parametrize("hertz", [200, 1000, 3000])
def test_one_shot_is_clean_from_every_common_rate(rate: int, hertz: int) -> None:
    heard = resample(tone(hertz, rate), rate, 16000)
    assert residual_db(heard, hertz, 16000) < -75
    assert abs(rms_dbfs(heard[800:-800]) - -9.03) < 0.02
    expected = tone(hertz, 16000)
    assert len(heard) == len(expected)
    assert np.max(np.abs(heard[800:-800] - expected[800:-800])) < 1e-3  # in place: no delay


@pytest.mark.parametrize("rate", [22050, 44100, 48000])
def test_one_shot_takes_out_what_would_alias(rate: int) -> None:
    hertz = 8300
    heard = resample(tone(hertz, rate), rate, 16000)
    assert rms_dbfs(heard[800:-800]) < -9 - 70


def test_one_shot_ends() -> None:
    assert len(resample(np.zeros(0, np.float32), 48000, 16000)) == 0
    assert len(resample(np.ones(1, np.float32), 22050, 16000)) == 1
    same = tone(440, 16000)
    assert resample(same, 16000, 16000) is same
    assert resample_pcm(b"\x01\x00", 8000, 8000) == b"\x01\x00"
    assert len(resample_pcm(bytes(441 * 2), 44100, 16000)) == 160 * 2
    with pytest.raises(ValueError, match="a sample rate of 0 Hz is outside"):
        resample(same, 0, 16000)


@pytest.mark.parametrize(
    ("rate", "new_rate"), [(22050, 16000), (16000, 22050), (48000, 16000), (16000, 16000)]
)
def test_any_rate_as_a_stream(rate: int, new_rate: int) -> None:
    samples = np.random.default_rng(3).standard_normal(12_345).astype(np.float32)
    whole = resample(samples, rate, new_rate)
    resampler = Resampler(rate, new_rate)
    for _ in range(2):  # fresh again after a flush
        parts = [resampler.push(part) for part in np.split(samples, [1, 8, 900, 5000, 5000])]
        stream = np.concatenate((*parts, resampler.flush()))
        assert len(stream) == len(whole)
        assert np.allclose(stream, whole, atol=1e-5)
