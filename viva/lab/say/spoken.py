"""Sentences spoken, with all that is to be seen of them: words, waveform, pitch, level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from viva.audio.pcm import to_float
from viva.channels.line import FRAME_MS
from viva.dialogue.bot import Bot
from viva.dialogue.recorded import recordings_of
from viva.hearing.voice.analyser import VoiceAnalyser
from viva.hearing.voice.frames import HOP_MS, VoiceFrames
from viva.lab.say.asked import Way
from viva.server.playout import Playout
from viva.speaking.loudness import loudness
from viva.speaking.registry import speaker, synthesizer
from viva.speaking.script import Script
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Speech

PER_MS = 16
"""Samples."""
COLUMN_MS = 5
"""Of the waveform."""
BLOCK = 16_000
"""Samples in one step of the analyser: other threads get their turn between steps."""


class Renders(Protocol):
    """A speaker, or a cache before one."""

    def render(self, script: Script) -> Speech: ...


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    said: str
    """What the voice was given in its place; '' the text itself."""
    start_ms: int
    end_ms: int
    """Where the next begins, or the sentence ends."""


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    start_ms: int
    end_ms: int
    words: tuple[Word, ...]
    rate: float
    """Times the voice's own."""
    pitch_st: float
    level_db: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curves:
    step_ms: int
    pitch_hz: list[float | None]
    """None: no voice."""
    column_ms: int
    wave: list[tuple[float, float]]
    """Lowest and highest sample of each column, -1..1."""


@dataclass(frozen=True, slots=True)
class Spoken:
    sentences: tuple[Sentence, ...]
    pcm: bytes
    """PCM16LE, mono, 16 kHz: the sentences one after the other, as they are played in a call."""

    @property
    def duration_ms(self) -> int:
        return len(self.pcm) // (2 * PER_MS)

    @property
    def lufs(self) -> float | None:
        """Loudness after ITU-R BS.1770; None for silence."""
        return loudness(to_float(self.pcm))


def speaker_of(bot: Bot) -> Speaker:
    """The bot's voice and its recordings. Raises VivaError: the engine is not known."""
    made = synthesizer(bot.synthesizer)
    return speaker(bot.synthesizer, made, bot.voice, bot.language.code, recordings=recordings_of(bot))


def speak(speaker: Renders, ways: Sequence[Way]) -> Spoken:
    """Blocking. Raises VivaError: what the synthesizer raises."""
    sentences: list[Sentence] = []
    pcm = b""
    for way in ways:
        speech = speaker.render(way.script)
        start_ms = len(pcm) // (2 * PER_MS)
        pcm += _played(speech.pcm, way.prosody.level_db)
        sentences.append(_sentence(way, speech, start_ms, len(pcm) // (2 * PER_MS)))
    return Spoken(tuple(sentences), pcm)


def curves(spoken: Spoken) -> Curves:
    """Pitch and waveform of the whole."""
    samples = to_float(spoken.pcm)
    pitch: list[float | None] = [None] * (spoken.duration_ms // HOP_MS)
    frames = _frames(samples)
    for at_ms, hz in zip(frames.times_ms, frames.pitch_hz, strict=True):
        place = round(float(at_ms) / HOP_MS)
        if 0 <= place < len(pitch) and not np.isnan(hz):
            pitch[place] = round(float(hz), 1)
    return Curves(HOP_MS, pitch, COLUMN_MS, _wave(samples))


def _played(pcm: bytes, level_db: float) -> bytes:
    """As a call sends it: at its level, in whole frames."""
    playout, t, frames = Playout(), 0, list[bytes]()
    playout.queue(1, pcm, level_db)
    while playout.active:
        frames += playout.advance(t)[0]
        t += FRAME_MS
    return b"".join(frames)


def _sentence(way: Way, speech: Speech, start_ms: int, end_ms: int) -> Sentence:
    said = _said(way)
    ends = [*(start_ms + mark.at_ms for mark in speech.marks[1:]), end_ms]
    words = tuple(
        Word(
            speech.text[mark.start : mark.end],
            said.get(mark.start, ""),
            start_ms + mark.at_ms,
            end,
        )
        for mark, end in zip(speech.marks, ends, strict=False)  # no words: no ends
    )
    prosody = way.prosody
    return Sentence(
        speech.text,
        start_ms,
        end_ms,
        words,
        prosody.rate,
        prosody.pitch_st,
        prosody.level_db,
        way.reasons,
    )


def _said(way: Way) -> dict[int, str]:
    """By the offset of the first word of a piece: what is said in place of the piece."""
    found, at = {}, 0
    for piece in way.script.pieces:
        first = at + len(piece.text) - len(piece.text.lstrip())
        if piece.say and piece.say.strip() != piece.text.strip():
            found[first] = piece.say
        at += len(piece.text)
    return found


def _wave(samples: NDArray[np.float32]) -> list[tuple[float, float]]:
    size = PER_MS * COLUMN_MS
    columns = samples[: len(samples) // size * size].reshape(-1, size)
    low, high = columns.min(axis=1).round(3), columns.max(axis=1).round(3)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _frames(samples: NDArray[np.float32]) -> VoiceFrames:
    analyser = VoiceAnalyser()
    analyser.start(0)
    blocks = [analyser.push(samples[i : i + BLOCK]) for i in range(0, len(samples), BLOCK)]
    return VoiceFrames.joined([*blocks, analyser.flush()])
