"""Voices across a room."""

from __future__ import annotations

import numpy as np

from viva.lab.sounds.humming import RATE, Floats, filtered


def far(samples: Floats, rng: np.random.Generator) -> Floats:
    """As it comes from across the room: without its treble, with the room's reverberation."""
    seconds = np.arange(RATE // 2) / RATE
    decay = rng.uniform(0.2, 0.6) / 6.9  # reverberation time: to -60 dB
    echoes = rng.normal(0, 1, len(seconds)) * np.exp(-seconds / decay)
    echoes[0] = rng.uniform(0.3, 1.5) * np.sqrt((echoes**2).sum())
    size = len(samples) + len(echoes)
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(echoes, size), size)[
        : len(samples) + RATE // 5
    ]
    cutoff = rng.uniform(1000, 3500)
    low = 1 / np.sqrt(1 + (np.arange(RATE // 2 + 1) / cutoff) ** 4)
    return filtered(wet.astype(np.float32), low.astype(np.float32))
