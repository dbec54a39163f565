"""Word marks for a voice that gives none: eSpeak NG says the same, with marks, and the two are warped.

The way of aeneas (forced alignment by a synthesized reference), made for audio that is still coming: marks
are given early and made better, and the first audio never waits for them.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from viva.errors import VivaError
from viva.speaking.cepstra import HOP_MS, SIZE, Array, Cepstra
from viva.speaking.engine import Chunk, Feature, Synthesizer, Voice
from viva.speaking.prosody import Prosody
from viva.speaking.script import Piece
from viva.speaking.speech import WordMark
from viva.speaking.warp import Warp

_AGAIN = 20
"""Frames that must have come since the last marks before there are new ones: 200 ms."""
_SLOWEST, _FASTEST = 2.0, 0.5
"""How much longer or shorter than by the reference the rest of a sentence is expected to be."""
_KNOWN_MS = 500
"""Of the reference that must be passed before its pace is taken for the voice's own."""


class Aligned:
    """A `Synthesizer` with marks, from one that has none and says one piece at a time."""

    def __init__(self, synthesizer: Synthesizer, reference: Synthesizer, voice: Voice) -> None:
        """`reference`: gives marks, and speaks the same language by `voice`."""
        self._synthesizer = synthesizer
        self._reference = reference
        self._voice = voice

    @property
    def rate(self) -> int:
        return self._synthesizer.rate

    @property
    def does(self) -> frozenset[Feature]:
        return self._synthesizer.does | {"marks"}

    @property
    def identity(self) -> str:
        return f"{self._synthesizer.identity}, aligned with {self._voice.name}"

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        """As the synthesizer does. Marks come as words are found: soon after the audio in which a word
        begins, some of them ahead of it and not yet sure, and once more, all of them, at the end.
        """
        (piece,) = pieces
        alignment: Alignment | None = None
        marks: tuple[WordMark, ...] = ()
        with closing(self._synthesizer.stream(pieces, voice)) as chunks:
            for chunk in chunks:
                yield Chunk(chunk.samples, marks)
                alignment = alignment or self._alignment(piece)
                alignment.push(chunk.samples)
                marks = alignment.marks_so_far()
        if alignment is not None:
            yield Chunk(np.zeros(0, np.float32), alignment.marks())

    def _alignment(self, piece: Piece) -> Alignment:
        rate = piece.prosody.rate if "rate" in self.does else 1.0
        samples, marks = [np.zeros(0, np.float32)], list[WordMark]()
        try:
            said = self._reference.stream((replace(piece, prosody=Prosody(rate)),), self._voice)
            for chunk in said:
                samples.append(chunk.samples)
                marks += chunk.marks
        except VivaError:  # the voice spoke all the same: then with a mark for its first word alone
            marks = []
        return Alignment(np.concatenate(samples), marks, self._reference.rate, self.rate)


class Alignment:
    """Of one sentence. Times are milliseconds from the start of the sound that is pushed."""

    def __init__(
        self, reference: NDArray[np.float32], marks: Sequence[WordMark], reference_rate: int, rate: int
    ) -> None:
        """`marks`: of the reference, in order, one per word."""
        self._marks = marks
        sound = Cepstra(reference_rate)
        sound.push(reference)
        sound.flush()
        frames, self._like = sound.frames()
        self._times, states = _states(frames, [mark.at_ms // HOP_MS for mark in marks])
        self._states = states
        self._first = _first_states(self._times, states, [mark.at_ms for mark in marks])
        self._sound = Cepstra(rate)
        self._warp = Warp(states)
        self._warped = 0
        self._so_far: tuple[WordMark, ...] = ()

    def push(self, samples: NDArray[np.float32]) -> None:
        self._sound.push(samples)

    def marks_so_far(self) -> tuple[WordMark, ...]:
        """All words, those to come where they are expected; () where little came since the last time."""
        if len(self._sound) - self._warped < _AGAIN or not self._marks:
            return ()
        frames, _ = self._sound.frames(self._warped, self._like)
        self._warp.extend(frames)
        self._warped = len(self._sound)
        return self._marked(self._warp.path(whole=False))

    def marks(self) -> tuple[WordMark, ...]:
        """The sound is over: one mark for each word, with all of it known."""
        if not self._marks:
            return ()
        self._sound.flush()
        frames, _ = self._sound.frames(like=self._like)
        warp = Warp(self._states)
        warp.extend(frames)
        return self._marked(warp.path(whole=True))

    def _marked(self, path: NDArray[np.intp]) -> tuple[WordMark, ...]:
        if not len(path):
            return ()
        begins = np.searchsorted(path, self._first) * HOP_MS
        edge, reached = len(path) * HOP_MS, int(self._times[path[-1]])
        spoken = np.flatnonzero(self._states[path].any(1))
        pace = 1.0
        if len(spoken) and reached - self._times[path[spoken[0]]] > _KNOWN_MS:
            heard_ms = (spoken[-1] - spoken[0]) * HOP_MS
            pace = heard_ms / float(self._times[path[spoken[-1]]] - self._times[path[spoken[0]]])
            pace = min(max(pace, _FASTEST), _SLOWEST)
        marks: list[WordMark] = []
        for mark, begin in zip(self._marks, begins, strict=True):
            ahead = max(0, mark.at_ms - reached) * pace
            at = int(begin) if begin < edge else edge + round(ahead)
            marks.append(WordMark(mark.start, mark.end, max(at, marks[-1].at_ms if marks else 0)))
        return tuple(marks)


def _states(frames: Array, begins: list[int]) -> tuple[NDArray[np.intp], Array]:
    """The reference as states to warp along: (milliseconds [m], float32 [m, SIZE]).

    A pause is one silent state, and there is one before each word: another voice may pause there or not.
    """
    silence = np.zeros(SIZE, np.float32)
    times, states = [0], [silence]
    starts = set(begins)
    for at, frame in enumerate(frames):
        silent = not frame.any()
        if (silent or at in starts) and states[-1].any():
            times.append(at * HOP_MS)
            states.append(silence)
        if not silent:
            times.append(at * HOP_MS)
            states.append(frame)
    return np.array(times, np.intp), np.stack(states)


def _first_states(times: NDArray[np.intp], states: Array, begins_ms: list[int]) -> NDArray[np.intp]:
    """Of each word the first state that is no pause."""
    found = np.searchsorted(times, [ms // HOP_MS * HOP_MS for ms in begins_ms]).clip(0, len(states) - 1)
    silent = ~states[found].any(1)
    return np.asarray((found + silent).clip(0, len(states) - 1), np.intp)
