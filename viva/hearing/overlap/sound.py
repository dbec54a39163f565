"""What a short sound is like, without knowing any words: level, onset, voicing, spectrum, syllables.

One vector for up to a second of audio, for `judge.py`. Each value is defined so that a telephone's band
(300 Hz to 3.4 kHz) changes it little.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

RATE = 16_000
STEP = RATE // 100
"""Samples between frames: 10 ms."""
FRAME = 512
"""Samples of a frame: 32 ms, two periods of 63 Hz."""
LOWEST_HZ, HIGHEST_HZ = 75, 500
"""Where a voice's fundamental frequency is looked for."""
VOICED = 0.55
"""Normalised autocorrelation at the period from which a frame is voiced."""
BELOW_LOUD_DB = 18.0
"""A frame so far below the loud ones is no part of the sound."""
ABOVE_FLOOR_DB = 4.0
"""And one so near to the quietest is the room."""
BANDS = (80, 300, 550, 850, 1200, 1650, 2200, 2900, 3500)
"""Hz: edges of the bands in which the spectrum's shape is seen."""
FLUX_FRAMES = 4
"""Frames between two spectra that are compared: 40 ms, a short phone."""
DIP_DB = 2.5
"""Between two nuclei of syllables the level falls by so much (de Jong and Wempe 2009 use 2 dB)."""

NAMES = (
    "level",  # of the sound against the caller's usual one, 10 dB; 0 where that is not known
    "level_known",
    "snr",  # loud frames against the quietest, 10 dB
    "sounding_s",  # from the first to the last frame of the sound
    "filled",  # share of those frames that sound
    "ended_s",  # silence after it
    "attack",  # steepest rise within 20 ms, 10 dB
    "decay",  # level of the last third of the sound against that of the first, 10 dB
    "voiced",  # share of sounding frames
    "periodicity",  # mean normalised autocorrelation of sounding frames
    "voiced_s",
    "pitch_slope",  # semitones per 100 ms, over voiced frames
    "pitch_range",  # octaves
    "low",  # level of 80 to 550 Hz against 550 to 3500 Hz, 10 dB: a hum is all low
    "bright",  # level above 3.5 kHz against below, 10 dB; little says that the line has no such band
    "flatness",  # mean log spectrum against log of the mean, 80 to 3500 Hz, 10 dB: 0 is noise
    "flux",  # mean distance of spectra 40 ms apart, 10 dB: words move, hums and tones stay
    "nuclei",  # of syllables
)


