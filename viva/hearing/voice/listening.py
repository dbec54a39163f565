"""Listens to one caller's inter-pausal units while they are spoken."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from viva.hearing.voice.analyser import VoiceAnalyser
from viva.hearing.voice.baseline import Baseline
from viva.hearing.voice.classifier import VoiceClassifier
from viva.hearing.voice.evidence import Voice
from viva.hearing.voice.frames import RATE, VoiceFrames
from viva.hearing.voice.measure import measure

LEAD_MS = 40
"""Audio before the start of speech, so that the first frames stand where it starts."""
BLOCK_MS = 160
"""Five windows of voice activity: in blocks of one the same work costs twice as much."""
TAIL_MS = 90
"""Audio after the end of speech that decides its last frames."""
LONGEST_MS = 30_000
"""Of a unit; of a longer one the end is measured."""


class VoiceListener:
    """Told where speech starts and pauses, and given the audio between."""

    def __init__(self, classifier: VoiceClassifier | None = None) -> None:
        self._analyser = VoiceAnalyser()
        self._classifier = classifier
        self._baseline = Baseline()
        self._frames: deque[VoiceFrames] = deque(maxlen=LONGEST_MS // BLOCK_MS)
        self._start: int | None = None
        self._next = 0

    @property
    def next_ms(self) -> int | None:
        """Where the audio of the next `push` begins; None: nobody speaks."""
        return None if self._start is None else self._next

    def started(self, at_ms: int) -> None:
        """Speech starts, or goes on after a pause."""
        self._start, self._next = at_ms, max(0, at_ms - LEAD_MS)
        self._frames.clear()
        self._analyser.start(self._next)

    def push(self, samples: NDArray[np.float32]) -> None:
        """16 kHz float32 from `next_ms` on, whole milliseconds of it."""
        self._frames.append(self._analyser.push(samples))
        self._next += len(samples) * 1000 // RATE

    def paused(self, at_ms: int) -> Voice | None:
        """How it was said from the start to `at_ms`. None: it had not started, or no frame was heard."""
        if self._start is None:
            return None
        frames = VoiceFrames.joined([*self._frames, self._analyser.flush()])
        frames = frames.between(self._start, at_ms)
        self._start = None
        self._frames.clear()
        if not len(frames):
            return None
        voice = measure(frames)
        if self._classifier is not None:
            voice = replace(voice, emotion=self._classifier.emotion(voice, self._baseline))
        self._baseline = self._baseline.with_voice(voice)
        return voice
