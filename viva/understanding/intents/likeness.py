"""How alike two utterances are: in meaning, by a sentence encoder, and in their very words and letters.

A kernel, that is an inner product in some space, so that sums of the parts are one too. The parts'
weights and the sharpness were chosen on the training part of BANKING77, held-out draws of it, as the
best for few and for many examples alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from viva.encoding.engine import Encoder
from viva.understanding.intents.features import Features, Indices, Values
from viva.understanding.intents.ridge import Matrix

_WORDS = 0.2
"""Share of words and letters in a row beside the encoder's views."""
_VIEWS = (0.5, 0.2, 0.1)
"""Shares of the encoder's views, that of meaning first."""
_SHARPNESS = 4.0
"""Of the encoder's likeness: exp(sharpness (cosine - 1)), so that only what is near counts."""


class Utterance(NamedTuple):
    words: tuple[str, ...]
    places: tuple[str, ...]
    """The words, with each entity's as one: `{size}`."""
    text: str
    """As written or recognized."""


class Likeness:
    """Compares utterances with those it was made from. Shared and stateless."""

    def __init__(self, utterances: Sequence[Utterance], encoder: Encoder | None) -> None:
        """`encoder`: None compares words and letters alone."""
        self._features = Features([(one.words, one.places) for one in utterances])
        self._encoder = encoder
        self._rows = rows = [self._features.vector(one.words, one.places) for one in utterances]
        # For each feature the utterances that have it: one pass over a text's features gives all products.
        features = np.concatenate([indices for indices, _ in rows])
        owners = np.repeat(np.arange(len(rows)), [len(indices) for indices, _ in rows])
        order = np.argsort(features, kind="stable")
        self._owners = owners[order]
        self._values = np.concatenate([values for _, values in rows])[order]
        self._begins = np.searchsorted(features[order], np.arange(self._features.size + 1))
        self._vectors = encoder.encode([one.text for one in utterances]) if encoder else None

    def kernel(self) -> Matrix:
        """[utterances, utterances] of those it was made from, 1 on the diagonal."""
        return self._compare(self._rows, self._vectors)

    def to(self, utterances: Sequence[Utterance]) -> Matrix:
        """[utterances, those it was made from]; at most 1, at most little where no word is known."""
        vectors = self._encoder.encode([one.text for one in utterances]) if self._encoder else None
        rows = [self._features.vector(one.words, one.places) for one in utterances]
        return self._compare(rows, vectors)

    def _compare(self, rows: Sequence[tuple[Indices, Values]], vectors: Matrix | None) -> Matrix:
        out = np.empty((len(rows), len(self._rows)), np.float32)
        for at, (indices, values) in enumerate(rows):
            out[at] = self._in_words(indices, values)
        if vectors is None or self._vectors is None:
            return out
        out *= _WORDS
        for view, share in enumerate(_VIEWS):
            cosine = vectors[:, view] @ self._vectors[:, view].T
            cosine -= 1
            cosine *= _SHARPNESS
            np.exp(cosine, out=cosine)
            cosine *= share
            out += cosine
        return out

    def _in_words(self, indices: Indices, values: Values) -> Matrix:
        begins, ends = self._begins[indices], self._begins[indices + 1]
        lengths = ends - begins
        total = int(lengths.sum())
        at = np.arange(total) + np.repeat(begins - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        products = self._values[at] * np.repeat(values, lengths)
        return np.bincount(self._owners[at], products, len(self._rows)).astype(np.float32)
