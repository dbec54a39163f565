"""Backchannels without words ("mm-hm", "uh-huh", "mm") from a source and a filter.

The source is either a synthetic glottis or a real voice: periods of its linear-prediction residual, laid out
anew along a pitch contour (overlap-add, Moulines and Charpentier 1990). So what is hummed is in the voices
that also interrupt, and a judge cannot tell the classes apart by who speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

RATE = 16_000
ORDER = 18
"""Of linear prediction: two for each kHz and two more."""
MUTE_DB = -25.0
"""Aspiration of an "h" against the voice around it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a hum is made of."""

    grains: tuple[Floats, ...]
    """Two periods of the source each, windowed, flat in spectrum."""
    pitch_hz: float
    tract: Floats
    """Response of the voice's own vowel, float32 [RATE // 2 + 1], one value for each Hz."""


def glottis(rng: np.random.Generator) -> Voice:
    """A synthetic voice: pulses with some breath, and a neutral vowel."""
    pitch = float(rng.uniform(85, 240))
    period = round(RATE / pitch)
    grains = []
    for _ in range(8):
        grain = rng.normal(0, rng.uniform(0.01, 0.05), 2 * period)
        grain[period] += 1.0
        grains.append((grain * np.hanning(2 * period)).astype(np.float32))
    longer = rng.uniform(0.85, 1.2)  # of the vocal tract
    vowel = resonances([(hertz * longer, 80 + 0.05 * hertz) for hertz in (600, 1250, 2500, 3500)])
    return Voice(tuple(grains), pitch, vowel)


