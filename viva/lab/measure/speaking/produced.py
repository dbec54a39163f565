"""What is asked of a voice against what it produces: rate, pitch and level, measured on the audio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import click
import numpy as np
from numpy.typing import NDArray

from viva.audio.pcm import rms_dbfs, to_float
from viva.hearing.voice.analyser import VoiceAnalyser
from viva.speaking.engine import Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.levels import RATE
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.script import Piece, Script
from viva.speaking.speaker import Speaker

ENGLISH = (
    "See you on Thursday the 26th of November at half past four in the afternoon.",
    "How can I help?",
    "I have nine eight four, five oh one, two three four five; is that right?",
    "Two large lattes with oat milk and an extra shot, please!",
    "Sorry, I did not catch that. Could you say it again?",
    "Your appointment with Doctor Patel is confirmed for tomorrow morning.",
    "Which branch is closest to you, Victoria or Leeds?",
    "That will be twelve pounds and fifty pence.",
    "Thank you for calling; goodbye.",
)
HINDI = (
    "आपकी क्या मदद कर सकता हूँ?",
    "कल सुबह दस बजे आपका अपॉइंटमेंट है।",
    "कृपया अपना नंबर बताइए।",
    "माफ़ कीजिए, मैं समझ नहीं पाया, फिर से कहिए।",
)
VOICES = ("en-gb", "en-us", "en-gb+f3", "en-us+f2", "hi", "hi+f3")
RATES = (0.7, 0.8, 0.9, 1.1, 1.25, 1.4)
PITCHES_ST = (-4.0, -2.0, -1.0, 1.0, 2.0, 4.0)
LEVELS_DB = (-6.0, -3.0, 2.0, 4.0)
_SPOKEN_DB = 40.0
"""Speech lasts from the first frame to the last that is less below the loudest."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Deviation:
    voice: str
    kind: str
    """`rate` in per cent, `pitch` in semitones, `level` in dB."""
    asked: float
    off: float
    text: str


BARS = {"rate": (3.0, "%"), "pitch": (0.5, "st"), "level": (1.0, "dB")}
"""What may be off, and its unit."""


def measure(voices: Iterable[str] = VOICES) -> list[Deviation]:
    """Each sentence by itself, against the same sentence as the voice says it of its own."""
    found: list[Deviation] = []
    for voice in voices:
        speaker = Speaker(EspeakSynthesizer(), Voice(voice))
        for text in HINDI if voice.startswith("hi") else ENGLISH:
            own = _said(speaker, text, PLAIN)
            for rate in RATES:
                made = _said(speaker, text, replace(PLAIN, rate=rate))
                off = 100 * (speech_s(own) / speech_s(made) / rate - 1)
                found.append(Deviation(voice, "rate", rate, off, text))
            for pitch_st in PITCHES_ST:
                made = _said(speaker, text, replace(PLAIN, pitch_st=pitch_st))
                off = pitch(made) - pitch(own) - pitch_st
                found.append(Deviation(voice, "pitch", pitch_st, off, text))
            for level_db in LEVELS_DB:
                made = _said(speaker, text, replace(PLAIN, level_db=level_db))
                off = rms_dbfs(made) - rms_dbfs(own) - level_db
                found.append(Deviation(voice, "level", level_db, off, text))
    return found


def table(found: list[Deviation]) -> str:
    """By voice and kind: the median and the largest deviation, and what is outside the bar."""
    lines = [f"{'voice':>10} {'kind':>6} {'median':>9} {'worst':>9}  outside"]
    for voice, kind in dict.fromkeys((one.voice, one.kind) for one in found):
        of = [one for one in found if (one.voice, one.kind) == (voice, kind)]
        bar, unit = BARS[kind]
        worst = max(of, key=lambda one: abs(one.off))
        median, outside = float(np.median([abs(one.off) for one in of])), [o for o in of if abs(o.off) > bar]
        lines.append(
            f"{voice:>10} {kind:>6} {median:6.2f} {unit:2} {worst.off:+6.2f} {unit:2}  "
            f"{len(outside)} of {len(of)}; the worst asked for {worst.asked:+g}: {worst.text}"
        )
    return "\n".join(lines)


def bench_produced(voices: tuple[str, ...]) -> None:
    click.echo(table(measure(voices or VOICES)))


def speech_s(samples: Floats) -> float:
    """From where speech begins to where it ends, in steps of 5 ms."""
    size = RATE // 200
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    power = np.square(frames).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 10 ** (-_SPOKEN_DB / 10))
    return float(loud[-1] + 1 - loud[0]) * size / RATE


def pitch(samples: Floats) -> float:
    """Semitones: the mean of the middle half of the voiced frames.

    A median jumps by a semitone where two accents are about as long, and eSpeak NG's flutter decides it.
    """
    found = 12 * np.log2(VoiceAnalyser().push(samples).pitch_hz)
    low, high = np.nanpercentile(found, [25, 75])
    return float(np.nanmean(found[(found >= low) & (found <= high)]))


def _said(speaker: Speaker, text: str, prosody: Prosody) -> Floats:
    return to_float(speaker.render(Script((Piece(text, prosody=prosody),))).pcm)
