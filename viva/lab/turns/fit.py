"""The weights of the end-of-turn score, by logistic regression over pauses that were heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from viva.call.turn_end import (
    FITTED,
    WeighedEndOfTurn,
    Weight,
    Weights,
    voice_inputs,
    words_inputs,
)
from viva.lab.turns.outcomes import Operating, Outcome, outcome, summed
from viva.lab.turns.recorded import HeardTurn

RIDGE = 2.0
FOLDS = 10
STEPS = 50
NAMES = tuple(FITTED.of)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fold:
    """Pauses as rows."""

    rows: Floats
    """Inputs [pauses, inputs]; nan where missing."""
    over: Floats
    """Whether the turn was over, 0 or 1 [pauses]."""

    @classmethod
    def of(cls, turns: Sequence[HeardTurn]) -> Fold:
        rows, over = [], []
        for turn in turns:
            for pause in turn.pauses:
                found = words_inputs(pause.evidence) | voice_inputs(pause.evidence.units)
                rows.append([found.get(name, np.nan) for name in NAMES])
                over.append(not pause.resumed)
        return cls(np.array(rows), np.array(over, float))

    def fitted(self) -> tuple[float, dict[str, Weight]]:
        """The log odds at the means, and a weight for each input. Missing inputs are taken for their mean."""
        known = ~np.isnan(self.rows)
        count = np.maximum(known.sum(axis=0), 1)
        rows = np.nan_to_num(self.rows)
        means = rows.sum(axis=0) / count
        off = (rows - means) * known
        spread = np.sqrt(np.square(off).sum(axis=0) / count) + 1e-9
        scaled = off / spread
        design = np.c_[np.ones(len(self.rows)), scaled]
        ridge = RIDGE * np.diag([0.0, *np.ones(len(means))])
        at = np.zeros(design.shape[1])
        for _ in range(STEPS):
            likely = 1 / (1 + np.exp(-design @ at))
            slope = design.T @ (likely - self.over) + ridge @ at
            curve = (design * (likely * (1 - likely))[:, None]).T @ design + ridge + 1e-9 * np.eye(len(at))
            at -= np.linalg.solve(curve, slope)
        weights = {
            name: Weight(round(float(one / s), 3), round(float(m), 3))
            for name, one, s, m in zip(NAMES, at[1:], spread, means, strict=True)
        }
        return round(float(at[0]), 3), weights


def cross_validated(
    turns: Sequence[HeardTurn], thresholds: Sequence[float], longest_ms: int
) -> list[Operating]:
    """What each threshold gives, every turn by weights that were fitted without its recording."""
    outcomes: dict[float, list[Outcome]] = {threshold: [] for threshold in thresholds}
    for number in range(FOLDS):
        held = [turn for turn in turns if _fold(turn) == number]
        rest = [turn for turn in turns if _fold(turn) != number]
        if not held or not rest:
            continue
        usual, weights = Fold.of(rest).fitted()
        policy = WeighedEndOfTurn(weights=Weights(usual, weights))
        for threshold, listed in outcomes.items():
            listed += [outcome(turn, policy, threshold, longest_ms) for turn in held]
    return [summed(threshold, listed) for threshold, listed in outcomes.items()]


def _fold(turn: HeardTurn) -> int:
    return crc32(turn.turn.name.encode()) % FOLDS