def voice_of(samples: Floats, rng: np.random.Generator) -> Voice | None:
    """A real voice from a recording's most periodic 80 ms; None where nothing in it is periodic enough."""
    length = RATE * 80 // 1000
    best, found = 0.75, None
    for at in range(0, len(samples) - 2 * length, length // 2):
        piece = samples[at : at + length]
        if np.mean(piece * piece) < 0.1 * np.mean(samples * samples):
            continue
        lags = np.arange(RATE // 350, RATE // 80)
        centred = piece - piece.mean()
        scores = np.array([_likeness(centred, int(lag)) for lag in lags])
        if scores.max() > best:
            best, found = float(scores.max()), (at, int(lags[scores.argmax()]))
    if found is None:
        return None
    at, period = found
    piece = samples[at : at + length].astype(np.float64)
    predictor = _predictor(piece * np.hanning(length))
    residual = np.convolve(piece, predictor)[ORDER:length]
    start = int(np.abs(residual[:period]).argmax())
    starts = range(max(0, start - period), len(residual) - 2 * period, period)
    window = np.hanning(2 * period)
    grains = tuple((residual[a : a + 2 * period] * window).astype(np.float32) for a in starts)
    if len(grains) < 3:
        return None
    tract = 1 / np.abs(np.fft.rfft(predictor, RATE))
    return Voice(grains, RATE / period, tract.astype(np.float32))


def hum(voice: Voice, rng: np.random.Generator) -> Floats:
    """One backchannel: its shape, length and melody are drawn."""
    nose = _nose(rng)
    shape = rng.choice(["mm-hm", "uh-huh", "mm", "hm", "aha"], p=[0.4, 0.25, 0.15, 0.1, 0.1])
    first, second = rng.uniform(0.09, 0.2), rng.uniform(0.12, 0.28)
    gap = rng.uniform(0.03, 0.09)
    base = voice.pitch_hz * rng.uniform(0.85, 1.15)
    step = 2 ** (rng.uniform(-4, 6) / 12)
    """From the first to the second syllable; most rise."""
    match shape:
        case "mm-hm" | "uh-huh" | "aha":
            filter_ = nose if shape == "mm-hm" else voice.tract
            second_filter = nose if shape == "uh-huh" and rng.random() < 0.3 else filter_
            parts = [
                _syllable(voice, filter_, first, base, base * rng.uniform(0.9, 1.05), rng),
                _breath(second_filter, gap, rng),
                _syllable(
                    voice, second_filter, second, base * step, base * step * rng.uniform(0.85, 1.1), rng
                ),
            ]
        case "hm":
            parts = [
                _breath(nose, gap, rng),
                _syllable(voice, nose, second, base * step, base * rng.uniform(0.8, 1.1), rng),
            ]
        case _:
            parts = [_syllable(voice, nose, first + second, base * step, base * rng.uniform(0.8, 1.1), rng)]
    return _joined(parts)


def resonances(formants: Sequence[tuple[float, float]]) -> Floats:
    """Response of resonators in a row; (frequency, bandwidth) in Hz each, unit gain at 0 Hz."""
    z = np.exp(-2j * np.pi * np.arange(RATE // 2 + 1) / RATE)
    response = np.ones(len(z), complex)
    for hertz, width in formants:
        pole = np.exp(-np.pi * width / RATE + 2j * np.pi * hertz / RATE)
        response *= abs(1 - pole) ** 2 / ((1 - pole * z) * (1 - pole.conjugate() * z))
    return np.abs(response).astype(np.float32)


def filtered(samples: Floats, response: Floats) -> Floats:
    """By a magnitude response of one value for each Hz, without phase."""
    size = len(samples) + RATE // 20
    spectrum = np.fft.rfft(samples, size)
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    return np.fft.irfft(spectrum * np.interp(hertz, np.arange(len(response)), response), size)[
        : len(samples)
    ].astype(np.float32)


def _nose(rng: np.random.Generator) -> Floats:
    """Of closed lips: a low, broad resonance of the nose, an antiresonance of the mouth, little above
    (Fujimura 1962)."""
    poles = [(rng.uniform(220, 320), rng.uniform(50, 120)), (rng.uniform(900, 1200), 150), (2200, 250)]
    hertz = np.arange(RATE // 2 + 1)
    dip = 1 - 0.9 * np.exp(-(((hertz - rng.uniform(550, 900)) / 150) ** 2))
    return (resonances(poles) * dip).astype(np.float32)


def _syllable(
    voice: Voice, response: Floats, seconds: float, start_hz: float, end_hz: float, rng: np.random.Generator
) -> Floats:
    length = round(seconds * RATE)
    grain = len(voice.grains[0])
    source = np.zeros(length + 2 * grain, np.float32)
    at = 0.0
    while at < length:
        piece = voice.grains[int(rng.integers(len(voice.grains)))]
        source[round(at) : round(at) + len(piece)] += piece * rng.normal(1, 0.04)
        hertz = start_hz + (end_hz - start_hz) * at / length
        at += RATE / hertz * rng.normal(1, 0.008)
    tilt = 1 / np.sqrt(1 + (np.arange(RATE // 2 + 1) / 300) ** 2)
    """Of the glottal pulse: 6 dB an octave with the lips' radiation."""
    voiced = filtered(source[:length], (response * tilt).astype(np.float32))
    return _levelled(voiced) * _envelope(length, rng.uniform(0.02, 0.05), rng.uniform(0.04, 0.1))


def _breath(response: Floats, seconds: float, rng: np.random.Generator) -> Floats:
    length = round(seconds * RATE)
    noise = filtered(rng.normal(0, 1, length).astype(np.float32), response)
    return _levelled(noise) * np.float32(10 ** ((MUTE_DB + rng.normal(0, 4)) / 20))


def _joined(parts: Sequence[Floats]) -> Floats:
    """One after the other, overlapping by 8 ms."""
    overlap = RATE * 8 // 1000
    out = np.zeros(sum(map(len, parts)) + overlap, np.float32)
    at = 0
    for part in parts:
        out[at : at + len(part)] += part
        at += max(len(part) - overlap, 0)
    return out[: at + overlap]


def _envelope(length: int, rise_s: float, fall_s: float) -> Floats:
    seconds = np.arange(length) / RATE
    slopes = np.minimum(seconds / rise_s, (length / RATE - seconds) / fall_s)
    return np.asarray(np.minimum(1, slopes), np.float32)


def _levelled(samples: Floats) -> Floats:
    return np.asarray(0.1 * samples / (np.sqrt(np.mean(samples * samples)) + 1e-9), np.float32)


def _likeness(piece: Floats, lag: int) -> float:
    """Normalised correlation of a piece with itself, `lag` later."""
    a, b = piece[lag:], piece[:-lag]
    return float(a @ b / np.sqrt((a @ a) * (b @ b) + 1e-12))


def _predictor(piece: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The inverse filter of linear prediction by autocorrelation, [ORDER + 1]."""
    correlation = np.correlate(piece, piece, "full")[len(piece) - 1 : len(piece) + ORDER]
    index = np.abs(np.subtract.outer(np.arange(ORDER), np.arange(ORDER)))
    matrix = correlation[index] + 1e-4 * correlation[0] * np.eye(ORDER)
    return np.concatenate(([1.0], -np.linalg.solve(matrix, correlation[1 : ORDER + 1])))
