"""Voices of known pitch: pulses through three formants, as a source and a filter make them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from viva.audio.pcm import from_float, to_float
from viva.hearing.voice.analyser import VoiceAnalyser
from viva.hearing.voice.frames import RATE, VoiceFrames
from viva.lab.sounds.noise import in_telephone_band

FORMANTS_HZ = ((700, 90), (1220, 110), (2600, 170))
"""Of an "a": frequency and bandwidth."""


def voice(
    pitch_hz: float | NDArray[np.float64], seconds: float = 1.0, amplitude: float = 0.3
) -> NDArray[np.float32]:
    """A vowel at a constant pitch, or at one for each sample."""
    phase = np.cumsum(np.broadcast_to(np.asarray(pitch_hz) / RATE, (int(seconds * RATE),)))
    times = np.interp(np.arange(1, int(phase[-1]) + 1), phase, np.arange(len(phase)))
    return shaped(times, len(phase), amplitude)


def shaped(times: NDArray[np.float64], length: int, amplitude: float = 0.3) -> NDArray[np.float32]:
    """Pulses at these times (samples, with fractions) through the formants, scaled to an amplitude."""
    pulses = np.zeros(length + 1)
    whole = times.astype(int)
    np.add.at(pulses, whole, 1 - (times - whole))
    np.add.at(pulses, whole + 1, times - whole)
    pulses = pulses[:length]
    hz = np.fft.rfftfreq(2 * len(pulses), 1 / RATE)
    z = np.exp(-2j * np.pi * hz / RATE)
    response = 1 / (1 - 0.95 * z)
    for middle, width in FORMANTS_HZ:
        pole = np.exp((-np.pi * width + 2j * np.pi * middle) / RATE)
        response = response / ((1 - pole * z) * (1 - np.conj(pole) * z))
    wave = np.fft.irfft(np.fft.rfft(pulses, 2 * len(pulses)) * response)[: len(pulses)]
    return np.asarray(wave * (amplitude / np.abs(wave).max()), np.float32)


def telephone(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """What is left of it on a telephone: 300 to 3400 Hz, mu-law."""
    return to_float(in_telephone_band(from_float(samples)))


def analysed(samples: NDArray[np.float32], blocks: Sequence[int] = ()) -> VoiceFrames:
    """Pushed in blocks of these lengths, then the rest at once."""
    analyser = VoiceAnalyser()
    parts, at = [], 0
    for length in (*blocks, len(samples)):
        parts.append(analyser.push(samples[at : at + length]))
        at += length
    return VoiceFrames.joined([*parts, analyser.flush()])
