"""What training needs of a memory: a place for arrays that are dear to work out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy.typing as npt


class Memory(Protocol):
    """Of one bot's language, one encoder and this code: what it knows follows from those alone."""

    def get(self, name: str) -> Mapping[str, npt.NDArray[Any]] | None:
        """The arrays that were put by that name, if they are known."""

    def put(self, name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> None: ...
