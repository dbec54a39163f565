"""From a sentence's script to the audio that goes to the caller: one voice of one synthesizer."""

from __future__ import annotations

import math
from collections.abc import Generator
from contextlib import closing

import numpy as np

from viva.audio.pcm import from_float
from viva.audio.resample import resample
from viva.speaking.engine import Synthesizer, Voice
from viva.speaking.levels import levelled, speech_span
from viva.speaking.script import Script
from viva.speaking.speech import Sound, Speech, WordMark, latest

RATE = 16_000


class Speaker:
    """Safe to call from any thread."""

    def __init__(self, synthesizer: Synthesizer, voice: Voice) -> None:
        self.synthesizer = synthesizer
        self.voice = voice

    def stream(self, script: Script) -> Generator[Sound, None, None]:
        """The sentence's audio as it is made, its marks in `script.text`. Blocking; closing it ends the work.

        Raises:
            VivaError: what the synthesizer raises.
        """
        offset, elapsed_ms = 0, 0
        for piece in script.pieces:
            parts, marks = [np.zeros(0, np.float32)], list[WordMark]()
            with closing(self.synthesizer.stream((piece,), self.voice)) as chunks:
                for chunk in chunks:
                    parts.append(chunk.samples)
                    marks += chunk.marks
            samples = resample(np.concatenate(parts), self.synthesizer.rate, RATE)
            start, end = speech_span(samples)
            gain_db = 20 * math.log10(max(1, self.voice.volume) / 100) + piece.prosody.level_db
            pause = bytes(32 * piece.pause_ms)
            pcm = pause + from_float(levelled(samples[start:end], gain_db))
            before_ms = elapsed_ms + piece.pause_ms - start * 1000 // RATE
            yield Sound(
                pcm,
                tuple(
                    WordMark(offset + mark.start, offset + mark.end, max(elapsed_ms, before_ms + mark.at_ms))
                    for mark in latest(marks)
                ),
            )
            offset += len(piece.text)
            elapsed_ms += len(pcm) // 32

    def render(self, script: Script) -> Speech:
        """The whole sentence; empty audio where there is nothing to say. Raises as `stream` does."""
        sounds = list(self.stream(script))
        return Speech(
            script.text, b"".join(s.pcm for s in sounds), latest(m for s in sounds for m in s.marks)
        )
