"""What a model says of its own examples, each held out, as evidence to calibrate on."""

from __future__ import annotations

import numpy as np

from viva.understanding.intents.calibration import USUAL, Array, evidence, fit
from viva.understanding.intents.ridge import Labels, Matrix

SHARE_OUTSIDE = 0.1
"""Of utterances that are out of scope, assumed in calibration: of 0.05 to 0.2 a fair one on the validation
part of CLINC150, of which it is 0.03, for bots whose callers ask for more."""


def candidates(scores: Matrix, most: int) -> tuple[Labels, Array]:
    """For each row of scores its best intents, [n, most], and the evidence for each, [n, most, 4].

    scores: [n, intents + 1], the last of being out of scope.
    """
    inside = scores[:, :-1].astype(np.float64)
    best = np.argsort(-inside, axis=1, kind="stable")[:, : max(most, 2)]
    top = np.take_along_axis(inside, best, axis=1)
    if top.shape[1] == 1:  # a bot of one intent: there is no other
        other = np.zeros_like(top)
    else:
        other = np.where(np.arange(top.shape[1]) == 0, top[:, 1:2], top[:, :1])
    outside = np.broadcast_to(scores[:, -1:].astype(np.float64), top.shape)
    return best[:, :most], evidence(top, other, outside)[:, :most]


def coefficients(held_out: Matrix, labels: Labels, groups: Labels) -> Array:
    """Of the evidence, for this bot: see `calibration.probability`.

    held_out: [n, intents + 1], as `grown` gives them; labels: n, the last class being out of scope.
    """
    usual = np.array(USUAL)
    outside = held_out.shape[1] - 1
    sources = np.array([len(np.unique(groups[labels == one])) for one in range(outside + 1)])
    # The only example of an intent, held out, leaves nothing to be right with.
    used = (labels == outside) | (sources[labels] > 1)
    if outside < 2 or not (used & (labels < outside)).any():
        return usual
    best, rows = candidates(held_out[used], 2)
    right = best == labels[used, None]
    # Fillings of one example count as one.
    weights = 1.0 / np.bincount(groups)[groups[used]]
    beyond = labels[used] == outside
    if beyond.any():
        share = SHARE_OUTSIDE / (1 - SHARE_OUTSIDE)
        weights[beyond] = share * weights[~beyond].sum() / beyond.sum()
    flat = rows.reshape(-1, rows.shape[-1])
    return fit(flat, right.reshape(-1).astype(np.float64), np.repeat(weights, 2), usual)


def grown(held_out: Matrix, kernel: Matrix, labels: Labels, groups: Labels, penalty: float) -> Matrix:
    """Held-out scores as they would be, had each own class all of its examples.

    Without the group that was held out, a class of few examples is weaker than the one that callers meet,
    and the other classes are not. For n examples alike by r on average, the score of one more like them
    is about n r / (penalty + 1 - r + n r).
    """
    result = held_out.copy()
    sizes = np.bincount(groups)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        n = len(members)
        if n < 2:
            continue
        block = kernel[np.ix_(members, members)]
        alike = max(0.0, float(block.sum() - np.trace(block)) / (n * (n - 1)))
        rest = np.maximum(n - sizes[groups[members]], 1)
        apart = penalty + 1 - alike
        result[members, label] *= n / rest * (apart + rest * alike) / (apart + n * alike)
    return result
