"""Silero VAD (MIT) from its ONNX file, one batch for all callers.

A window of 512 samples is judged with the 64 samples before it and a recurrent state of [2, 1, 128].
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime as ort

from viva.models.fetch import ensure

WINDOW = 512
CONTEXT = 64
STATE = 128


class SileroVad:
    """`viva.hearing.engine.VoiceActivity`. Not thread-safe: the media loop owns it."""

    window = WINDOW

    def __init__(self) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(
            str(ensure("silero-vad") / "silero_vad.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._rate = np.array(16_000, dtype=np.int64)
        self._state = np.zeros((2, 0, STATE), dtype=np.float32)
        self._context = np.zeros((0, CONTEXT), dtype=np.float32)
        self._free: list[int] = []
        self._opened: set[int] = set()

    def open(self) -> int:
        if not self._free:
            self._grow()
        stream = self._free.pop()
        self._opened.add(stream)
        self._state[:, stream] = 0
        self._context[stream] = 0
        return stream

    def close(self, stream: int) -> None:
        """`ValueError` if it is not open: closed twice, its number would go to two callers."""
        if stream not in self._opened:
            raise ValueError(f"stream {stream} is not open")
        self._opened.remove(stream)
        self._free.append(stream)

    def probabilities(
        self, streams: list[int], windows: np.ndarray[Any, np.dtype[np.float32]]
    ) -> np.ndarray[Any, np.dtype[np.float32]]:
        if not streams:
            return np.zeros(0, dtype=np.float32)
        index = np.array(streams)
        samples = np.concatenate((self._context[index], windows), axis=1)
        probabilities, state = self._session.run(
            None, {"input": samples, "state": self._state[:, index], "sr": self._rate}
        )
        self._state[:, index] = state
        self._context[index] = windows[:, -CONTEXT:]
        return np.asarray(probabilities)[:, 0]

    def _grow(self) -> None:
        old = self._context.shape[0]
        size = max(16, 2 * old)
        state, context = self._state, self._context
        self._state = np.zeros((2, size, STATE), dtype=np.float32)
        self._context = np.zeros((size, CONTEXT), dtype=np.float32)
        self._state[:, :old], self._context[:old] = state, context
        self._free = list(range(size - 1, old - 1, -1))
