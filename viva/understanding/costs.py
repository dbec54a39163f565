"""What mistakes cost, as the bot's author states it, and the decision that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs of one utterance beside that of being understood, which is 0. Only their ratios matter."""

    wrong: float = 2.0
    """Of acting on an intent that the caller did not have."""
    reject: float = 1.0
    """Of not taking an intent that the caller had: he is asked again."""
    intents: Mapping[str, float] = field(default_factory=dict)
    """Intent -> its own `wrong`: starting to transfer money costs more than saying opening hours."""

    def threshold(self, intent: str) -> float:
        """The probability from which taking the intent is cheaper than asking again, 0..1.

        Taken, it costs (1 - p) wrong on average; refused, reject. So p >= 1 - reject / wrong
        (C. Chow, On optimum recognition error and reject tradeoff, 1970).
        """
        wrong = self.intents.get(intent, self.wrong)
        return max(0.0, 1.0 - self.reject / wrong)
