"""What a line may carry, made: music, ring-back, beeps, greetings; and recordings of speech and noise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from viva.audio.files import read_audio
from viva.audio.pcm import from_float, to_float
from viva.errors import VivaError
from viva.lab.sounds.humming import RATE, Floats
from viva.lab.sounds.levels import at_level, trimmed
from viva.lab.sounds.music import music
from viva.lab.sounds.noise import through_a_telephone


class LineSounds:
    """`part`: `train` or `judge`; they share no recording, no seed and no stretch of noise."""

    def __init__(self, data: Path, part: str) -> None:
        judged = part == "judge"
        files = sorted((data / "barista" / "clean").glob("*.flac"))[judged::2]
        if not files:
            raise VivaError(f"{data}: no recordings in barista/clean", hint="name the folder with --data")
        self._speech = [at_level(to_float(read_audio(file)), -23) for file in files]
        noise = to_float(read_audio(data / "barista" / "kitchen_noise.flac"))
        half = len(noise) // 2
        self._noise = noise[half:] if judged else noise[:half]
        self._rng = np.random.default_rng(12 if judged else 11)

    def scenes(self) -> dict[str, tuple[str, Callable[[], Floats]]]:
        """By name: the condition that a listener would name ('' for none), and a maker of 14 s of it."""
        return {
            "speech": ("", lambda: self._line(self._talk(14))),
            "speech, telephone": ("", lambda: self._line(self._talk(14), narrow=True)),
            "speech, 24 dB": ("", lambda: self._noisy(24)),
            "speech, 6 dB": ("noise", lambda: self._noisy(6)),
            "noise alone, loud": ("noise", lambda: self._line(at_level(self._cut(14), -26))),
            "soft speech": ("volume", lambda: self._line(self._talk(14) * self._db(-22))),
            "clipped speech": ("volume", lambda: np.clip(self._line(self._talk(14)) * self._db(22), -1, 1)),
            "digital silence": ("silent", lambda: np.zeros(14 * RATE, np.float32)),
            "dead microphone": ("silent", lambda: self._hiss(14, -76)),
            "a second speaker": ("background_speech", self._two_speakers),
            "music": ("hold", lambda: self._line(music(14, self._rng))),
            "music, telephone": ("hold", lambda: self._line(music(14, self._rng), narrow=True)),
        }

    def greetings(self) -> dict[str, tuple[str, Callable[[], Floats]]]:
        """The same for the start of a call that the bot placed."""
        return {
            "rings": ("ringing", lambda: self._line(self._rings(10))),
            "busy": ("", lambda: self._line(self._busy(10))),
            "rings, hello": ("person", lambda: self._answered(self._hello(), 3)),
            "hello": ("person", lambda: self._line(np.concatenate((self._hello(), self._hiss(3, -60))))),
            "rings, machine, beep": ("answering_machine", lambda: self._answered(self._machine(), 1)),
            "machine": ("answering_machine", lambda: self._line(self._speak(6))),
        }

    # ------------------------------------------------------------------ makers

    def _talk(self, seconds: float) -> Floats:
        """Sentences of one recording after another with pauses between."""
        return self._joined(seconds, self._rng.uniform(0.8, 2.0))

    def _speak(self, seconds: float) -> Floats:
        """Without a pause."""
        return self._joined(seconds, 0.15)

    def _joined(self, seconds: float, pause_s: float) -> Floats:
        pieces, length = [np.zeros(RATE // 2, np.float32)], 0
        while length < seconds * RATE:
            piece = trimmed(self._speech[self._rng.integers(len(self._speech))])
            pieces += [piece, np.zeros(int(pause_s * RATE), np.float32)]
            length = sum(map(len, pieces))
        return np.concatenate(pieces)[: int(seconds * RATE)]

    def _cut(self, seconds: float) -> Floats:
        at = int(self._rng.integers(0, len(self._noise) - int(seconds * RATE)))
        return self._noise[at : at + int(seconds * RATE)]

    def _noisy(self, snr_db: float) -> Floats:
        return self._line(self._talk(14) + at_level(self._cut(14), -23 - snr_db))

    def _two_speakers(self) -> Floats:
        """The caller for 5 s, then somebody else 20 dB softer."""
        talk, other = self._talk(5), self._talk(9) * self._db(-20)
        return self._line(np.concatenate((talk, other)))

    def _tone(self, frequencies: tuple[float, ...], seconds: float) -> Floats:
        t = np.arange(int(seconds * RATE)) / RATE
        both = np.sum([np.sin(2 * np.pi * f * t) for f in frequencies], axis=0)
        return np.asarray(both * self._db(-18) / len(frequencies), np.float32)

    def _rings(self, seconds: float) -> Floats:
        tones, cadence = (((440.0, 480.0), (2.0, 4.0)), ((425.0,), (1.0, 4.0)), ((400.0, 450.0), (0.4, 0.2)))[
            self._rng.integers(3)
        ]
        on, off = self._tone(tones, cadence[0]), np.zeros(int(cadence[1] * RATE), np.float32)
        period = [on, off, on, np.zeros(2 * RATE, np.float32)] if cadence[0] < 0.5 else [on, off]
        return np.concatenate(period * 8)[: int(seconds * RATE)]

    def _busy(self, seconds: float) -> Floats:
        on = self._tone(((480.0, 620.0), (425.0,))[self._rng.integers(2)], 0.5)
        return np.concatenate([on, np.zeros(RATE // 2, np.float32)] * int(seconds))

    def _hello(self) -> Floats:
        piece = trimmed(self._speech[self._rng.integers(len(self._speech))])
        return piece[: int(self._rng.uniform(0.5, 1.8) * RATE)]

    def _machine(self) -> Floats:
        beep = self._tone((float(self._rng.uniform(700, 1600)),), self._rng.uniform(0.25, 0.8))
        return np.concatenate((self._speak(self._rng.uniform(4, 8)), np.zeros(RATE // 2, np.float32), beep))

    def _answered(self, greeting: Floats, silence_s: float) -> Floats:
        quiet = np.zeros(int(silence_s * RATE), np.float32)
        return self._line(np.concatenate((self._rings(4), quiet[: RATE // 2], greeting, quiet)))

    def _hiss(self, seconds: float, level_db: float) -> Floats:
        return self._rng.normal(0, self._db(level_db), int(seconds * RATE)).astype(np.float32)

    def _line(self, sound: Floats, *, narrow: bool = False) -> Floats:
        mixed = sound + self._hiss(len(sound) / RATE + 1, -62)[: len(sound)]
        return to_float(through_a_telephone(from_float(mixed))) if narrow else mixed

    @staticmethod
    def _db(level: float) -> float:
        return float(10 ** (level / 20))
