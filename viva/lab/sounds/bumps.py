"""Sounds that are no speech: coughs, throats cleared, breath, doors, taps, keys, dishes, chimes, from noise
bursts and resonances. Each function draws one sound; about full scale is not meant, only the shape is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from viva.lab.sounds.humming import RATE, Floats, filtered, glottis, resonances


def cough(rng: np.random.Generator) -> Floats:
    """One to three bursts: an explosive phase, a noisy one, often a voiced one (Korpáš, Sadloňová and Vrabec
    1996), through a vocal tract."""
    tract = _tract(rng)
    parts = []
    for _ in range(int(rng.integers(1, 4))):
        burst = _burst(rng.uniform(0.12, 0.35), rng.uniform(0.04, 0.12), rng)
        if rng.random() < 0.5:
            tail = _growl(rng, rng.uniform(0.05, 0.15))
            at = RATE * 60 // 1000
            burst = _padded(burst, at + len(tail))
            burst[at : at + len(tail)] += rng.uniform(0.3, 0.8) * tail
        parts += [filtered(burst, tract), _silence(rng.uniform(0.03, 0.2))]
    return np.concatenate(parts)


def throat(rng: np.random.Generator) -> Floats:
    """Cleared: rough low pulses in noise."""
    sound = _growl(rng, rng.uniform(0.2, 0.5))
    sound = sound + rng.uniform(0.5, 1.5) * _noise(len(sound) / RATE, rng)
    return filtered(_swell(sound), _tract(rng))


def breath(rng: np.random.Generator) -> Floats:
    sound = _swell(_noise(rng.uniform(0.3, 0.9), rng))
    return filtered(sound, resonances([(rng.uniform(400, 700), 300), (rng.uniform(1300, 1900), 400)]))


def door(rng: np.random.Generator) -> Floats:
    """A thump of the leaf, the click of the latch, and the room."""
    thump = _burst(0.5, rng.uniform(0.03, 0.1), rng)
    low = filtered(thump, resonances([(rng.uniform(60, 140), 40), (rng.uniform(180, 420), 80)]))
    click = _burst(0.5, rng.uniform(0.002, 0.01), rng)
    loud = np.float32(rng.uniform(0.05, 0.4) / np.abs(click).max())
    return np.asarray(low / np.abs(low).max() + loud * click, np.float32)


def taps(rng: np.random.Generator) -> Floats:
    """Knocks on a table or a telephone."""
    wood = resonances([(rng.uniform(150, 900), rng.uniform(40, 200)), (rng.uniform(1000, 2500), 200)])
    return _series(rng, lambda: filtered(_burst(0.15, rng.uniform(0.005, 0.03), rng), wood), 0.25)


def keys(rng: np.random.Generator) -> Floats:
    """Typing."""
    return _series(rng, lambda: _burst(0.04, rng.uniform(0.001, 0.006), rng), 0.12)


def dishes(rng: np.random.Generator) -> Floats:
    """Struck glass and metal: partials out of harmony that ring."""
    return _series(rng, lambda: _partials(rng, [rng.uniform(700, 3400) for _ in range(5)], 0.08), 0.3)


def chime(rng: np.random.Generator) -> Floats:
    """A telephone's or an appliance's tones."""
    first = rng.uniform(350, 1400)
    return np.concatenate(
        [
            _partials(rng, [first * ratio * k for k in (1, 2, 3)], 0.3)
            for ratio in (1, rng.choice([1, 1.25, 1.5]))
        ]
    )


def chair(rng: np.random.Generator) -> Floats:
    """A squeak: a buzz whose pitch wanders."""
    length = round(rng.uniform(0.2, 0.6) * RATE)
    hertz = rng.uniform(200, 900) * 2 ** (np.cumsum(rng.normal(0, 0.004, length)))
    buzz = np.sign(np.sin(2 * np.pi * np.cumsum(hertz) / RATE)) + rng.normal(0, 0.5, length)
    return _swell(buzz.astype(np.float32))


BUMPS: dict[str, Callable[[np.random.Generator], Floats]] = {
    one.__name__: one for one in (cough, throat, breath, door, taps, keys, dishes, chime, chair)
}


def _tract(rng: np.random.Generator) -> Floats:
    longer = rng.uniform(0.85, 1.2)
    return resonances(
        [(h * longer * rng.normal(1, 0.08), w) for h, w in ((650, 200), (1500, 250), (2600, 350))]
    )


def _growl(rng: np.random.Generator, seconds: float) -> Floats:
    """Pulses at an uneven, low pitch."""
    length = round(seconds * RATE)
    out = np.zeros(length + RATE // 10, np.float32)
    grains = glottis(rng).grains
    at = 0.0
    while at < length:
        out[round(at) : round(at) + len(grains[0])] += grains[0] * rng.uniform(0.4, 1.2)
        at += RATE / rng.uniform(60, 130)
    return out[:length]


def _partials(rng: np.random.Generator, hertz: list[float], ring_s: float) -> Floats:
    seconds = np.arange(round(rng.uniform(0.15, 0.4) * RATE)) / RATE
    waves = [
        rng.uniform(0.2, 1)
        * np.sin(2 * np.pi * h * seconds)
        * np.exp(-seconds / (ring_s * rng.uniform(0.5, 2)))
        for h in hertz
    ]
    return np.asarray(np.sum(waves, axis=0), np.float32)


def _series(rng: np.random.Generator, strike: Callable[[], Floats], apart_s: float) -> Floats:
    """One to six of a kind."""
    out = np.zeros(0, np.float32)
    for _ in range(int(rng.integers(1, 7))):
        one = strike() * np.float32(rng.uniform(0.4, 1))
        out = np.concatenate((out, one, _silence(apart_s * rng.uniform(0.1, 1))))
    return out


def _noise(seconds: float, rng: np.random.Generator) -> Floats:
    return rng.normal(0, 1, round(seconds * RATE)).astype(np.float32)


def _burst(seconds: float, decay_s: float, rng: np.random.Generator) -> Floats:
    """Noise that falls to a third within `decay_s`."""
    noise = _noise(seconds, rng)
    return (noise * np.exp(-np.arange(len(noise)) / (decay_s * RATE))).astype(np.float32)


def _swell(sound: Floats) -> Floats:
    return (sound * np.hanning(len(sound))).astype(np.float32)


def _silence(seconds: float) -> Floats:
    return np.zeros(round(seconds * RATE), np.float32)


def _padded(sound: Floats, length: int) -> Floats:
    return np.pad(sound, (0, max(0, length - len(sound))))
