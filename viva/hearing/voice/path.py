"""The path through the candidates of a voice's frames: voiced or not, and at which octave.

The costs are those of Boersma (1993), the search is Viterbi's; a frame is decided when five more have been
seen (50 ms), so that a path that looked better for a moment cannot lead astray.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viva.hearing.voice.pitch import MAX_CANDIDATES, Candidates

LOOK_AHEAD = 5
"""Frames seen before one is decided."""
VOICING_THRESHOLD = 0.22
"""Periodicity at which a frame of full level is as likely voiced as not. Boersma's is 0.45, for
power spectra: with amplitudes, whatever noise there is lowers every peak."""
SILENCE_THRESHOLD = 0.03
"""Amplitude, relative to the loudest, below which nothing is voiced."""
OCTAVE_JUMP_COST = 0.35
VOICED_UNVOICED_COST = 0.14
UNVOICED = MAX_CANDIDATES
"""Index of the candidate "unvoiced", after the voiced ones."""


def unvoiced_strength(relative: NDArray[np.float32]) -> NDArray[np.float32]:
    """What a voiced candidate must exceed [n], from the amplitude relative to the loudest of the voice."""
    loud = relative / (SILENCE_THRESHOLD / (1 + VOICING_THRESHOLD))
    return np.asarray(VOICING_THRESHOLD + np.maximum(0, 2 - loud), np.float32)


class PitchPath:
    """Decides frame by frame; give it all frames in order."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._scores: NDArray[np.float32] | None = None
        """Of the best path to each candidate of the last frame [7]."""
        self._octaves = np.zeros(MAX_CANDIDATES, np.float32)
        """log2 of the voiced candidates of the last frame."""
        self._back: list[list[int]] = []
        """For the undecided frames after the first: the best candidate before each candidate."""
        self._waiting = 0

    def push(self, found: Candidates, unvoiced: NDArray[np.float32]) -> list[int]:
        """Candidates of [n] frames, and the strength of "unvoiced" in each.

        Returns the decisions that are now due, oldest first: the index of a candidate, or `UNVOICED`.
        """
        local = np.concatenate((found.strength, unvoiced[:, None]), axis=1)
        octaves = np.log2(found.pitch_hz)
        decided: list[int] = []
        for i in range(len(local)):
            self._step(local[i], octaves[i])
            if self._waiting > LOOK_AHEAD:
                decided.append(self._trace()[0])
                self._waiting -= 1
                del self._back[0]
        return decided

    def _step(self, local: NDArray[np.float32], octaves: NDArray[np.float32]) -> None:
        if self._scores is None:
            self._scores = local
        else:
            before = np.full((UNVOICED + 1, UNVOICED + 1), -VOICED_UNVOICED_COST, np.float32)
            jump = np.abs(octaves[:, None] - self._octaves)
            before[:UNVOICED, :UNVOICED] = -OCTAVE_JUMP_COST * jump
            before[UNVOICED, UNVOICED] = 0
            before += self._scores
            best = before.argmax(axis=1)
            scores = local + before[np.arange(UNVOICED + 1), best]
            self._scores = scores - scores.max()
            self._back.append(best.tolist())
        self._octaves = octaves
        self._waiting += 1

    def _trace(self) -> list[int]:
        """The best path through the frames that wait, oldest first."""
        assert self._scores is not None
        state = int(self._scores.argmax())
        path = [state]
        for back in reversed(self._back):
            state = back[state]
            path.append(state)
        return path[::-1]

    def flush(self) -> list[int]:
        """The decisions that still wait, by what is known; then the path is fresh."""
        path = self._trace() if self._waiting else []
        self._reset()
        return path
