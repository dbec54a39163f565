"""How late the media tick comes: the one number that says whether a process keeps up."""

from __future__ import annotations

import numpy as np

KEPT = 60_000
"""Samples: 20 minutes of ticks."""


class Lateness:
    """Milliseconds between when a tick was due and when it came."""

    def __init__(self) -> None:
        self._ms = np.zeros(KEPT, dtype=np.float32)
        self._n = 0

    def add(self, seconds: float) -> None:
        self._ms[self._n % KEPT] = seconds * 1000
        self._n += 1

    def reset(self) -> None:
        self._n = 0

    def summary(self) -> dict[str, float | int]:
        """`p50_ms`, `p95_ms`, `p99_ms`, `max_ms`, and `n`, how many ticks they are over."""
        kept = self._ms[: min(self._n, KEPT)]
        if not len(kept):
            return {"p50_ms": 0.0, "p95_ms": 0.0, "p99_ms": 0.0, "max_ms": 0.0, "n": 0}
        p50, p95, p99 = (round(float(v), 2) for v in np.percentile(kept, (50, 95, 99)))
        return {
            "p50_ms": p50,
            "p95_ms": p95,
            "p99_ms": p99,
            "max_ms": round(float(kept.max()), 2),
            "n": len(kept),
        }
