"""Which intent an utterance has, and how sure that is: trained on the bot's examples.

A score comes from logistic regression, and how far it can be trusted from the nearest example: far
from all of them, an utterance is out of scope whatever the scores say.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import numpy as np

from viva.understanding.intents.classifier import softmax, train
from viva.understanding.intents.examples import Example
from viva.understanding.intents.features import Features, Indices, Values
from viva.understanding.reading import Intent

MOST_UTTERANCES = 4000
"""Of more, each intent keeps its share, evenly taken from its list."""
EXACT = 0.98
"""Confidence where the utterance is an example."""
_C = 30.0
_CHUNK = 8192
# Logistic fit of "is right" on the classifier's log odds and the nearest example's likeness, over
# validation utterances of CLINC150, in scope and out weighing the same (benchmarks/understanding.py --fit).
_ODDS, _NEAREST, _OFFSET = 1.48, 2.51, -1.32


class IntentModel:
    """Ranks the intents of an utterance. Shared and stateless once trained."""

    def __init__(self, examples: Sequence[Example]) -> None:
        kept = _thinned(examples)
        self.names = tuple(dict.fromkeys(example.intent for example in kept))
        self._exact = {example.words: example.intent for example in reversed(kept)}
        self._exact.update({example.delexicalised: example.intent for example in reversed(kept)})
        self._features = Features([(example.words, example.delexicalised) for example in kept])
        self._labels = np.array([self.names.index(example.intent) for example in kept], np.int64)
        if not kept:
            return
        rows = [self._features.vector(example.words, example.delexicalised) for example in kept]
        self._post(rows)
        counts = np.bincount(self._labels, minlength=len(self.names))
        weights = (1.0 / np.sqrt(counts[self._labels])).astype(np.float32)
        kernel = _kernel(rows, self._features.size)
        self._dual = train(kernel, self._labels, len(self.names), c=_C, weights=weights)

    def exact(self, words: tuple[str, ...], places: tuple[str, ...]) -> str | None:
        """The intent that has the utterance as an example, with or without its values."""
        return self._exact.get(words) or self._exact.get(places)

    def rank(self, words: tuple[str, ...], places: tuple[str, ...], most: int = 3) -> tuple[Intent, ...]:
        """The likeliest intents with their confidences, best first; empty where no word is known."""
        if not words or not len(self._labels):
            return ()
        evidence = self.evidence(words, places, most)
        ranked = [Intent(name, _confidence(odds, nearest)) for name, odds, nearest in evidence]
        exact = self.exact(words, places)
        if exact:
            ranked = [Intent(exact, EXACT), *(one for one in ranked if one.name != exact)]
        return tuple(ranked[:most])

    def evidence(
        self, words: tuple[str, ...], places: tuple[str, ...], most: int = 3
    ) -> list[tuple[str, float, float]]:
        """Intent, log odds of the classifier and likeness (0..1) of its nearest example; best first."""
        indices, values = self._features.vector(words, places)
        if not len(indices):
            return []
        likeness = self._likeness(indices, values)
        probabilities = softmax(likeness @ self._dual)
        nearest = np.zeros(len(self.names), np.float32)
        np.maximum.at(nearest, self._labels, likeness)
        order = np.argsort(-probabilities, kind="stable")[:most]
        return [(self.names[i], _log_odds(float(probabilities[i])), float(nearest[i])) for i in order]

    def _post(self, rows: list[tuple[Indices, Values]]) -> None:
        """For each feature the utterances that have it, so that one pass gives all inner products."""
        features = np.concatenate([indices for indices, _ in rows])
        utterances = np.repeat(np.arange(len(rows)), [len(indices) for indices, _ in rows])
        values = np.concatenate([one for _, one in rows])
        order = np.argsort(features, kind="stable")
        self._utterances, self._values = utterances[order], values[order]
        self._begins = np.searchsorted(features[order], np.arange(self._features.size + 1))

    def _likeness(self, indices: Indices, values: Values) -> Values:
        """Inner product with each training utterance."""
        begins, ends = self._begins[indices], self._begins[indices + 1]
        lengths = ends - begins
        total = int(lengths.sum())
        at = np.arange(total) + np.repeat(begins - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        products = self._values[at] * np.repeat(values, lengths)
        return np.bincount(self._utterances[at], products, len(self._labels)).astype(np.float32)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return log(bounded / (1 - bounded))


def _confidence(odds: float, nearest: float) -> float:
    return 0.97 / (1 + exp(-(_ODDS * odds + _NEAREST * nearest + _OFFSET)))


def _kernel(
    rows: list[tuple[Indices, Values]], size: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Inner products of all rows. A feature that one row alone has is only in that row's length."""
    count = np.zeros(size, np.int64)
    for indices, _ in rows:
        count[indices] += 1
    shared = np.flatnonzero(count > 1)
    column = np.full(size, -1, np.int64)
    column[shared] = np.arange(len(shared))
    kernel = np.zeros((len(rows), len(rows)), np.float32)
    for first in range(0, len(shared), _CHUNK):
        part = np.zeros((len(rows), min(_CHUNK, len(shared) - first)), np.float32)
        for row, (indices, values) in enumerate(rows):
            at = column[indices] - first
            inside = (at >= 0) & (at < part.shape[1])
            part[row, at[inside]] = values[inside]
        kernel += part @ part.T
    np.fill_diagonal(kernel, [float(values @ values) for _, values in rows])
    return kernel


def _thinned(examples: Sequence[Example]) -> list[Example]:
    if len(examples) <= MOST_UTTERANCES:
        return list(examples)
    by_intent: dict[str, list[Example]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(example)
    most = max(1, MOST_UTTERANCES // len(by_intent))
    kept: list[Example] = []
    for listed in by_intent.values():
        step = max(1.0, len(listed) / most)
        kept.extend(listed[int(at * step)] for at in range(min(most, len(listed))))
    return kept
