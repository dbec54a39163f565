"""What was dear to work out is there at the next start, and its loss is no failure."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from viva.models.memory import Memory

ARRAYS = {"in": np.arange(6).reshape(2, 3), "out": np.ones(2, np.float32)}


def test_arrays_come_back_by_their_names(tmp_path: Path) -> None:
    first = Memory(tmp_path / "built" / "one.npz")
    assert first.get("slots") is None and not first.grown
    first.put("slots", ARRAYS)
    first.put("other/name", {"a": np.zeros(1)})
    first.save()
    again = Memory(first.path)
    found = again.get("slots")
    assert found is not None and not again.grown
    assert all(np.array_equal(found[name], array) for name, array in ARRAYS.items())
    assert again.get("other/name") is not None


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "one.npz")
    memory.save()
    assert not memory.path.exists()


@pytest.mark.parametrize("size", [0, 10, 300])
def test_a_damaged_file_is_as_none_and_told(
    tmp_path: Path, size: int, caplog: pytest.LogCaptureFixture
) -> None:
    memory = Memory(tmp_path / "one.npz")
    memory.put("slots", ARRAYS)
    memory.save()
    memory.path.write_bytes(memory.path.read_bytes()[:size])
    with caplog.at_level(logging.WARNING):
        again = Memory(memory.path)
    assert again.get("slots") is None
    assert "one.npz is damaged and is made again" in caplog.text
    again.put("slots", ARRAYS)
    again.save()
    assert Memory(memory.path).get("slots") is not None


def test_where_nothing_can_be_written_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    memory = Memory(tmp_path / "file" / "one.npz")
    memory.put("slots", ARRAYS)
    memory.save()
    assert "cannot keep what was trained" in caplog.text
