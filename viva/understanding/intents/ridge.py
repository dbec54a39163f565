"""Kernel ridge classification, and what it would have said of each utterance without having seen it.

Scores are least squares on 1 for an utterance's own class and 0 for the others, with the kernel K of
all pairs of utterances: (K + penalty I) A = Y (C. Saunders, A. Gammerman and V. Vovk, Ridge regression
learning algorithm in dual variables, ICML 1998). The same inverse gives the scores of an utterance by
the model that lacks it, without training again; so confidence is calibrated on the bot's own few
examples (R. Rifkin and R. Lippert, Notes on regularized least squares, MIT, 2007, section 4). What is
left out is a group, since utterances filled in from one example are no news of each other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]

_SMALL = 512
"""Size up to which a matrix is inverted by LAPACK rather than by halves."""


class Fitted(NamedTuple):
    dual: Matrix
    """[utterances, classes]: scores of a new utterance are its kernel with each of these, times this."""
    held_out: Matrix
    """[utterances, classes]: scores of each by the model without its group."""


def fit(kernel: Matrix, labels: Labels, classes: int, groups: Labels, penalty: float) -> Fitted:
    """kernel: n x n, positive semi-definite; labels: n classes; groups: n, equal for what goes together."""
    n = len(labels)
    targets = np.zeros((n, classes), np.float32)
    targets[np.arange(n), labels] = 1.0
    inverted = inverse(kernel + penalty * np.eye(n, dtype=np.float32))
    dual = inverted @ targets
    held_out = targets - dual / np.diag(inverted)[:, None]
    order = np.argsort(groups, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
        if len(members) > 1:
            block = inverted[np.ix_(members, members)]
            held_out[members] = targets[members] - np.linalg.solve(block, dual[members])
    return Fitted(dual, held_out)


def inverse(matrix: Matrix) -> Matrix:
    """Of a symmetric positive definite matrix, by halves: half the work of a general one."""
    n = len(matrix)
    if n <= _SMALL:
        small: Matrix = np.linalg.inv(matrix)
        return small
    half = n // 2
    first = inverse(matrix[:half, :half])
    across = first @ matrix[:half, half:]
    second = inverse(matrix[half:, half:] - matrix[half:, :half] @ across)
    corner = -across @ second
    whole = np.empty_like(matrix)
    whole[:half, :half] = first - corner @ across.T
    whole[:half, half:] = corner
    whole[half:, :half] = corner.T
    whole[half:, half:] = second
    return whole
