"""Sounds computed for tests: no recording is needed to tell a tone from noise."""

from __future__ import annotations

from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

RATE = 16_000
WINDOW = 512


def noise(seconds: float, level_db: float, seed: int = 1) -> Floats:
    rng = np.random.default_rng(seed)
    return rng.normal(0, 10 ** (level_db / 20), int(seconds * RATE)).astype(np.float32)


def tone(seconds: float, *hz: float, level_db: float = -18) -> Floats:
    t = np.arange(int(seconds * RATE)) / RATE
    total = np.sum([np.sin(2 * np.pi * f * t) for f in hz], axis=0)
    return np.asarray(total * 10 ** (level_db / 20) / len(hz), np.float32)


def syllables(seconds: float, seed: int, level_db: float = -23) -> Floats:
    """Buzzes of changing pitch and colour, four in a second, with pauses: enough like speech for levels."""
    rng = np.random.default_rng(seed)
    out = np.zeros(int(seconds * RATE), np.float32)
    at = 0
    while at < len(out):
        length = int(rng.uniform(0.08, 0.3) * RATE)
        t = np.arange(min(length, len(out) - at)) / RATE
        pitch, centre = rng.uniform(90, 220), rng.uniform(300, 2500)
        voice = np.zeros(len(t))
        for k in range(1, 30):
            voice += np.sin(2 * np.pi * pitch * k * t) / (1 + ((pitch * k - centre) / 400) ** 2)
        out[at : at + len(t)] = voice * np.sin(np.pi * t / max(t[-1], 1e-3)) * rng.uniform(0.2, 1)
        at += length + int(rng.exponential(0.08) * RATE)
    return np.asarray(out * 10 ** (level_db / 20) / np.sqrt(np.mean(out**2)), np.float32)


def windows(samples: Floats) -> list[Floats]:
    return [samples[i : i + WINDOW] for i in range(0, len(samples) - WINDOW + 1, WINDOW)]
