"""Beam search over a decoder that gives next-token log-probabilities; greedy is a beam of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]


NEAR = 10.0
"""Natural-log units below the best in which candidates are looked for first."""


FAR = 6.0
"""A hypothesis so many natural-log units behind the best is dropped: it would have less than 0.3 % of
the posterior, and each that is carried on makes every step dearer."""


class Decoder(Protocol):
    """Steps all live hypotheses at once and keeps their caches in the order of the beam."""

    def start(self) -> Floats:
        """Log-probabilities of the first token: [1, vocabulary]."""
        ...

    def step(self, tokens: Sequence[int], parents: Sequence[int]) -> Floats:
        """Hypothesis i continues parent i of the last step with token i -> [len(tokens), vocabulary]."""
        ...


class Bias(Protocol):
    """Changes what is likely to come next: the place for a bot's own language."""

    def start(self) -> Any:
        """The state before the first token."""
        ...

    def advance(self, state: Any, token: int) -> Any: ...

    def guided(self, states: Sequence[Any], log_probs: Floats) -> Floats:
        """The log-probabilities with the bias in them, which the search adds up: the same shape."""
        ...

    def gain(self, state: Any, token: int) -> float:
        """What the token gains where finished hypotheses are ranked, in natural-log units."""
        ...


@dataclass(frozen=True, slots=True)
class Finished:
    tokens: tuple[int, ...]
    """Without start and end."""
    token_log_probs: tuple[float, ...]
    """The model's own, one for each token, then one for the end; the bias is not in them."""
    rows: tuple[int, ...]
    """Of each token, then of the end: the row of the decoder's answer that gave it."""
    gains: tuple[float, ...]
    """What the bias adds to each of those where hypotheses are ranked; zeros without one."""
    guided: float
    """What the search went by."""

    @property
    def log_prob(self) -> float:
        return sum(self.token_log_probs)

    @property
    def score(self) -> float:
        """What hypotheses are ranked by: the sum, and what the bias adds to it."""
        return self.log_prob + sum(self.gains)


@dataclass(slots=True)
class _Live:
    tokens: tuple[int, ...]
    log_probs: tuple[float, ...]
    rows: tuple[int, ...]
    score: float
    """What the search goes by."""
    gains: tuple[float, ...]
    bias: Any


def search(
    decoder: Decoder,
    *,
    width: int,
    end: int,
    max_tokens: int,
    keep: int | None = None,
    bias: Bias | None = None,
) -> list[Finished]:
    """Up to `keep` finished hypotheses (`width` unless given), best score first.

    Stops when no live hypothesis can overtake the best `keep` finished ones or is within `FAR` of the
    best, or at `max_tokens` (1 or more), where what is live is taken as it stands, without an end.
    With a bias, the search goes by its guided probabilities, and what it finds is ranked by its gains.
    """
    keep = keep or width
    live = [_Live((), (), (), 0.0, (), bias.start() if bias else None)]
    finished: list[Finished] = []
    log_probs = decoder.start()
    for length in range(1, max_tokens + 1):
        scores = log_probs if bias is None else bias.guided([h.bias for h in live], log_probs)
        scores = scores + np.array([[h.score] for h in live], dtype=np.float32)
        candidates = _best(scores, 2 * width)
        best = max(float(scores[candidates[0]]), finished[0].guided if finished else -np.inf)
        following: list[_Live] = []
        parents: list[int] = []
        for parent, token in candidates:
            hypothesis = live[parent]
            score = float(scores[parent, token])
            if score < best - FAR:
                break
            if token == end:
                finished.append(_finished(hypothesis, log_probs, parent, end, score, bias))
                if width == 1:
                    return finished
            elif len(following) < width:
                following.append(_longer(hypothesis, log_probs, parent, token, score, bias))
                parents.append(parent)
                if width == 1:
                    break
        finished = sorted(finished, key=lambda one: -one.guided)[:keep]
        if length == max_tokens:
            finished += [Finished(h.tokens, h.log_probs, h.rows, h.gains, h.score) for h in following]
            break
        if not following or (len(finished) >= keep and following[0].score < finished[-1].guided):
            break
        live = following
        log_probs = decoder.step([h.tokens[-1] for h in live], parents)
    return sorted(finished, key=lambda one: -one.score)[:keep]


def _longer(
    hypothesis: _Live, log_probs: Floats, row: int, token: int, score: float, bias: Bias | None
) -> _Live:
    return _Live(
        (*hypothesis.tokens, token),
        (*hypothesis.log_probs, float(log_probs[row, token])),
        (*hypothesis.rows, row),
        score,
        (*hypothesis.gains, bias.gain(hypothesis.bias, token) if bias else 0.0),
        bias.advance(hypothesis.bias, token) if bias else None,
    )


def _finished(
    hypothesis: _Live, log_probs: Floats, row: int, end: int, score: float, bias: Bias | None
) -> Finished:
    return Finished(
        hypothesis.tokens,
        (*hypothesis.log_probs, float(log_probs[row, end])),
        (*hypothesis.rows, row),
        (*hypothesis.gains, bias.gain(hypothesis.bias, end) if bias else 0.0),
        score,
    )


def _best(scores: Floats, count: int) -> list[tuple[int, int]]:
    """(row, column) of the highest scores, best first."""
    columns = scores.shape[1]
    flat = scores.ravel()
    if count == 1:
        return [divmod(int(flat.argmax()), columns)]
    # Few of some 100,000 scores come near the best: only those are sorted.
    near = np.flatnonzero(flat > flat.max() - NEAR)
    if len(near) < count:
        near = np.argpartition(flat, -min(count, flat.size))[-count:]
    top = near[np.argsort(-flat[near], kind="stable")[:count]]
    return [divmod(int(i), columns) for i in top]
