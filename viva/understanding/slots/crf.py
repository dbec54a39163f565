"""A linear-chain conditional random field over many utterances at once (Lafferty et al., 2001).

Utterances are packed: their words stand below each other in one matrix, the longest utterance first,
so that no row is padding. Sums run in the probability domain, each row scaled to sum to 1 (Rabiner,
1989), which float64 carries for any length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

_TINY = 1e-300


@dataclass(frozen=True)
class Packing:
    """Which rows belong to which utterance."""

    starts: Index
    """First row of each utterance; the longest utterance comes first."""
    lengths: Index
    """Rows of each, at least 1, never rising."""

    @classmethod
    def of(cls, lengths: list[int]) -> Packing:
        counts = np.array(lengths, np.int64)
        return cls(np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.int64), counts)

    @property
    def rows(self) -> int:
        return int(self.lengths.sum())

    def at(self, step: int) -> Index:
        """Rows of the words at a place, of the utterances that have one there."""
        result: Index = self.starts[: int((self.lengths > step).sum())] + step
        return result

    def follow(self) -> Index:
        """Rows that have a word of their utterance before them."""
        first = np.zeros(self.rows, bool)
        first[self.starts] = True
        result: Index = np.flatnonzero(~first)
        return result


@dataclass(frozen=True, slots=True)
class Chain:
    """Scores between tags; -inf forbids."""

    start: Array
    """[tags]"""
    steps: Array
    """[tags, tags], from row to column."""


class Sums(NamedTuple):
    """Forward and backward sums; forward * backward is the probability of each tag at each row."""

    forward: Doubles
    """[rows, tags]"""
    backward: Doubles
    """[rows, tags]"""
    inner: Doubles
    """[rows, tags]: the exponential of the scores over the row's scale."""
    log_total: float
    """Log of the sums over all tag sequences, added up over utterances."""


def sums(scores: Array, packing: Packing, chain: Chain) -> Sums:
    """scores: [rows, tags], of each tag at each word."""
    wide = scores.astype(np.float64)
    highest = wide.max(1, keepdims=True)
    worth = np.exp(wide - highest)
    steps, start = np.exp(chain.steps.astype(np.float64)), np.exp(chain.start.astype(np.float64))
    forward, backward = np.empty_like(worth), np.ones_like(worth)
    scale = np.empty((len(scores), 1))
    longest = int(packing.lengths[0])
    for step in range(longest):
        rows = packing.at(step)
        before = forward[rows - 1] @ steps if step else start
        reached = before * worth[rows] + _TINY
        scale[rows] = reached.sum(1, keepdims=True)
        forward[rows] = reached / scale[rows]
    inner = worth / scale
    for step in range(longest - 1, 0, -1):
        rows = packing.at(step)
        backward[rows - 1] = (backward[rows] * inner[rows]) @ steps.T
    total = float(np.log(scale).sum() + highest.sum())
    return Sums(forward, backward, inner, total)


def loss(scores: Array, tags: Index, packing: Packing, chain: Chain) -> tuple[float, Array, Chain]:
    """Negative log likelihood of the tags, added up over utterances, and its gradients.

    tags: [rows]. Returns the loss, the gradient of the scores and that of the chain.
    """
    found = sums(scores, packing, chain)
    follow = packing.follow()
    firsts = packing.starts
    path = scores[np.arange(len(tags)), tags].sum(dtype=np.float64)
    path += chain.start[tags[firsts]].sum(dtype=np.float64)
    path += chain.steps[tags[follow - 1], tags[follow]].sum(dtype=np.float64)
    of_scores = found.forward * found.backward
    of_steps = found.forward[follow - 1].T @ (found.backward[follow] * found.inner[follow])
    of_steps *= np.exp(chain.steps)
    np.subtract.at(of_steps, (tags[follow - 1], tags[follow]), 1.0)
    of_scores[np.arange(len(tags)), tags] -= 1.0
    of_chain = Chain(of_scores[firsts].sum(0).astype(np.float32), of_steps.astype(np.float32))
    return found.log_total - float(path), of_scores.astype(np.float32), of_chain


def best_path(scores: Array, chain: Chain) -> list[int]:
    """The likeliest tags of one utterance, [rows, tags] (Viterbi)."""
    reached = chain.start + scores[0]
    came_from: list[npt.NDArray[np.intp]] = []
    for row in scores[1:]:
        ways = reached[:, None] + chain.steps
        best = ways.argmax(0)
        came_from.append(best)
        reached = ways[best, np.arange(len(best))] + row
    path = [int(reached.argmax())]
    for best in reversed(came_from):
        path.append(int(best[path[-1]]))
    return path[::-1]


def span_probability(found: Sums, chain: Chain, first: int, tags: list[int], goes_on: int) -> float:
    """That one utterance has exactly these tags from row `first`, and then not `goes_on` (0..1)."""
    steps = np.exp(chain.steps)
    probability = float(found.forward[first, tags[0]])
    last = first + len(tags) - 1
    for row in range(first + 1, last + 1):
        before, after = tags[row - first - 1], tags[row - first]
        probability *= float(steps[before, after] * found.inner[row, after])
    if last + 1 < len(found.forward):
        after = steps[tags[-1]] * found.inner[last + 1] * found.backward[last + 1]
        probability *= float(after.sum() - after[goes_on])
    return min(probability, 1.0)
