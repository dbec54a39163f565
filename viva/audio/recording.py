"""A two-channel WAV that grows: readable after every flush, also when its writer was killed."""

from __future__ import annotations

import os
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

RATE = 16_000
HEADER_BYTES = 44
FRAME = 4
"""Bytes of one sample of both channels."""


def _header(data_bytes: int) -> bytes:
    """Sizes stop at what 32 bits hold, after 18 hours; `read_recording` goes by the file's length."""
    data_bytes = min(data_bytes, 0xFFFFFFFF - 36)
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + data_bytes,
        b"WAVE",
        b"fmt ",
        16,
        1,
        2,
        RATE,
        RATE * FRAME,
        FRAME,
        16,
        b"data",
        data_bytes,
    )


class Recording:
    """Caller left, bot right; PCM16LE, 16 kHz. Made by `open_recording`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb", buffering=0)
        self._file.write(_header(0))
        self._bytes = 0

    def write(self, caller: bytes, bot: bytes) -> None:
        """Append mono PCM16LE of equal length for both sides.

        Raises:
            OSError: the disk is full or gone.
            ValueError: the lengths differ.
        """
        if len(caller) != len(bot):
            raise ValueError(f"got {len(caller)} bytes of the caller and {len(bot)} of the bot")
        both = np.empty((len(caller) // 2, 2), dtype="<i2")
        both[:, 0] = np.frombuffer(caller, dtype="<i2")
        both[:, 1] = np.frombuffer(bot, dtype="<i2")
        view = memoryview(both.tobytes())
        while view:
            written = self._file.write(view) or 0
            self._bytes += written
            view = view[written:]

    def flush(self) -> None:
        """Bring the header up to the data."""
        os.pwrite(self._file.fileno(), _header(self._bytes), 0)

    def close(self) -> None:
        if not self._file.closed:
            try:
                self.flush()
            finally:
                self._file.close()


def open_recording(path: Path) -> Recording:
    return Recording(path)


def read_recording(path: Path) -> np.ndarray[Any, np.dtype[np.int16]]:
    """int16 [samples, 2]: caller, bot. What lies behind a header that lags is read too.

    The file is mapped, not read into memory.

    Raises:
        ValueError: not such a recording.
    """
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    if len(head) < HEADER_BYTES or head[:4] != b"RIFF" or head[8:12] != b"WAVE" or head[22:24] != b"\2\0":
        raise ValueError(f"{path}: not a two-channel WAV recording")
    samples = (path.stat().st_size - HEADER_BYTES) // FRAME
    if samples == 0:
        return np.zeros((0, 2), dtype=np.int16)
    return np.memmap(path, dtype="<i2", mode="r", offset=HEADER_BYTES, shape=(samples, 2))


def peaks(path: Path, width: int) -> dict[str, Any]:
    """The waveform in `width` columns: `duration_ms`, and for `caller` and `bot` [min, max] pairs, -1..1.

    Memory stays bounded by one column of the recording.
    """
    samples = read_recording(path)
    width = max(1, min(width, len(samples)))
    edges = np.linspace(0, len(samples), width + 1).astype(int)
    sides: list[list[list[float]]] = [[], []]
    for a, b in pairwise(edges.tolist()):
        column = samples[a:b]
        for side in (0, 1):
            low, high = (int(column[:, side].min()), int(column[:, side].max())) if b > a else (0, 0)
            sides[side].append([round(low / 32768, 4), round(high / 32768, 4)])
    return {"duration_ms": len(samples) * 1000 // RATE, "caller": sides[0], "bot": sides[1]}
