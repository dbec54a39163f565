"""What a call needs of whoever speaks the bot's sentences."""

from __future__ import annotations

from collections.abc import Generator
from typing import Protocol

from viva.speaking.script import Script
from viva.speaking.speech import Sound, Speech


class Prompts(Protocol):
    """`viva.speaking.cache.PromptCache` where time is real."""

    def get(self, script: Script) -> Speech | None:
        """The speech if it can be had at once. Never waits."""
        ...

    def stream(self, script: Script) -> Generator[Sound, None, None]:
        """The speech as it is made. Blocking; closing it ends the work."""
        ...

    def render(self, script: Script) -> Speech:
        """The whole speech. Blocking."""
        ...
