"""One sentence by eSpeak NG: its first 0.3 s at once, the rest exactly as it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from viva.audio.resample import Resampler
from viva.pronunciation.espeak_library import Library
from viva.speaking.brightening import Brightener
from viva.speaking.engine import Chunk
from viva.speaking.espeak_plan import Run, Told
from viva.speaking.marks import word_marks
from viva.speaking.shape import Stretch, quiet_before, shaped
from viva.speaking.speech import WordMark

HZ = 16_000
"""Of what is given."""
FIRST_MS = 300
"""Given before the rest is made: the others' first chunks and a few rests are made meanwhile. The resampler
keeps 20 ms of it and silence before it is cut; what is left is enough for the leveller (`HOLD_KNOWN_MS`)."""
STEP_MS = 1000
"""The rest is given in steps, between which beginnings of others pass."""
SHORT = 24
"""Characters (1.5 s) that are made whole before anything is given, which takes 2 ms."""
_SLOWEST, _FASTEST = 0.7, 1.4
"""A stretch beyond would be heard; what the voices' own rates leave is less than 1.1."""


class Turn(Protocol):
    """Whose turn it is to compute, where several sentences are made by one process."""

    def rest(self) -> None:
        """The first chunk is out: wait behind the first ones of others."""
        ...

    def between(self) -> None:
        """Let first chunks of others pass."""
        ...


class Alone:
    """A `Turn` where nobody else computes."""

    def rest(self) -> None:
        pass

    def between(self) -> None:
        pass


def render(engine: Library, runs: tuple[Run, ...], give: Callable[[Chunk], None], turn: Turn) -> None:
    """Speak, and give the audio at `HZ` as it is made. What `give` raises ends the work, and is raised."""
    sentence = _Sentence(engine, give, turn)
    for run in runs:
        sentence.say(run)
    sentence.finish()


class _Heard:
    """What eSpeak NG has given of a run so far."""

    def __init__(self, told: Told, hz: int) -> None:
        self._places = told.places
        self._hz = hz
        self._audio = bytearray()
        self._words: list[tuple[int, int, int]] = []
        """(part, offset in the written text, sample)"""

    def take(self, audio: bytes, words: list[tuple[int, int]]) -> None:
        self._audio += audio
        for at, ms in words:
            part, offset = self._places[min(max(at, 0), len(self._places) - 1)]
            self._words.append((part, offset, ms * self._hz // 1000))

    @property
    def length(self) -> int:
        return len(self._audio) // 2

    @property
    def samples(self) -> NDArray[np.float32]:
        return np.frombuffer(bytes(self._audio), np.int16).astype(np.float32) / np.float32(32768)

    @property
    def reports(self) -> list[tuple[int, int]]:
        """(offset in the written text, sample) of each word."""
        return [(offset, sample) for _, offset, sample in self._words]

    @property
    def last(self) -> tuple[int, int]:
        """Part and offset of the word that is being said."""
        return self._words[-1][:2] if self._words else (0, 0)

    def borders(self, parts: int) -> list[int]:
        """Where each part begins, and where the last one ends. A part without a word is empty."""
        begins = [self.length] * (parts + 1)
        for part, _, sample in reversed(self._words):
            begins[part] = sample
        begins[0] = 0
        for part in reversed(range(parts)):
            begins[part] = min(begins[part], begins[part + 1])
        return begins


class _Sentence:
    def __init__(self, engine: Library, give: Callable[[Chunk], None], turn: Turn) -> None:
        self._engine = engine
        self._hz = engine.rate
        self._give = give
        self._turn = turn
        self._resampler = Resampler(engine.rate, HZ)
        self._brightener = Brightener()
        self._made = 0
        """Samples so far, at the engine's rate."""
        self._offset = 0
        """Of the run in the joined texts."""

    def say(self, run: Run) -> None:
        told = run.told()
        heard = _Heard(told, self._hz)
        lead = self._hz * run.parts[0].pause_ms // 1000
        start = self._made + lead
        early, marked = 0, 0  # samples and marks that were given before the run was whole

        def take(audio: bytes, words: list[tuple[int, int]]) -> bool:
            nonlocal early, marked
            heard.take(audio, words)
            part, offset = heard.last
            if early:
                self._turn.between()
            elif run.characters > SHORT and part == 0 and heard.length >= self._hz * FIRST_MS // 1000:
                early = heard.length
                marks = self._marks(run, heard.reports, start, early)
                known = tuple(mark for mark in marks if mark.start <= self._offset + offset)
                marked = len(known)
                self._put(lead, heard.samples, known)
                self._turn.rest()
            return True

        self._engine.speak(told.text, run.identifier, told.first, take)
        rest, moved = shaped(heard.samples, self._stretches(run, heard, early), self._hz)
        reports = [(offset, at if at < early else early + moved(at)) for offset, at in heard.reports]
        marks = self._marks(run, reports, start, early + len(rest))[marked:]
        for at in range(0, max(1, len(rest)), self._hz * STEP_MS // 1000):
            part = rest[at : at + self._hz * STEP_MS // 1000]
            self._put(0 if early or at else lead, part, () if at else marks)
            self._turn.between()
        self._offset += len(run.written)

    def finish(self) -> None:
        rest = self._resampler.flush()
        if len(rest):
            self._give(Chunk(self._brightener.push(rest)))

    def _stretches(self, run: Run, heard: _Heard, early: int) -> list[Stretch]:
        """What is still to be given, with what each part lacks of the duration and pause asked for."""
        borders = heard.borders(len(run.parts))
        own = self._own_lengths(run) if any(part.rate != 1.0 for part in run.parts) else []
        samples = heard.samples
        stretches: list[Stretch] = []
        for index, part in enumerate(run.parts):
            given = early if index == 0 else 0
            start, end = borders[index] + given, borders[index + 1]
            silence = self._hz * part.pause_ms // 1000 if index else 0
            if silence and part.bare:
                before = stretches[-1]
                quiet = quiet_before(samples, before.end, before.start)
                stretches[-1] = Stretch(before.start, before.end - quiet, before.rate, before.silence)
            rate = 1.0
            if part.rate != 1.0 and end > start:
                wanted = own[index] / part.rate - given
                rate = min(max((end - start) / max(1.0, wanted), _SLOWEST), _FASTEST)
            stretches.append(Stretch(start, end, rate, silence))
        return stretches

    def _own_lengths(self, run: Run) -> list[int]:
        """Samples of each part at the voice's own rate: the same text, said once more."""
        told = run.told(own_rate=True)
        heard = _Heard(told, self._hz)

        def take(audio: bytes, words: list[tuple[int, int]]) -> bool:
            heard.take(audio, words)
            self._turn.between()
            return True

        self._engine.speak(told.text, run.identifier, told.first, take)
        borders = heard.borders(len(run.parts))
        return [end - start for start, end in pairwise(borders)]

    def _marks(
        self, run: Run, reports: list[tuple[int, int]], start: int, length: int
    ) -> tuple[WordMark, ...]:
        in_ms = [(offset, at * 1000 // self._hz) for offset, at in reports]
        start_ms = start * 1000 // self._hz
        return tuple(
            WordMark(self._offset + mark.start, self._offset + mark.end, start_ms + mark.at_ms)
            for mark in word_marks(run.written, in_ms, length * 1000 // self._hz)
        )

    def _put(self, lead: int, samples: NDArray[np.float32], marks: tuple[WordMark, ...]) -> None:
        audio = np.concatenate((np.zeros(lead, np.float32), samples))
        self._made += len(audio)
        self._give(Chunk(self._brightener.push(self._resampler.push(audio)), marks))
