"""A file of named arrays is read as it was written, and what is none is refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from viva.encoding.safetensors import read_arrays


def test_float_arrays_are_read_and_others_passed_over(tmp_path: Path) -> None:
    weight, ids = np.arange(6, dtype="<f4").reshape(2, 3), np.arange(2, dtype="<i8")
    header = json.dumps(
        {
            "__metadata__": {"format": "pt"},
            "weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
            "ids": {"dtype": "I64", "shape": [2], "data_offsets": [24, 40]},
        }
    ).encode()
    file = tmp_path / "model.safetensors"
    file.write_bytes(len(header).to_bytes(8, "little") + header + weight.tobytes() + ids.tobytes())
    arrays = read_arrays(file)
    assert list(arrays) == ["weight"] and np.array_equal(arrays["weight"], weight)


def test_another_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.bin"
    file.write_bytes(b"\x7fELF" + bytes(100))
    with pytest.raises(ValueError, match=r"other\.bin is no safetensors file"):
        read_arrays(file)
