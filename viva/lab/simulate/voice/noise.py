"""What is heard behind a caller, from the first moment of the call to its last.

Levels are against the caller's active speech level, as in ITU-T P.56 (`viva.lab.sounds.levels.active_level`:
frames of 20 ms within 20 dB of the loud ones), and the noise's mean power. The recipe of
`viva.lab.sounds.noise.with_noise`, by the loudest frame of each recording, needs the speech before the noise
begins. Its figures lie lower: what it calls 15 dB is 18.6 dB here, over 53 recorded orders in kitchen noise
(3.6 dB more on average, with a deviation of 2.0).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from viva.audio.files import read_audio
from viva.audio.pcm import to_float
from viva.errors import VivaError
from viva.lab.simulate.voice.said import LEVEL_DBFS, PER_MS, synthesized
from viva.lab.sounds.bumps import BUMPS
from viva.lab.sounds.humming import RATE, Floats
from viva.lab.sounds.levels import active_level
from viva.lab.sounds.music import music
from viva.lab.sounds.room import far
from viva.speaking.engine import Voice
from viva.speaking.script import plain

Doubles = np.ndarray[Any, np.dtype[np.float64]]

FRAME = 20 * PER_MS
LOOP_S = 24
"""Made once in a process; a call begins anywhere in it and goes round."""
_SEAM = RATE // 2
_SPEAKERS = (
    *("en-us+m3", "en-gb+f4", "en-gb-scotland+m7", "en-us+f2"),
    *("en-029+m1", "en-gb-x-rp+f5", "en-us+m6"),
)
_TALK = (
    "And then we went down to the river, because the weather was so good.",
    "My brother has been looking for a flat since the summer.",
    "They painted the whole kitchen yellow, can you believe it?",
    "I never know what to bring to these parties.",
    "The train was late again, so I missed the first half of the concert.",
    "She said the garden needs water every evening.",
    "Have you seen the new film about the lighthouse?",
    "We used to live above the bakery, and the whole street smelled of bread.",
    "He plays chess with his grandfather on Sundays.",
    "It took me three hours to put that shelf together.",
)
_PAUSES_MS = (200, 700)


class Background:
    """A kind of noise at a level, as a stream of frames."""

    def __init__(self, kind: str, level_dbfs: float, rng: np.random.Generator) -> None:
        """`kind`: of `KINDS`, or the path of an audio file.

        Raises:
            VivaError: there is no such noise, or the file cannot be read.
        """
        loop = _loop(kind)
        self._loop = loop * np.float32(10 ** (level_dbfs / 20))
        self._at = int(rng.integers(len(loop)))

    def frame(self) -> Floats:
        """The next 20 ms, float32 [320]."""
        begin, end = self._at, self._at + FRAME
        self._at = end % len(self._loop)
        if end <= len(self._loop):
            return self._loop[begin:end]
        return np.concatenate((self._loop[begin:], self._loop[: self._at]))


def pink(rng: np.random.Generator) -> Floats:
    """As much power in every octave, from 30 Hz up."""
    return _coloured(rng, lambda hertz: 1 / np.sqrt(np.maximum(hertz, 30)))


def street(rng: np.random.Generator) -> Floats:
    """The rumble of a town, and cars that pass every few seconds."""
    rumble = _coloured(rng, lambda hertz: 1 / np.maximum(hertz, 40) ** 0.9)
    tyres = _coloured(rng, lambda hertz: np.exp(-((np.log2(np.maximum(hertz, 1) / 900) / 1.2) ** 2)))
    seconds = np.arange(LOOP_S * RATE) / RATE
    swell = np.zeros(len(seconds))
    for _ in range(8):
        middle, long = rng.uniform(0, LOOP_S), rng.uniform(0.6, 2.0)
        away = (seconds - middle + LOOP_S / 2) % LOOP_S - LOOP_S / 2
        swell += rng.uniform(0.4, 1.5) * np.exp(-((away / long) ** 2))
    return np.asarray(0.6 * rumble / rumble.std() + swell * tyres / tyres.std(), np.float32)


def hum(rng: np.random.Generator) -> Floats:
    """Of the mains, 50 or 60 Hz with its harmonics, in the hiss of an amplifier."""
    mains = float(rng.choice([50, 60]))
    seconds = np.arange(LOOP_S * RATE) / RATE
    waves = [
        np.sin(2 * np.pi * mains * k * seconds + rng.uniform(0, 6)) / k**0.7 for k in (1, 2, 3, 4, 5, 6, 7, 9)
    ]
    return np.asarray(np.sum(waves, axis=0) + rng.normal(0, 0.1, len(seconds)), np.float32)


def kitchen(rng: np.random.Generator) -> Floats:
    """An extractor fan, dishes, cupboards, and talk from the counter."""
    fan = _coloured(rng, lambda hertz: 1 / np.maximum(hertz, 120) ** 0.8)
    out = 0.5 * fan / fan.std()
    for _ in range(40):
        one = BUMPS[str(rng.choice(["dishes", "dishes", "taps", "door"]))](rng)[: LOOP_S * RATE // 2]
        at = int(rng.integers(len(out) - len(one)))
        out[at : at + len(one)] += rng.uniform(0.5, 3) * one / np.abs(one).max()
    talk = far(_talk(_SPEAKERS[1], rng, (500, 3000)), rng)[: len(out)]
    return np.asarray(out + 0.5 * talk / talk.std(), np.float32)


def babble(rng: np.random.Generator) -> Floats:
    """Seven people who talk at once, none louder than the others."""
    voices = [_talk(name, rng, _PAUSES_MS) for name in _SPEAKERS]
    return np.asarray(np.sum(voices, axis=0), np.float32)


def talker(rng: np.random.Generator) -> Floats:
    """Somebody else in the room, who says something now and then."""
    name = _SPEAKERS[int(rng.integers(len(_SPEAKERS)))]
    return far(_talk(name, rng, (800, 6000)), rng)[: LOOP_S * RATE]


def radio(rng: np.random.Generator) -> Floats:
    """Music from across the room."""
    return far(music(LOOP_S, rng), rng)[: LOOP_S * RATE]


KINDS: dict[str, Callable[[np.random.Generator], Floats]] = {
    one.__name__: one for one in (babble, hum, kitchen, pink, radio, street, talker)
}
"""Name in a persona's `noise` -> maker of `LOOP_S` of it, at any level."""


