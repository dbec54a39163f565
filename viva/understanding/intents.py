"""Which intent a text has: logistic regression on words and letter groups, trained in NumPy in a moment."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np

from viva.understanding.normalise import tokens

Floats = np.ndarray[Any, np.dtype[np.float32]]

RIDGE = 0.003
"""Weight decay: examples are few."""
STEPS = 300
RATE = 4.0
MOMENTUM = 0.9


def features(text: str) -> Counter[str]:
    """Words, pairs of words, and groups of 3 and 4 letters (with the borders of words)."""
    words = [t.text for t in tokens(text)]
    found: Counter[str] = Counter()
    found.update(f"w:{w}" for w in words)
    found.update(f"p:{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True))
    for word in words:
        marked = f"<{word}>"
        for n in (3, 4):
            found.update(f"c:{marked[i : i + n]}" for i in range(len(marked) - n + 1))
    return found


class IntentModel:
    """Deterministic: the same examples give the same model."""

    def __init__(self, examples: list[tuple[str, str]]) -> None:
        """`examples`: (text, intent)."""
        self.names = sorted({intent for _, intent in examples})
        bags = [features(text) for text, _ in examples]
        counts = Counter(f for bag in bags for f in bag)
        self._index = {f: i for i, f in enumerate(sorted(counts))}
        self._idf = np.array(
            [math.log((1 + len(bags)) / (1 + counts[f])) + 1 for f in self._index], dtype=np.float32
        )
        self._examples = np.stack([self._vector(bag) for bag in bags])
        self._labels = np.array([self.names.index(intent) for _, intent in examples])
        self._weights, self._bias = self._train()

    def _vector(self, bag: Counter[str]) -> Floats:
        vector = np.zeros(len(self._index), dtype=np.float32)
        for feature, count in bag.items():
            i = self._index.get(feature)
            if i is not None:
                kind = 0.5 if feature[0] == "c" else 1.0
                vector[i] = kind * (1 + math.log(count)) * self._idf[i]
        norm = float(np.linalg.norm(vector))
        return vector / np.float32(norm) if norm else vector

    def _train(self) -> tuple[Floats, Floats]:
        """Full-batch gradient descent with momentum, in the span of the examples: few against features."""
        n, k = len(self._labels), len(self.names)
        gram = self._examples @ self._examples.T
        target = np.eye(k, dtype=np.float32)[self._labels]
        # Classes weigh the same, however many examples each has.
        weight = (n / (k * np.bincount(self._labels, minlength=k)))[self._labels][:, None].astype(np.float32)
        alpha = np.zeros((n, k), dtype=np.float32)
        bias = np.zeros(k, dtype=np.float32)
        speed, bias_speed = np.zeros_like(alpha), np.zeros_like(bias)
        for _ in range(STEPS):
            error = weight * (_softmax(12 * (gram @ alpha + bias)) - target) / n
            speed = MOMENTUM * speed - RATE * (error * n / 12 + RIDGE * alpha)
            bias_speed = MOMENTUM * bias_speed - 0.1 * error.sum(axis=0)
            alpha, bias = alpha + 0.1 * speed, bias + bias_speed
        return np.asarray(self._examples.T @ alpha, dtype=np.float32), bias

    def scores(self, text: str) -> list[tuple[str, float]]:
        """Every intent with its confidence, best first.

        The class's probability, lowered where the text is unlike every example of it: an utterance
        about something else altogether has a best class too.
        """
        bag = features(text)
        vector = self._vector(bag)
        if not vector.any():
            return [(name, 0.0) for name in self.names]
        probabilities = _softmax((12 * (vector @ self._weights + self._bias))[None])[0]
        known = sum(1 for f in bag if f[0] == "w" and f in self._index) / max(
            1, sum(1 for f in bag if f[0] == "w")
        )
        likeness = self._examples @ vector
        nearest = np.zeros(len(self.names), dtype=np.float32)
        np.maximum.at(nearest, self._labels, likeness)
        familiar = np.clip((nearest * (0.4 + 0.6 * known)) / 0.5, 0, 1)
        confidence = probabilities * familiar
        order = np.argsort(-confidence, kind="stable")
        return [(self.names[i], float(confidence[i])) for i in order]


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True), dtype=np.float32)
