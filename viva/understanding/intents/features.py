"""An utterance as TF-IDF features: words and pairs of words, and 2 to 4 letters in a row.

The utterance and its delexicalised form share one vector, so that "a large latte" and "a {size}
{drink}" are near whatever the values are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import log

import numpy as np
import numpy.typing as npt

_LETTERS = (2, 3, 4)
_LETTER_WEIGHT = 1.5
"""Of the letter features beside the word features, each group scaled to length 1."""
_PLACE_WEIGHT = 0.6
"""Of the delexicalised words, where they differ from the words."""

Indices = npt.NDArray[np.int64]
Values = npt.NDArray[np.float32]


class Features:
    """Maps utterances to sparse vectors of length 1, as fitted on the training utterances."""

    def __init__(self, utterances: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
        """`utterances`: words and delexicalised words of each."""
        seen: Counter[str] = Counter()
        for words, places in utterances:
            for group in _groups(words, places):
                seen.update(group.keys())
        self._index = {feature: index for index, feature in enumerate(seen)}
        self._idf = {feature: log((1 + len(utterances)) / (1 + count)) + 1 for feature, count in seen.items()}
        self.size = len(self._index)
        self.known_words = frozenset(word for words, _ in utterances for word in words)

    def vector(self, words: tuple[str, ...], places: tuple[str, ...]) -> tuple[Indices, Values]:
        """Indices and values of the features that are known; empty where none is."""
        merged: dict[int, float] = {}
        for group, scale in zip(_groups(words, places), (1.0, _LETTER_WEIGHT, _PLACE_WEIGHT), strict=True):
            square = 0.0
            known: list[tuple[int, float]] = []
            for feature, count in group.items():
                idf = self._idf.get(feature)
                if idf is None:
                    # An unknown word takes its share of the length: the vector is surer of less.
                    square += _UNKNOWN if feature[0] == "w" else 0.25
                    continue
                value = (1 + log(count)) * idf if count > 1 else idf
                square += value * value
                known.append((self._index[feature], value))
            if square:
                factor = scale / square**0.5
                for index, value in known:
                    merged[index] = merged.get(index, 0.0) + value * factor
        values = np.fromiter(merged.values(), np.float32, len(merged))
        values /= (1 + _LETTER_WEIGHT**2 + (_PLACE_WEIGHT**2 if places != words else 0)) ** 0.5
        return np.fromiter(merged.keys(), np.int64, len(merged)), values


_UNKNOWN = 25.0
"""Squared weight of a word that no example has."""


def _groups(words: tuple[str, ...], places: tuple[str, ...]) -> tuple[dict[str, int], ...]:
    return _words(words, "w"), _letters(words), _words(places, "p") if places != words else {}


def _words(words: tuple[str, ...], kind: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[kind + word] = counts.get(kind + word, 0) + 1
    for a, b in pairwise(("^", *words, "$")):
        pair = f"{kind.upper()}{a} {b}"
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def _letters(words: tuple[str, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        for piece in _pieces(word):
            counts[piece] = counts.get(piece, 0) + 1
    return counts


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(
        "c" + padded[at : at + length] for length in _LETTERS for at in range(len(padded) - length + 1)
    )
