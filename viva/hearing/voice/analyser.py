"""The voice of one caller as it comes in: samples in, frames of 10 ms out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viva.audio.pcm import SILENCE_DBFS
from viva.hearing.voice.frames import HOP, RATE, WINDOW, VoiceFrames
from viva.hearing.voice.path import UNVOICED, PitchPath, unvoiced_strength
from viva.hearing.voice.periods import MEMORY, Periods
from viva.hearing.voice.pitch import FFT, HANN, MAX_CANDIDATES, candidates

QUIETEST_PEAK = 0.03
"""A voice is taken to reach at least this amplitude: with a lower one, the steps of mu-law in silence
(8 / 32768) would count as sound."""
PROBABILITY_SLOPE, PROBABILITY_MIDDLE = 18.0, 0.085
"""Of the voicing probability over the strength of voice less that of its absence: fitted to Praat's decisions
on 13 recordings."""
SHARED = 6
"""Columns of the undecided frames before those of their candidates."""

_BANDS_HZ = ((50, 1000), (1000, 3400), (80, 500), (500, 3400), (50, 250), (250, 1000))


def _band_matrix() -> NDArray[np.float32]:
    hz = np.fft.rfftfreq(FFT, 1 / RATE)
    return np.stack([(hz >= low) & (hz < high) for low, high in _BANDS_HZ], axis=1).astype(np.float32)


_BANDS = _band_matrix()
_LEVEL_SCALE = np.float32(1 / np.square(HANN).sum())
_FRAME = np.arange(WINDOW)


class VoiceAnalyser:
    """One for each caller. Blocks of any length give the same frames as the whole in one.

    A frame is told 70 ms after its middle: half of its window, and five frames seen ahead.
    """

    def __init__(self) -> None:
        self._peak = QUIETEST_PEAK
        self.start(0)

    def start(self, at_ms: float) -> None:
        """Begin anew with the sample at `at_ms`; how loud the voice has been is remembered."""
        self._at = round(at_ms * RATE / 1000)
        """Position of the first sample kept."""
        self._kept = np.zeros(0, np.float32)
        self._framed = 0
        """Samples of those kept that lie before the next frame."""
        self._path = PitchPath()
        self._undecided: list[NDArray[np.float32]] = []
        self._periods = Periods()

    def push(self, samples: NDArray[np.float32]) -> VoiceFrames:
        """16 kHz float32 [n] in -1..1. Returns the frames that are decided by it, maybe none."""
        self._kept = np.concatenate((self._kept, samples))
        count = (len(self._kept) - self._framed - WINDOW) // HOP + 1
        if count <= 0:
            return VoiceFrames.joined([])
        begins = self._framed + HOP * np.arange(count)
        features, decided = self._analyse(self._kept[begins[:, None] + _FRAME], begins)
        self._undecided.append(features)
        self._framed += HOP * count
        return self._decide(decided)

    def flush(self) -> VoiceFrames:
        """The frames that still wait for a look ahead; after it, `start` begins anew."""
        return self._decide(self._path.flush())

    def _analyse(
        self, frames: NDArray[np.float32], begins: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], list[int]]:
        """Per frame: time, level, tilt, high, deep, strength of no voice, pitches and periodicities of the
        candidates; and the decisions that are due now."""
        frames -= frames.mean(axis=1, keepdims=True)
        amplitude = np.maximum(frames.max(axis=1), -frames.min(axis=1))
        peaks = np.maximum(np.maximum.accumulate(amplitude), self._peak)
        self._peak = float(peaks[-1])
        frames *= HANN
        spectrum = np.fft.rfft(frames, FFT)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        found = candidates(power)
        low, bright, below, above, deep, middle = (power @ _BANDS).T + 1e-12
        level = np.square(frames).sum(axis=1) * _LEVEL_SCALE
        shared = np.empty((len(frames), SHARED), np.float32)
        shared[:, 0] = (self._at + begins + WINDOW / 2) * (1000 / RATE)
        shared[:, 1] = np.maximum(10 * np.log10(level + 1e-12), SILENCE_DBFS)
        shared[:, 2] = 10 * np.log10(bright / low)
        shared[:, 3] = 10 * np.log10(above / below)
        shared[:, 4] = 10 * np.log10(deep / middle)
        shared[:, 5] = unvoiced_strength(amplitude / peaks)
        features = np.concatenate((shared, found.pitch_hz, found.periodicity), axis=1)
        return features, self._path.push(found, shared[:, 5])

    def _decide(self, decided: list[int]) -> VoiceFrames:
        if not decided:
            return VoiceFrames.joined([])
        waiting = np.concatenate(self._undecided)
        now, later = waiting[: len(decided)], waiting[len(decided) :]
        self._undecided = [later]
        choice = np.array(decided)
        voiced, chosen = choice != UNVOICED, (np.arange(len(now)), np.minimum(choice, MAX_CANDIDATES - 1))
        pitches, periodicities = np.split(now[:, SHARED:], 2, axis=1)
        pitch = np.where(voiced, pitches[chosen], np.nan)
        evidence = periodicities.max(axis=1) - now[:, 5]
        marks, lengths, peaks, likeness = self._periods.push(self._kept, self._at, now[:, 0], pitch)
        self._forget(round(float(now[-1, 0]) * RATE / 1000) - MEMORY)
        return VoiceFrames(
            times_ms=now[:, 0],
            level_db=now[:, 1],
            pitch_hz=pitch,
            voicing=1 / (1 + np.exp(PROBABILITY_SLOPE * (PROBABILITY_MIDDLE - evidence))),
            periodicity=np.where(voiced, periodicities[chosen], 0),
            tilt_db=now[:, 2],
            high_db=now[:, 3],
            deep_db=now[:, 4],
            marks_ms=marks,
            lengths_s=lengths,
            peaks=peaks,
            likeness=likeness,
        )

    def _forget(self, position: int) -> None:
        """Free what lies before a position; no more than the next frame leaves."""
        surplus = min(position - self._at, self._framed)
        if surplus > 0:
            self._kept = self._kept[surplus:]
            self._at += surplus
            self._framed -= surplus
