"""Whether speech over the bot makes it yield."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from viva.understanding.expectation import Expectation


class BargeIn(Protocol):
    """Decides whether speech over the bot makes it yield."""

    def yield_after_ms(self, expects: Expectation) -> int | None:
        """Milliseconds of speech after which the bot falls silent; None: it never yields."""
        ...


@dataclass(frozen=True, slots=True)
class YieldAfterSpeech:
    """Yields to any speech of a given length, so that a click or a cough does not stop the bot."""

    after_ms: int = 400
    """Seen as 250 ms of speech: the end of a shorter sound is known 150 ms after it."""
    allowed: bool = True

    def yield_after_ms(self, expects: Expectation) -> int | None:
        return self.after_ms if self.allowed else None
