"""A sound put into a call: the caller's level, the room's noise, the line; and what of it the judge is given.

The call's own voice activity says when the sound began. Sounds that do not wake it are never judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from viva.audio.pcm import from_float, rms_dbfs, to_float
from viva.hearing.engine import VoiceActivity
from viva.hearing.overlap.evidence import OverlapKind
from viva.hearing.speech import WINDOW_MS, SpeechDetector
from viva.lab.overlaps.material import Recordings, Sound, chance
from viva.lab.sounds.humming import RATE, Floats
from viva.lab.sounds.levels import active_level
from viva.lab.sounds.noise import through_a_telephone

LEAD_MS = 700
"""Of the room alone before the sound."""
TAIL_MS = 700
BEFORE_MS = 100
"""Audio before the onset that the judge is given."""
LONGEST_MS = 500
KNOWN = 0.8
"""Share of the calls in which the caller's usual level is known."""
SPREAD_DB: dict[OverlapKind, tuple[float, float]] = {
    "interruption": (0, 3),
    "backchannel": (-2, 4),
    "noise": (-2, 7),
    "background_speech": (-22, 4),
}
"""Level against the caller's usual one: mean and standard deviation. Background speech is cut to -30..-15."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the judge is given, and what it ought to say."""

    sound: Sound
    pcm: bytes
    """From `BEFORE_MS` before the onset to `LONGEST_MS` after it; PCM16LE, 16 kHz."""
    usual_level_db: float | None
    telephone: bool

    def until(self, ms: int) -> bytes:
        """What there is of it `ms` after the onset."""
        return self.pcm[: 32 * (BEFORE_MS + ms)]


def scenes(sounds: Iterable[Sound], recordings: Recordings, voice: VoiceActivity) -> Iterator[Scene | Sound]:
    """A scene of each sound; the sound itself where it wakes nothing, or the room did before."""
    for sound in sounds:
        rng = chance(sound.name)
        usual = float(rng.uniform(-38, -18))
        telephone = bool(rng.random() < 0.5)
        pcm = _call(sound, recordings.room(sound.part), usual, rng)
        if telephone:
            pcm = through_a_telephone(pcm)
        onset = _onset(pcm, voice)
        earliest = 0 if sound.group == "kitchen" else LEAD_MS - 100
        if onset is None or onset < earliest:
            yield sound
            continue
        start = max(0, onset - BEFORE_MS)
        cut = pcm[32 * start : 32 * (onset + LONGEST_MS)]
        yield Scene(sound, cut, usual if rng.random() < KNOWN else None, telephone)


def _call(sound: Sound, room: Floats, usual_db: float, rng: np.random.Generator) -> bytes:
    mean, deviation = SPREAD_DB[sound.kind]
    offset = rng.normal(mean, deviation)
    if sound.kind == "background_speech":
        offset = np.clip(offset, -30, -15)
    own = sound.samples * np.float32(10 ** ((usual_db + offset - active_level(sound.samples)) / 20))
    if sound.group == "kitchen":
        return from_float(own)
    lead, tail = LEAD_MS * RATE // 1000, TAIL_MS * RATE // 1000
    whole = np.concatenate((np.zeros(lead, np.float32), own, np.zeros(tail, np.float32)))
    at = int(rng.integers(0, len(room) - len(whole)))
    noise = room[at : at + len(whole)]
    below = rng.uniform(10, 30)
    return from_float(whole + noise * np.float32(10 ** ((usual_db - below - rms_dbfs(noise)) / 20)))


def _onset(pcm: bytes, voice: VoiceActivity) -> int | None:
    """Where speech starts first, ms, as a call would find it."""
    samples, detector, stream = to_float(pcm), SpeechDetector(), voice.open()
    try:
        for end in range(voice.window, len(samples) + 1, voice.window):
            probability = voice.probabilities([stream], samples[None, end - voice.window : end])[0]
            for change in detector.push(float(probability), end * WINDOW_MS // voice.window):
                return change.at_ms
    finally:
        voice.close(stream)
    return None
