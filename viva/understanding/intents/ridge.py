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

_SMALL = 128
"""Size up to which a triangle is inverted as any matrix."""


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
    # The inverse of the whole is rootT root; it is never formed, which keeps float32 exact enough.
    lower = np.linalg.cholesky(kernel + penalty * np.eye(n, dtype=np.float32))
    root = triangle_inverse(lower.astype(np.float32, copy=False))
    dual = root.T @ (root @ targets)
    held_out = targets - dual / np.einsum("ij,ij->j", root, root)[:, None]
    order = np.argsort(groups, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
        if len(members) > 1:
            columns = root[:, members]
            held_out[members] = targets[members] - np.linalg.solve(columns.T @ columns, dual[members])
    return Fitted(dual, held_out)


def triangle_inverse(lower: Matrix) -> Matrix:
    """Of a lower triangular matrix, by halves, so that nearly all of it is matrix products."""
    n = len(lower)
    if n <= _SMALL:
        small: Matrix = np.linalg.inv(lower)
        return small
    half = n // 2
    whole = np.zeros_like(lower)
    whole[:half, :half] = triangle_inverse(lower[:half, :half])
    whole[half:, half:] = triangle_inverse(lower[half:, half:])
    whole[half:, :half] = -whole[half:, half:] @ (lower[half:, :half] @ whole[:half, :half])
    return whole
