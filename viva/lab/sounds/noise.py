"""Noise added to speech at a level, and the band of a telephone: what a benchmark does to recordings."""

from __future__ import annotations

from typing import Any

import numpy as np

from viva.audio.g711 import ulaw_decode, ulaw_encode
from viva.audio.pcm import from_float, to_float
from viva.audio.resample import Downsampler, Upsampler

Floats = np.ndarray[Any, np.dtype[np.float32]]

FRAME = 2048
"""Samples over which the loudest place of speech and of noise is found."""


def with_noise(speech: Floats, noise: Floats, db: float, rng: np.random.Generator) -> Floats:
    """Speech with noise cut at a random place to its length, at a signal-to-noise ratio, half of full scale.

    The ratio is that of the loudest 2048-sample frames, as sums of squares: the protocol of Picovoice's
    speech-to-intent benchmark. `noise` is longer than `speech`; both at one rate, -1..1.
    """
    at = int(rng.integers(0, len(noise) - len(speech)))
    cut = noise[at : at + len(speech)]
    gain = np.sqrt(_loudest(speech) / (_loudest(cut) * 10 ** (db / 10)))
    mixed = speech + gain * cut
    return np.asarray(0.5 * mixed / max(float(np.abs(mixed).max()), 1e-9), dtype=np.float32)


def through_a_telephone(pcm: bytes) -> bytes:
    """PCM16LE at 16 kHz as it sounds after 8 kHz and µ-law (G.711)."""
    down, up = Downsampler(), Upsampler()
    narrow = ulaw_decode(ulaw_encode(down.push(pcm)))
    return up.push(narrow)


def in_telephone_band(pcm: bytes) -> bytes:
    """The same with nothing left outside 300 to 3400 Hz, as on an old line: no fundamental of a low voice."""
    samples = to_float(pcm)
    spectrum, hz = np.fft.rfft(samples), np.fft.rfftfreq(len(samples), 1 / 16_000)
    spectrum[(hz < 300) | (hz > 3400)] = 0
    return through_a_telephone(from_float(np.fft.irfft(spectrum, len(samples)).astype(np.float32)))


def _loudest(samples: Floats) -> float:
    frames = samples[: max(len(samples) // FRAME * FRAME, 0)].reshape(-1, FRAME)
    if not len(frames):
        return float((samples * samples).sum()) + 1e-12
    return float((frames * frames).sum(axis=1).max()) + 1e-12