@lru_cache(maxsize=16)
def _loop(kind: str) -> Floats:
    """Of one level, 0 dBFS while it sounds, its end crossfaded into its beginning."""
    if kind in KINDS:
        sound = KINDS[kind](np.random.default_rng(7))
    elif Path(kind).suffix:
        sound = to_float(read_audio(Path(kind)))
    else:
        known = ", ".join(sorted(KINDS))
        raise VivaError(f"no noise is called {kind!r}", hint=f"known: {known}; or the path of an audio file")
    seam = min(_SEAM, len(sound) // 4)
    fade = np.sin(np.linspace(0, np.pi / 2, seam, dtype=np.float32))
    tail, rest = sound[len(sound) - seam :], sound[: len(sound) - seam].copy()
    rest[:seam] = rest[:seam] * fade + tail * fade[::-1]
    level = active_level(rest) if kind == "talker" else 10 * np.log10(float(np.square(rest).mean()) + 1e-12)
    return np.asarray(rest * np.float32(10 ** (-level / 20)), np.float32)


def _coloured(rng: np.random.Generator, response: Callable[[Doubles], Doubles]) -> Floats:
    size = LOOP_S * RATE
    spectrum = np.fft.rfft(rng.normal(0, 1, size))
    hertz = np.asarray(np.fft.rfftfreq(size, 1 / RATE), np.float64)
    spectrum *= np.where(hertz < 20, 0, response(hertz))
    return np.fft.irfft(spectrum, size).astype(np.float32)


def _talk(name: str, rng: np.random.Generator, pauses_ms: tuple[int, int]) -> Floats:
    voice = Voice(name, int(rng.integers(150, 195)))
    made: list[Floats] = []
    length = 0
    while length < LOOP_S * RATE:
        sentence = synthesized(plain(_TALK[int(rng.integers(len(_TALK)))]), voice)
        pause = np.zeros(int(rng.integers(*pauses_ms)) * PER_MS, np.float32)
        made += [to_float(sentence.tobytes()), pause]
        length += len(sentence) + len(pause)
    return np.concatenate(made)[: LOOP_S * RATE]


def level_of(snr_db: float, speech_db: float = 0.0) -> float:
    """dBFS of the noise for speech that is `speech_db` above `LEVEL_DBFS`."""
    return LEVEL_DBFS + speech_db - snr_db
