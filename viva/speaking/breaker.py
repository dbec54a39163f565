"""Whether an engine that has failed is asked once more: a circuit breaker. Pure: time is an argument."""

from __future__ import annotations

from dataclasses import dataclass

FAILURES = 2
"""In a row, after which the engine is left alone for a while."""
FIRST_WAIT_S = 10.0
LONGEST_WAIT_S = 300.0
"""Each further failure doubles the wait, up to this."""


@dataclass(slots=True)
class Breaker:
    """Of one engine. Seconds on any clock that does not go back."""

    failures: int = 0
    """In a row."""
    again_at: float = 0.0
    """When the engine is asked next, once it is left alone."""
    reason: str = ""
    """Of the last failure."""

    def asks(self, now: float) -> bool:
        """Whether to ask the engine now. Of those who ask while it is left alone, one is let through when
        the wait is over; how that goes decides for all."""
        if self.failures < FAILURES:
            return True
        if now < self.again_at:
            return False
        self.again_at = now + self._wait_s
        return True

    def succeeded(self) -> None:
        self.failures = 0

    def failed(self, now: float, reason: str) -> None:
        self.failures += 1
        self.reason = reason
        if self.failures >= FAILURES:
            self.again_at = now + self._wait_s

    @property
    def _wait_s(self) -> float:
        doubled = min(self.failures - FAILURES, 20)
        return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0**doubled)
