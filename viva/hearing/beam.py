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
    """Adds to the scores of next tokens: the place for a bot's own language."""

    def start(self) -> Any:
        """The state before the first token."""
        ...

    def advance(self, state: Any, token: int) -> Any: ...

    def scores(self, states: Sequence[Any]) -> Floats:
        """Added to the log-probabilities: [len(states), vocabulary]."""
        ...


@dataclass(frozen=True, slots=True)
class Finished:
    tokens: tuple[int, ...]
    """Without start and end."""
    token_log_probs: tuple[float, ...]
    """The model's own, one for each token, then one for the end; the bias is not in them."""
    rows: tuple[int, ...]
    """Of each token, then of the end: the row of the decoder's answer that gave it."""
    score: float
    """What the search ranked by: the sum, bias included."""

    @property
    def log_prob(self) -> float:
        return sum(self.token_log_probs)


@dataclass(slots=True)
class _Live:
    tokens: tuple[int, ...]
    log_probs: tuple[float, ...]
    rows: tuple[int, ...]
    score: float
    bias: Any


def search(
    decoder: Decoder, *, width: int, end: int, max_tokens: int, bias: Bias | None = None
) -> list[Finished]:
    """Up to `width` finished hypotheses, best score first.

    Stops when no live hypothesis can overtake the best `width` finished ones or is within `FAR` of the
    best, or at `max_tokens` (1 or more), where what is live is taken as it stands, without an end.
    """
    live = [_Live((), (), (), 0.0, bias.start() if bias else None)]
    finished: list[Finished] = []
    log_probs = decoder.start()
    for length in range(1, max_tokens + 1):
        scores = log_probs + np.array([[h.score] for h in live], dtype=np.float32)
        if bias is not None:
            scores += bias.scores([h.bias for h in live])
        candidates = _best(scores, 2 * width)
        best = max(float(scores[candidates[0]]), finished[0].score if finished else -np.inf)
        following: list[_Live] = []
        parents: list[int] = []
        for parent, token in candidates:
            hypothesis = live[parent]
            score = float(scores[parent, token])
            if score < best - FAR:
                break
            own = (*hypothesis.log_probs, float(log_probs[parent, token]))
            rows = (*hypothesis.rows, parent)
            if token == end:
                finished.append(Finished(hypothesis.tokens, own, rows, score))
                if width == 1:
                    return finished
            elif len(following) < width:
                state = bias.advance(hypothesis.bias, token) if bias else None
                following.append(_Live((*hypothesis.tokens, token), own, rows, score, state))
                parents.append(parent)
                if width == 1:
                    break
        finished = sorted(finished, key=lambda f: -f.score)[:width]
        if length == max_tokens:
            finished += [Finished(h.tokens, h.log_probs, h.rows, h.score) for h in following]
            break
        if not following or (len(finished) >= width and following[0].score < finished[-1].score):
            break
        live = following
        log_probs = decoder.step([h.tokens[-1] for h in live], parents)
    return sorted(finished, key=lambda f: -f.score)[:width]


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
