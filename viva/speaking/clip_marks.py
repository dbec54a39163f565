"""When each word of a recording begins: a voice that gives marks says the same, and the two are warped."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from functools import lru_cache

import numpy as np

from viva.speaking.align import Alignment
from viva.speaking.clips import recorded
from viva.speaking.engine import Synthesizer, Voice
from viva.speaking.levels import RATE
from viva.speaking.prosody import PLAIN
from viva.speaking.recordings import Clip
from viva.speaking.script import Piece
from viva.speaking.speech import WordMark
from viva.speaking.stitching import Part, by_features

_KEPT = 1_024
"""Clips whose marks are kept; a kilobyte for ten words."""


class ClipMarks:
    """Of one bot's recordings; made once for each. Safe to call from any thread."""

    def __init__(self, reference: Synthesizer, voice: Voice) -> None:
        """`reference`: gives marks, and speaks the bot's language by `voice`."""
        self._reference = reference
        self._voice = voice
        self._kept = lru_cache(maxsize=_KEPT)(self._made)

    def of(self, clip: Clip, part: Part) -> tuple[WordMark, ...]:
        """Marks in `part.text`, from the beginning of `recorded(clip)`: 6 ms for a second of it, then free.

        Raises:
            VivaError: the clip or the reference fails.
        """
        return self._kept(clip, tuple(replace(p, prosody=PLAIN, pause_ms=0, clip="") for p in part.pieces))

    def _made(self, clip: Clip, pieces: tuple[Piece, ...]) -> tuple[WordMark, ...]:
        samples, marks = [np.zeros(0, np.float32)], list[WordMark]()
        for one in by_features(Part(0, pieces), self._reference.does):
            length = sum(map(len, samples))
            begin_ms = length * 1000 // self._reference.rate
            with closing(self._reference.stream(one.pieces, self._voice)) as chunks:
                for chunk in chunks:
                    samples.append(chunk.samples)
                    marks += [
                        WordMark(mark.start + one.start, mark.end + one.start, mark.at_ms + begin_ms)
                        for mark in chunk.marks
                    ]
        alignment = Alignment(np.concatenate(samples), marks, self._reference.rate, RATE)
        alignment.push(recorded(clip))
        return alignment.marks()
