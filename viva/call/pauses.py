"""How long this caller's pauses within a turn have been: what a longer silence then means."""

from __future__ import annotations

import math
from dataclasses import dataclass

USUAL_MS = 600.0
"""Median of pauses within a turn: half a second and more in spontaneous speech, near lognormal (Campione and
Véronis 2002, "A large-scale multilingual study of silent pause duration")."""
SPREAD = 0.5
"""Standard deviation of the natural logarithm of their lengths."""
WEIGHT = 4.0
"""The usual counts as so many pauses of this caller."""
SHORTEST_MS = 200
"""Shorter ones are the closure of a consonant and not counted (the same source)."""
LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Pauses:
    """Of one caller, in one call."""

    count: int = 0
    logs: float = 0.0
    """Sum of the natural logarithms of their lengths in milliseconds."""

    def after(self, length_ms: int) -> Pauses:
        """With one more pause, after which the caller went on."""
        if length_ms < SHORTEST_MS:
            return self
        return Pauses(self.count + 1, self.logs + math.log(length_ms))

    def longer_than(self, silence_ms: int) -> float:
        """Probability that a pause of this caller is longer, `LEAST` to 1."""
        if silence_ms <= 0:
            return 1.0
        centre = (WEIGHT * math.log(USUAL_MS) + self.logs) / (WEIGHT + self.count)
        z = (math.log(silence_ms) - centre) / SPREAD
        return max(LEAST, 0.5 * math.erfc(z / math.sqrt(2)))
