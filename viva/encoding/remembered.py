"""An encoder that remembers: callers say the same few things, and a bot's examples are met again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from viva.encoding.engine import Encoder, Matrix, TokenVectors


class Remembered:
    """Keeps the vectors of the texts that were asked for last (least recently used go first)."""

    def __init__(self, encoder: Encoder, most: int = 4096) -> None:
        """`most`: texts; 4096 of 3 x 384 float32 take 19 MB."""
        self._encoder = encoder
        self._most = most
        self._vectors: OrderedDict[str, Matrix] = OrderedDict()
        self._lock = Lock()

    @property
    def size(self) -> int:
        return self._encoder.size

    def encode(self, texts: Sequence[str]) -> Matrix:
        with self._lock:
            found = {text: self._vectors[text] for text in texts if text in self._vectors}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            # Outside of the lock: two threads may encode the same text, which is only work done twice.
            found.update(zip(new, self._encoder.encode(new), strict=True))
        with self._lock:
            for text in texts:
                self._vectors[text] = found[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > self._most:
                self._vectors.popitem(last=False)
        return np.stack([found[text] for text in texts]) if texts else self._encoder.encode([])

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return self._encoder.tokens(texts)
