"""The path through the candidates of a voice's frames: voiced or not, and at which octave.

The costs are those of Boersma (1993), the search is Viterbi's; a frame is decided when five more have been
seen (50 ms), so that a path that looked better for a moment cannot lead astray.
"""

from __future__ import annotations

import math

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
        self._scores: list[float] | None = None
        """Of the best path to each candidate of the last frame, `UNVOICED` last; None: no frame yet."""
        self._octaves: list[float] = []
        """log2 of the voiced candidates of the last frame."""
        self._back: list[list[int]] = []
        """For each undecided frame but the first: the best candidate before each candidate."""

    def push(self, found: Candidates, unvoiced: NDArray[np.float32]) -> list[int]:
        """Candidates of [n] frames, and the strength of "unvoiced" in each.

        Returns the decisions that are now due, oldest first: the index of a candidate, or `UNVOICED`.
        """
        local = np.concatenate((found.strength, unvoiced[:, None]), axis=1).tolist()
        decided: list[int] = []
        for strengths, octaves in zip(local, np.log2(found.pitch_hz).tolist(), strict=True):
            self._step(strengths, octaves)
            if len(self._back) == LOOK_AHEAD:
                decided.append(self._trace()[0])
                del self._back[0]
        return decided

    def _step(self, strengths: list[float], octaves: list[float]) -> None:
        """One frame on. Plain numbers: few of the candidates exist, and arrays so small cost more."""
        before = self._scores
        if before is None:
            self._scores, self._octaves = strengths, octaves
            return
        voiced = [i for i in range(UNVOICED) if before[i] != -math.inf]
        loudest = max(voiced, key=before.__getitem__, default=UNVOICED)
        # From no voice to voice, and from the best voice to none, the cost is the same for all.
        begun, ended = before[UNVOICED] - VOICED_UNVOICED_COST, before[loudest] - VOICED_UNVOICED_COST
        back, scores = [UNVOICED] * (UNVOICED + 1), [-math.inf] * (UNVOICED + 1)
        for j in range(UNVOICED):
            if strengths[j] == -math.inf:
                continue
            best = begun
            for i in voiced:
                through = before[i] - OCTAVE_JUMP_COST * abs(octaves[j] - self._octaves[i])
                if through > best:
                    best, back[j] = through, i
            scores[j] = strengths[j] + best
        if voiced and ended > before[UNVOICED]:
            back[UNVOICED] = loudest
        scores[UNVOICED] = strengths[UNVOICED] + max(ended, before[UNVOICED])
        top = max(scores)
        self._scores = [score - top for score in scores]
        self._octaves = octaves
        self._back.append(back)

    def _trace(self) -> list[int]:
        """The best path through the frames that wait, oldest first."""
        assert self._scores is not None
        state = max(range(UNVOICED + 1), key=self._scores.__getitem__)
        path = [state]
        for back in reversed(self._back):
            state = back[state]
            path.append(state)
        return path[::-1]

    def flush(self) -> list[int]:
        """The decisions that still wait, by what is known; then the path is fresh."""
        path = self._trace() if self._scores is not None else []
        self._reset()
        return path
