"""What was encoded lately is not encoded again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viva.encoding.engine import Matrix, TokenVectors
from viva.encoding.remembered import Remembered


class Counting:
    """Encodes a text as its length, and notes what it was asked for."""

    size = 1

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Matrix:
        self.asked.extend(texts)
        return np.array([[[len(text)], [0]] for text in texts], np.float32).reshape(-1, 2, 1)

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return [TokenVectors(np.zeros((0, 1), np.float32), ()) for _ in texts]


def test_each_text_is_encoded_once() -> None:
    inner = Counting()
    encoder = Remembered(inner)
    assert encoder.encode(["a", "bb", "a"])[:, 0, 0].tolist() == [1, 2, 1]
    assert encoder.encode(["bb", "ccc"])[:, 0, 0].tolist() == [2, 3]
    assert inner.asked == ["a", "bb", "ccc"] and encoder.encode([]).shape == (0, 2, 1)


def test_what_was_not_used_for_longest_goes() -> None:
    inner = Counting()
    encoder = Remembered(inner, most=2)
    encoder.encode(["a", "b"])
    encoder.encode(["a"])
    encoder.encode(["c"])
    inner.asked.clear()
    encoder.encode(["a", "c"])
    assert inner.asked == []
    encoder.encode(["b"])
    assert inner.asked == ["b"]
