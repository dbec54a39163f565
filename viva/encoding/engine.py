"""What understanding needs of a sentence encoder: vectors in which likeness is likeness of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text, piece by piece, as the encoder sees it; its own marks of start and end are left out."""

    vectors: Matrix
    """[pieces, size]; each of any length."""
    spans: tuple[tuple[int, int], ...]
    """Character offsets of each piece in the text, end exclusive."""


class Encoder(Protocol):
    """Shared by all calls, stateless to its users, safe to call from any thread."""

    @property
    def size(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """[texts, 3, size]: three views of each, its meaning first, the others nearer to its wording.

        Each vector has length 1 and does not depend on the other texts.
        """

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of each text's pieces (word pieces), each in the light of the whole text."""
