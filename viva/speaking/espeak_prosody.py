"""A prosody in eSpeak NG's own numbers, which are not linear. From its formulas and from measurements."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path

import numpy as np

from viva.pronunciation.espeak_library import Manner, binding
from viva.speaking.engine import Voice
from viva.speaking.prosody import Prosody

SLOWEST, FASTEST = 80, 350
"""Words per minute. What is said faster still has a method and an articulation of its own in eSpeak NG."""
_LENGTHS = (
    (80, 1.91), (90, 1.80), (100, 1.63), (110, 1.49), (120, 1.363), (130, 1.257), (140, 1.167), (150, 1.096),
    (160, 1.026), (165, 1.0), (170, 0.966), (180, 0.910), (190, 0.864), (200, 0.823), (210, 0.788),
    (220, 0.750), (231, 0.713), (240, 0.693), (260, 0.636), (280, 0.598), (300, 0.555), (350, 0.46),
)  # fmt: skip
"""(words per minute, length of the speech against 165): medians of 55 sentences in English and Hindi by six
voices of eSpeak NG 1.52. A sentence lies up to 7 % beside them at 115 and 231: vowels, consonants and
pauses give way differently. The synthesizer measures each sentence and evens that out."""
_USUAL_PITCH = (80, 118)
"""Of a voice whose file has no `pitch` (VoiceReset in voices.c of eSpeak NG 1.52)."""
_OWN = 50
"""The number that stands for a voice's own pitch, and for its own range."""


def manner(identifier: str, voice: Voice, prosody: Prosody) -> Manner:
    """What eSpeak NG is told. Rates are met within 7 %, pitches within 0.2 semitones."""
    pitch, pitch_range = _pitch(identifier, voice.pitch, prosody.pitch_st)
    return Manner(_rate(voice.rate, prosody.rate), pitch, pitch_range)


def _rate(own: int, rate: float) -> int:
    own = _within(own, SLOWEST, FASTEST)
    if rate == 1.0:
        return own
    words, lengths = zip(*_LENGTHS, strict=True)
    wanted = float(np.interp(own, words, lengths)) / rate
    return _within(round(float(np.interp(wanted, lengths[::-1], words[::-1]))), SLOWEST, FASTEST)


def _pitch(identifier: str, own: int, pitch_st: float) -> tuple[int, int]:
    """(pitch, range), so that all of the melody is moved by as many semitones.

    SetPitch2 in wavegen.c speaks at base + height * range, height 0..127 by the melody, where
    base = voice_base * 2^((pitch - 50) / 50) - 18 * (range - voice_range).
    """
    own = _within(own, 0, 99)
    if not pitch_st:
        return own, _OWN
    low, high = _file_pitch(identifier)
    voice_base, voice_range = (low - 9) * 4096, (high - low) * 108
    factor = 2 ** (pitch_st / 12)
    pitch_range = _within(round(_OWN * factor), 0, 99)
    base = voice_base * 2 ** ((own - 50) / 50) * factor + 18 * voice_range * (pitch_range / _OWN - 1)
    pitch = 50 + 50 * math.log2(max(base / voice_base, 0.5))
    return _within(round(pitch), 0, 99), pitch_range


@cache
def _file_pitch(identifier: str) -> tuple[int, int]:
    """The two numbers behind `pitch` in the voice's file; a variant's come before the language's."""
    language, _, variant = identifier.partition("+")
    _, data = binding()
    for file in (data / "voices" / "!v" / variant if variant else None, data / "lang" / language):
        found = _PITCH_LINE.findall(_text(file)) if file is not None else []
        if found:
            low, high = map(int, found[-1])
            return (low, high) if low > 9 else _USUAL_PITCH
    return _USUAL_PITCH


_PITCH_LINE = re.compile(r"^\s*pitch\s+(\d+)\s+(\d+)", re.M)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _within(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
