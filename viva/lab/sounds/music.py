"""Music as it waits on a line or plays in a room, computed."""

from __future__ import annotations

import numpy as np

from viva.lab.sounds.humming import RATE, Floats
from viva.lab.sounds.levels import at_level

CHORDS = ((0, 4, 7), (0, 3, 7), (0, 5, 9), (-1, 2, 7), (0, 4, 7, 11))


def music(seconds: float, rng: np.random.Generator) -> Floats:
    """Chords of decaying harmonics in a rhythm, a bass, mostly a melody, sometimes a drum."""
    beat = 60 / rng.uniform(70, 140)
    out = np.zeros(int((seconds + 4) * RATE), np.float32)
    root, decay, bright = rng.uniform(130, 260), rng.uniform(0.6, 3.0), rng.uniform(0.7, 1.6)
    drums, tune, t = rng.random() < 0.5, rng.random() < 0.7, 0.0
    while t < seconds:
        chord = CHORDS[rng.integers(len(CHORDS))]
        shift = int(rng.integers(-5, 6))
        for semitones in chord:
            _strike(out, t, root * 2 ** ((semitones + shift) / 12), decay, bright, 0.5)
        _strike(out, t, root / 2 * 2 ** (shift / 12), decay, 1.2, 0.7)
        for step in range(4):
            if tune and rng.random() < 0.7:
                above = chord[rng.integers(len(chord))] + shift + 12
                _strike(out, t + step * beat / 2, root * 2 ** (above / 12), decay / 2, bright, 0.6)
            if drums:
                at = int((t + step * beat / 2) * RATE)
                out[at : at + 1600] += rng.normal(0, 0.3, 1600) * np.exp(-np.arange(1600) / 300)
        t += 2 * beat
    return at_level(out[: int(seconds * RATE)], rng.uniform(-30, -20))


def _strike(out: Floats, at_s: float, hz: float, decay_s: float, bright: float, gain: float) -> None:
    length = min(int(2.5 * decay_s * RATE), len(out) - int(at_s * RATE))
    t = np.arange(max(length, 0)) / RATE
    note = sum(
        np.sin(2 * np.pi * hz * k * t) / k**bright * np.exp(-t * k**0.5 / decay_s)
        for k in range(1, 9)
        if hz * k < 7000
    )
    start = int(at_s * RATE)
    out[start : start + len(t)] += np.asarray(gain * note * np.minimum(1, t / 0.01), np.float32)
