"""Weighted edit distance, of many pairs of sequences at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.intp]
"""[longest, sequences] One sequence in a column, filled up with 0."""


def distances(a: Codes, b: Codes, substitute: Floats, indel: Floats) -> Floats:
    """The least cost to turn each column of `a` into that of `b` (Wagner and Fischer, JACM 21, 1974).

    Codes index `substitute` [codes, codes] and `indel` [codes], where 0 stands for nothing and costs
    nothing. Returns [pairs]. All pairs go through the recurrence together, one row of it at a time: the
    cheapest way along a row is a running minimum once the cost of the insertions is taken off.
    """
    inserted = np.zeros((len(b) + 1, b.shape[1]), np.float32)
    np.cumsum(indel[b], axis=0, out=inserted[1:])
    cost = inserted.copy()
    pairs = substitute.ravel()
    at = np.empty_like(b)
    for code in a:
        down = cost + indel[code]
        np.add(b, code * len(substitute), out=at)
        across = pairs.take(at)
        across += cost[:-1]
        np.minimum(down[1:], across, out=down[1:])
        down -= inserted
        cost = np.minimum.accumulate(down, axis=0, out=down)
        cost += inserted
    result: Floats = cost[-1]
    return result


def filled(sequences: Sequence[Sequence[int]]) -> Codes:
    """The sequences as columns; empty ones give a column of 0."""
    matrix = np.zeros((len(sequences), max(map(len, sequences), default=0)), np.intp)
    for row, sequence in zip(matrix, sequences, strict=True):
        row[: len(sequence)] = sequence
    return np.ascontiguousarray(matrix.T)
