"""The weights of the end-of-turn score, by logistic regression over pauses that were heard."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from viva.call.turn_end import VOICE, WORDS, Weight, voice_inputs, words_inputs
from viva.lab.turns.recorded import HeardTurn

RIDGE = 2.0
FOLDS = 10
STEPS = 50
NAMES = (*WORDS, *VOICE)
Floats = NDArray[np.float64]


def evidence(turns: Sequence[HeardTurn]) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Inputs [pauses, inputs] (nan where missing), whether the turn was over [pauses], and the fold of each:
    a recording is in one fold, with all that is made of it."""
    rows, over, folds = [], [], []
    for turn in turns:
        for pause in turn.pauses:
            found = words_inputs(pause.evidence.recognition) | voice_inputs(pause.evidence.units)
            rows.append([found.get(name, np.nan) for name in NAMES])
            over.append(not pause.resumed)
            folds.append(crc32(turn.turn.name.encode()) % FOLDS)
    return np.array(rows), np.array(over, float), np.array(folds)


def fitted(rows: Floats, over: Floats) -> tuple[float, dict[str, Weight]]:
    """The log odds at the means, and a weight for each input. Missing inputs are taken for their mean."""
    means = np.nanmean(rows, axis=0)
    spread = np.nanstd(rows, axis=0) + 1e-9
    scaled = np.nan_to_num((rows - means) / spread)
    design = np.c_[np.ones(len(rows)), scaled]
    ridge = RIDGE * np.diag([0.0, *np.ones(len(means))])
    at = np.zeros(design.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-design @ at))
        slope = design.T @ (likely - over) + ridge @ at
        curve = (design * (likely * (1 - likely))[:, None]).T @ design + ridge + 1e-9 * np.eye(len(at))
        at -= np.linalg.solve(curve, slope)
    weights = {
        name: Weight(round(float(one / s), 3), round(float(m), 3))
        for name, one, s, m in zip(NAMES, at[1:], spread, means, strict=True)
    }
    return round(float(at[0]), 3), weights
