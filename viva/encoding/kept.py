"""An encoder that has met a bot's texts before: their vectors come from a memory."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from viva.encoding.engine import Encoder, Matrix, TokenVectors
from viva.models.memory import Memory

MOST_TEXTS = 16_384
"""More are not kept; of 3 x 384 float32 each, they take 75 MB."""
_NAME = "sentences"


class Kept:
    """Notes what it is asked for until `settle`; from then on the encoder behind it does all."""

    def __init__(self, encoder: Encoder, memory: Memory) -> None:
        """`memory`: only what an earlier `settle` put there is taken from it."""
        self._encoder = encoder
        self._vectors: dict[str, Matrix] | None = _read(memory)
        self._known = len(self._vectors)

    @property
    def size(self) -> int:
        return self._encoder.size

    def encode(self, texts: Sequence[str]) -> Matrix:
        vectors = self._vectors
        if vectors is None:
            return self._encoder.encode(texts)
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        if new:
            vectors.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([vectors[text] for text in texts]) if texts else self._encoder.encode([])

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return self._encoder.tokens(texts)

    def settle(self, memory: Memory) -> None:
        """The bot is trained: put what was noted into the memory, and note no more."""
        vectors, self._vectors = self._vectors, None
        texts = list(vectors or ())[:MOST_TEXTS]
        if vectors and len(texts) > self._known:
            listed = np.frombuffer(json.dumps(texts).encode(), np.uint8)
            memory.put(_NAME, {"texts": listed, "vectors": np.stack([vectors[one] for one in texts])})


def _read(memory: Memory) -> dict[str, Matrix]:
    found = memory.get(_NAME)
    if found is None:
        return {}
    texts: list[str] = json.loads(found["texts"].tobytes())
    return dict(zip(texts, found["vectors"], strict=True))
