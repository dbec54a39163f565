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
    plain: bool
    """The decoder's own choice at every token, whatever the bias says."""


def search(
    decoder: Decoder,
    *,
    width: int,
    end: int,
    max_tokens: int,
    keep: int | None = None,
    bias: Bias | None = None,
) -> list[Finished]:
    """Up to `keep` finished hypotheses (`width` unless given), best score first; with a bias one more.

    Every hypothesis has a token: whether anything was said at all is for the caller to ask.
    Stops when no live hypothesis can overtake the best `keep` finished ones or is within `FAR` of the
    best, or at `max_tokens` (1 or more), where what is live is taken as it stands, without an end.

    With a bias, the search goes by its guided probabilities, and what it finds is ranked by its gains. One
    place of the beam is the decoder's own, so that what it hears without help is always in the list.
    """
    keep = keep or width
    live = [_Live((), (), (), 0.0, (), bias.start() if bias else None, bias is not None)]
    finished: list[Finished] = []
    own: list[Finished] = []
    """The decoder's own, once it has ended."""
    log_probs = decoder.start().copy()
    log_probs[:, end] = -np.inf
    for length in range(1, max_tokens + 1):
        guided = log_probs if bias is None else bias.guided([h.bias for h in live], log_probs)
        scores = guided + np.array([[h.score] for h in live], dtype=np.float32)
        following: dict[tuple[int, int], _Live] = {}
        for row, hypothesis in enumerate(live):
            if hypothesis.plain:
                token = int(log_probs[row].argmax())
                longer = _longer(hypothesis, log_probs, row, token, float(scores[row, token]), bias)
                if token == end:
                    own.append(_finished(longer, end))
                else:
                    following[row, token] = longer
        best = finished[0].guided if finished else -np.inf
        for row, token in _best(scores, 2 * width):
            score = float(scores[row, token])
            best = max(best, score)
            if score < best - FAR or (width == 1 and (following or finished)):
                break
            if token == end or ((row, token) not in following and len(following) < width):
                longer = _longer(live[row], log_probs, row, token, score, bias)
                longer.plain = False
                if token == end:
                    finished.append(_finished(longer, end))
                else:
                    following[row, token] = longer
        finished = sorted(finished, key=lambda one: -one.guided)[:keep]
        if length == max_tokens:
            finished += [_finished(h, end) for h in following.values()]
            break
        live = list(following.values())
        if len(finished) >= keep and max((h.score for h in live), default=-np.inf) < finished[-1].guided:
            live = [h for h in live if h.plain]
        if not live:
            break
        rows = [h.rows[-1] for h in live]
        log_probs = decoder.step([h.tokens[-1] for h in live], rows)
    kept = sorted(finished, key=lambda one: -one.score)[:keep]
    distinct = {one.tokens: one for one in (*own, *kept)}
    return sorted(distinct.values(), key=lambda one: -one.score)


def _longer(
    hypothesis: _Live, log_probs: Floats, row: int, token: int, score: float, bias: Bias | None
) -> _Live:
    own = float(log_probs[row, token])
    return _Live(
        (*hypothesis.tokens, token),
        (*hypothesis.log_probs, own),
        (*hypothesis.rows, row),
        score,
        (*hypothesis.gains, bias.gain(hypothesis.bias, token) if bias else 0.0),
        bias.advance(hypothesis.bias, token) if bias else None,
        hypothesis.plain,
    )


def _finished(hypothesis: _Live, end: int) -> Finished:
    tokens = hypothesis.tokens[:-1] if hypothesis.tokens[-1] == end else hypothesis.tokens
    return Finished(tokens, hypothesis.log_probs, hypothesis.rows, hypothesis.gains, hypothesis.score)


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
