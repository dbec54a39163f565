"""A bot's texts are encoded once, and remembered beyond the process."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.encoding.counting import Counting
from viva.encoding.kept import Kept
from viva.models.memory import Memory


def test_vectors_outlive_the_process(tmp_path: Path) -> None:
    file = tmp_path / "one.npz"
    memory = Memory(file)
    first = Kept(Counting(), memory)
    met = first.encode(["a", "", "größer", "a"])
    first.settle(memory)
    memory.save()
    inner = Counting()
    again = Kept(inner, Memory(file))
    assert np.array_equal(again.encode(["a", "", "größer", "a"]), met) and inner.asked == []
    assert again.encode(["a", "new"])[:, 0, 0].tolist() == [1, 3] and inner.asked == ["new"]
    assert again.encode([]).shape == (0, 2, 1) and again.size == 1 and len(again.tokens(["a"])) == 1


def test_once_settled_nothing_more_is_noted(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "one.npz")
    encoder = Kept(Counting(), memory)
    encoder.encode(["an example"])
    encoder.settle(memory)
    assert memory.grown
    memory.save()
    encoder.encode(["what a caller said"])
    encoder.settle(memory)
    assert not memory.grown


def test_nothing_new_is_no_reason_to_write(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "one.npz")
    first = Kept(Counting(), memory)
    first.encode(["a"])
    first.settle(memory)
    memory.save()
    again = Kept(Counting(), memory)
    again.encode(["a"])
    again.settle(memory)
    assert not memory.grown
