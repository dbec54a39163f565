"""What the bot says while an action is slow: "one moment, I'm looking that up"."""

from __future__ import annotations

from dataclasses import dataclass

PROMPT = "filler"


@dataclass(frozen=True, slots=True)
class FillerPolicy:
    """Silences are noticed from about a second on, and taken for trouble soon after (Jefferson 1989, "a
    possible metric which provides for a 'standard maximum' silence of approximately one second")."""

    silent_ms: int = 800
    """Silence after the bot's own last words, or after the action began."""
    turn_ms: int = 1200
    """And this long after the end of the caller's speech."""
    again_ms: int = 6000
    """Silence after the first filler until the next; doubled each time."""

    def due_at(self, silent_since: int, turn_end: int, said: int) -> int:
        """When the next is said if the action lasts. `said`: how many were, for this action."""
        if said:
            return silent_since + (self.again_ms << min(said - 1, 10))
        return max(silent_since + self.silent_ms, turn_end + self.turn_ms)
