"""From speech probabilities to where speech starts and pauses. Pure, one for each caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WINDOW_MS = 32


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    enter: float = 0.5
    """Silero's own recommendation for the start of speech."""
    leave: float = 0.35
    """And for its end: lower, so that a weak syllable does not end it."""
    start_ms: int = 96
    """Speech of three windows is speech; less is a click."""
    pause_ms: int = 96
    """Three windows of silence may be the end of a turn, and the utterance so far is recognized. One closure
    of a consonant in ten is longer; no turn is taken for that (`viva.call.turn_end.SHORTEST_MS`)."""


@dataclass(frozen=True, slots=True)
class SpeechChange:
    kind: Literal["started", "paused"]
    at_ms: int
    """Where it happened: before the moment it is known."""


class SpeechDetector:
    def __init__(self, settings: SpeechSettings | None = None) -> None:
        self._settings = settings or SpeechSettings()
        self._speaking = False
        self._since: int | None = None
        """Start of the run of windows that may change the state."""

    @property
    def speaking(self) -> bool:
        return self._speaking

    def push(self, probability: float, end_ms: int) -> list[SpeechChange]:
        """The window that ends at `end_ms` is speech with `probability`; windows come in order."""
        settings = self._settings
        if not self._speaking:
            if probability >= settings.enter or (self._since is not None and probability >= settings.leave):
                if self._since is None:
                    self._since = end_ms - WINDOW_MS
                if end_ms - self._since >= settings.start_ms:
                    return self._change("started")
            else:
                self._since = None
        elif probability < settings.leave:
            if self._since is None:
                self._since = end_ms - WINDOW_MS
            if end_ms - self._since >= settings.pause_ms:
                return self._change("paused")
        else:
            self._since = None
        return []

    def _change(self, kind: Literal["started", "paused"]) -> list[SpeechChange]:
        at, self._since = self._since, None
        self._speaking = kind == "started"
        assert at is not None
        return [SpeechChange(kind, at)]
