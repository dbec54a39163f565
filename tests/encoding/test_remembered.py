"""What was encoded lately is not encoded again."""

from __future__ import annotations

from tests.encoding.counting import Counting
from viva.encoding.remembered import Remembered


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
