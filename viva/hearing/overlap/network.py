"""A small network: standardized inputs, one layer of rectified units, log-probabilities of the classes.

Its weights are kept in half precision: they come from `viva bench overlaps --fit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

FARTHEST = 5.0
"""Standardized inputs are cut at this: what is farther out was not trained on."""


@dataclass(frozen=True, slots=True)
class Network:
    mean: Floats
    deviation: Floats
    """float32 [inputs]: what each is standardized by."""
    inner: Floats
    """float32 [inputs, units]."""
    inner_offsets: Floats
    """float32 [units]."""
    outer: Floats
    """float32 [units, classes]."""
    outer_offsets: Floats
    """float32 [classes]."""

    def log_probabilities(self, inputs: Floats) -> Floats:
        """float32 [..., inputs] -> float32 [..., classes]."""
        logits = self.units(inputs) @ self.outer + self.outer_offsets
        shifted = logits - logits.max(axis=-1, keepdims=True)
        return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), np.float32)

    def units(self, inputs: Floats) -> Floats:
        """float32 [..., inputs] -> float32 [..., units], none below zero."""
        return np.asarray(
            np.maximum(self.standardized(inputs) @ self.inner + self.inner_offsets, 0), np.float32
        )

    def standardized(self, inputs: Floats) -> Floats:
        return np.asarray(np.clip((inputs - self.mean) / self.deviation, -FARTHEST, FARTHEST), np.float32)

    def stored(self, name: str) -> dict[str, Any]:
        """Arrays of a file, float16, each name beginning with `name`."""
        return {f"{name}_{one.name}": getattr(self, one.name).astype(np.float16) for one in fields(self)}

    @classmethod
    def load(cls, file: Mapping[str, Any], name: str) -> Network:
        """From an open file with what `stored` gave."""
        return cls(**{one.name: file[f"{name}_{one.name}"].astype(np.float32) for one in fields(cls)})
