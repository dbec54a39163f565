"""Utterances as sound: synthesized, hummed, coughed, or a person's recording. Always the same to the byte."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from viva.audio.files import read_audio
from viva.audio.pcm import to_float, to_int16
from viva.lab.simulate.utterance import Part, Utterance
from viva.lab.simulate.voice.script import breath
from viva.lab.sounds.bumps import BUMPS
from viva.lab.sounds.humming import Floats, glottis, hum
from viva.lab.sounds.levels import active_level
from viva.speaking.engine import Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.espeak_fresh import FreshEspeak
from viva.speaking.levels import speech_span
from viva.speaking.script import Piece, Script

LEVEL_DBFS = -26.0
"""Of speech while it is spoken: the nominal level of telephony (ITU-T P.56 and G.711 planning)."""
KEPT = 512
"""Sentences of two seconds: 32 MB."""
_FLOOR_DB, _RECORDING_FLOOR_DB = 50.0, 30.0
"""What is so far below the loudest 10 ms is silence, or a recording's room."""
GAP_MS, _SILENT_DB = 80, 40.0
"""Longest silence within a breath, as of a stop's closure; so far below the loudest 10 ms it is silent."""
_PAUSE_MS = 250
"""A silence of that length within a recording is a pause (Goldman-Eisler 1968)."""
_USUAL = "The small dog ran over the hill, and nobody could tell me where it went."
"""By which a voice's own level is known."""
_HUMMED = frozenset(("mm-hm", "mm-hmm", "mhm", "uh-huh", "mm", "hm", "hmm", "aha"))
_HUM_DB, _BUMP_DB = -4.0, -2.0
"""Against speech: people hum softer than they speak."""

PER_MS = 16
"""Samples."""

Int16 = np.ndarray[Any, np.dtype[np.int16]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance as it sounds, from its first sound to its last."""

    samples: Floats
    """16 kHz, at `LEVEL_DBFS`."""
    pauses: tuple[tuple[int, int], ...] = ()
    """Start and end of each silence within it, ms."""

    @property
    def duration_ms(self) -> int:
        return len(self.samples) // PER_MS


def spoken(utterance: Utterance, voice: Voice) -> Spoken:
    """Say it.

    Raises:
        VivaError: the voice is unknown, the recording cannot be read.
    """
    if utterance.recording is not None:
        return recorded(utterance.recording)
    if utterance.kind == "noise":
        return Spoken(_bump(utterance.text, _seed(voice, utterance.text)))
    if utterance.text.lower().strip(" .!,") in _HUMMED:
        return Spoken(_hum(_seed(voice, "hum")))
    return _joined(utterance.parts, voice, clearly=utterance.act == "repeat")


def _joined(parts: tuple[Part, ...], voice: Voice, *, clearly: bool) -> Spoken:
    made: list[Floats] = []
    pauses: list[tuple[int, int]] = []
    at = silence = 0
    for index, part in enumerate(parts):
        goes_on = any(one.text for one in parts[index + 1 :])
        sound = synthesized(breath(part.text, goes_on=goes_on, clearly=clearly), voice)
        if len(sound) and made and silence:
            pauses.append((at // PER_MS, (at + silence) // PER_MS))
            made.append(np.zeros(silence, np.float32))
            at += silence
        if len(sound):
            made.append(to_float(sound.tobytes()))
            at, silence = at + len(sound), 0
        silence += part.pause_ms * PER_MS
    return Spoken(np.concatenate(made) if made else np.zeros(0, np.float32), tuple(pauses))


@lru_cache(maxsize=KEPT)
def synthesized(script: Script, voice: Voice) -> Int16:
    """One breath by a synthesized voice, int16 [n], from its first sound to its last; nothing for nothing."""
    samples = _rendered(script.pieces, voice)
    begin, end = _span(samples)
    gain_db = LEVEL_DBFS - _own_level(voice) + (script.pieces[0].prosody.level_db if script.pieces else 0.0)
    sound = _in_one_breath(samples[begin:end])
    return to_int16(sound * np.float32(10 ** (gain_db / 20)))


@lru_cache(maxsize=KEPT)
def _own_level(voice: Voice) -> float:
    return active_level(_rendered((Piece(_USUAL),), voice))


def _rendered(pieces: tuple[Piece, ...], voice: Voice) -> Floats:
    chunks = [chunk.samples for chunk in EspeakSynthesizer(FreshEspeak()).stream(pieces, voice)]
    return np.concatenate(chunks) if chunks else np.zeros(0, np.float32)


@lru_cache(maxsize=KEPT // 4)
def recorded(path: Path) -> Spoken:
    """A person's recording. Raises AudioFileError, which names the file."""
    samples = to_float(read_audio(path))
    begin, end = _span(samples, _RECORDING_FLOOR_DB)
    speech = samples[begin:end]
    gain = np.float32(10 ** ((LEVEL_DBFS - active_level(speech)) / 20))
    return Spoken(np.asarray(speech * gain, np.float32), _pauses(speech))


def _in_one_breath(sound: Floats) -> Floats:
    """Without the silences that the synthesizer makes at commas: a breath has no pauses but those that were
    meant, and 0.3 s after "no, ..." would be the end of a turn."""
    size = 10 * PER_MS
    power = np.square(sound[: len(sound) // size * size].reshape(-1, size)).mean(axis=1)
    loud = np.flatnonzero(power > power.max(initial=0) * 10 ** (-_SILENT_DB / 10))
    kept, at = [sound[:0]], 0
    for before, after in pairwise(loud):
        too_much = (int(after) - int(before) - 1) * size - GAP_MS * PER_MS
        if too_much > 0:
            middle = (int(before) + 1) * size + GAP_MS * PER_MS // 2
            kept.append(sound[at:middle])
            at = middle + too_much
    return np.concatenate((*kept, sound[at:]))


def _span(samples: Floats, floor_db: float = _FLOOR_DB) -> tuple[int, int]:
    """Of the sound without silence around it, whole milliseconds."""
    begin, end = speech_span(samples, lead_ms=0, tail_ms=0, floor_db=floor_db)
    return begin, end - (end - begin) % PER_MS


def _pauses(speech: Floats) -> tuple[tuple[int, int], ...]:
    """Silences, by frames of 10 ms."""
    frames = speech[: len(speech) // 160 * 160].reshape(-1, 160)
    power = np.square(frames).mean(axis=1)
    loud = np.flatnonzero(power > power.max(initial=0) * 10 ** (-_RECORDING_FLOOR_DB / 10))
    ends = [(10 * (int(a) + 1), 10 * int(b)) for a, b in pairwise(loud)]
    return tuple((start, end) for start, end in ends if end - start >= _PAUSE_MS)


def _bump(name: str, seed: int) -> Floats:
    """A sound of `BUMPS` by its name; any other text, or none, is a cough."""
    sound = BUMPS.get(name, BUMPS["cough"])(np.random.default_rng(seed))
    begin, end = _span(sound)
    return _at(sound[begin:end], LEVEL_DBFS + _BUMP_DB)


def _hum(seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    return _at(hum(glottis(rng), rng), LEVEL_DBFS + _HUM_DB)


def _at(samples: Floats, level_db: float) -> Floats:
    return np.asarray(samples * np.float32(10 ** ((level_db - active_level(samples)) / 20)), np.float32)


def _seed(voice: Voice, text: str) -> int:
    return crc32(repr((voice, text)).encode())