def describe(samples: Floats, usual_level_db: float | None) -> Floats:
    """float32 [n] at 16 kHz, n of any size -> float32 [len(NAMES)], finite whatever the samples are."""
    samples = np.clip(np.nan_to_num(samples), -1, 1)
    if len(samples) < FRAME:
        samples = np.pad(samples, (0, FRAME - len(samples)))
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::STEP]
    levels = 10 * np.log10(np.mean(frames * frames, axis=1) + 1e-9)
    loud, floor = float(np.percentile(levels, 90)), float(np.percentile(levels, 5))
    sounding = levels >= max(loud - BELOW_LOUD_DB, min(floor + ABOVE_FLOOR_DB, loud))
    places = np.flatnonzero(sounding)
    first, last = int(places[0]), int(places[-1])
    spectra = np.fft.rfft(frames * np.hanning(FRAME).astype(np.float32), axis=1)
    power = np.asarray(np.abs(spectra) ** 2 + 1e-9, np.float32)
    bands = _band_levels(power)
    periods, periodicity = _periods(frames)
    voiced = sounding & (periodicity >= VOICED)
    pitch = 12 * np.log2(RATE / np.maximum(periods, 1))
    level = 10 * np.log10(np.mean(10 ** (levels[sounding] / 10)))
    steps = np.maximum(levels[2:] - levels[:-2], 0) if len(levels) > 2 else np.zeros(1)
    third = max(1, len(places) // 3)
    known = usual_level_db is not None
    shape = bands - bands.mean(axis=1, keepdims=True)
    moved = sounding[FLUX_FRAMES:] & sounding[:-FLUX_FRAMES]
    flux = np.sqrt(np.mean((shape[FLUX_FRAMES:] - shape[:-FLUX_FRAMES]) ** 2, axis=1))[moved]
    hertz = np.fft.rfftfreq(FRAME, 1 / RATE)
    mean_power = power[sounding].mean(axis=0)
    inside = power[sounding][:, (hertz >= BANDS[0]) & (hertz < BANDS[-1])]
    values = (
        np.clip(level - usual_level_db, -30, 20) / 10 if usual_level_db is not None else 0.0,
        float(known),
        (loud - floor) / 10,
        (last - first + 1) / 100,
        len(places) / (last - first + 1),
        (len(levels) - 1 - last) / 100,
        float(steps.max()) / 10,
        float(levels[places[-third:]].mean() - levels[places[:third]].mean()) / 10,
        voiced.sum() / len(places),
        float(periodicity[sounding].mean()),
        voiced.sum() / 100,
        *_pitch_shape(pitch, voiced),
        _ratio(mean_power, hertz, (BANDS[0], 550), (550, BANDS[-1])),
        _ratio(mean_power, hertz, (3500, 8000), (BANDS[0], 3500)),
        float(np.mean(np.mean(10 * np.log10(inside), axis=1) - 10 * np.log10(inside.mean(axis=1)))) / 10,
        float(flux.mean()) / 10 if len(flux) else 0.0,
        float(_nuclei(levels, sounding)),
    )
    return np.array(values, dtype=np.float32)


def _band_levels(power: Floats) -> Floats:
    """Power spectra [frames, bins] -> dB [frames, bands]."""
    edges = [round(hertz * FRAME / RATE) for hertz in BANDS]
    means = [power[:, a:b].mean(axis=1) for a, b in pairwise(edges)]
    return np.asarray(10 * np.log10(np.stack(means, axis=1)), np.float32)


def _periods(frames: Floats) -> tuple[Floats, Floats]:
    """Of each frame the period of its fundamental frequency in samples, and how periodic it is, 0..1.

    Autocorrelation divided by that of the window (Boersma 1993), the shortest period among nearly equals.
    """
    window = np.hanning(FRAME).astype(np.float32)
    centred = (frames - frames.mean(axis=1, keepdims=True)) * window
    of_window = _autocorrelation(window[None])[0]
    found = _autocorrelation(centred)
    found = found / np.maximum(found[:, :1], 1e-7) / (of_window / of_window[0])
    shortest, longest = RATE // HIGHEST_HZ, RATE // LOWEST_HZ
    lags = np.arange(shortest, longest)
    inside = found[:, shortest:longest] - 0.02 * np.log2(lags / shortest)
    at = inside.argmax(axis=1)
    return lags[at].astype(np.float32), np.clip(found[np.arange(len(found)), shortest + at], 0, 1)


def _autocorrelation(frames: Floats) -> Floats:
    spectrum = np.fft.rfft(frames, 2 * FRAME, axis=1)
    return np.asarray(np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, : FRAME // 2], np.float32)


def _pitch_shape(pitch: Floats, voiced: np.ndarray[Any, np.dtype[np.bool_]]) -> tuple[float, float]:
    """Slope in semitones per 100 ms and range in octaves; zeros where hardly anything is voiced."""
    at = np.flatnonzero(voiced)
    if len(at) < 5:
        return 0.0, 0.0
    found = pitch[at]
    found = np.clip(found, np.median(found) - 7, np.median(found) + 7)  # an octave error is no melody
    half = len(at) // 2  # medians, since the first and last frames of a voice are often taken wrong
    rise = np.median(found[half:]) - np.median(found[:half])
    slope = float(rise / (at[half:].mean() - at[:half].mean())) * 10
    low, high = np.percentile(found, [10, 90])
    return float(np.clip(slope, -6, 6)), float(high - low) / 12


def _ratio(power: Floats, hertz: Floats, above: tuple[int, int], below: tuple[int, int]) -> float:
    """Of two bands, 10 dB."""
    up, down = (power[(hertz >= a) & (hertz < b)].sum() for a, b in (above, below))
    return float(np.clip(np.log10(up / down), -6, 6))


def _nuclei(levels: Floats, sounding: np.ndarray[Any, np.dtype[np.bool_]]) -> int:
    """Rises of the smoothed level, each after a fall."""
    smooth = np.convolve(np.pad(levels, 2, mode="edge"), np.ones(5) / 5, "valid")
    count, rising, turned = 0, False, -200.0
    for level, sounds in zip(smooth, sounding, strict=True):
        turned = max(turned, level) if rising else min(turned, level)
        if rising and level < turned - DIP_DB:
            rising, turned = False, level
        elif not rising and sounds and level > turned + DIP_DB:
            count, rising, turned = count + 1, True, level
    return count
