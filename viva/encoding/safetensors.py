"""A file of named arrays, mapped into memory: only what is read takes room, and processes share it.

Source: the safetensors format (8 bytes of header length, a JSON header, then the arrays' bytes).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

_MOST_HEADER_BYTES = 16 * 1024 * 1024


def read_arrays(path: Path) -> Mapping[str, npt.NDArray[np.float32]]:
    """Name -> float32 array, read-only, for every float32 array in the file.

    Raises ValueError that names the file where it is no such file; OSError where it cannot be read.
    """
    data = np.memmap(path, np.uint8, "r")
    length = int.from_bytes(data[:8].tobytes(), "little")
    if not 2 <= length <= min(_MOST_HEADER_BYTES, len(data) - 8):
        raise ValueError(f"{path} is no safetensors file: its header would have {length} bytes")
    begin = 8 + length
    header = json.loads(data[8:begin].tobytes())
    arrays = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        first, end = entry["data_offsets"]
        arrays[name] = data[begin + first : begin + end].view("<f4").reshape(entry["shape"])
    return arrays
