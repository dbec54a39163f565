"""What a simulation is: everything that its calls depend on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import viva
from viva.dialogue.bot import Bot
from viva.lab.simulate.persona import Persona
from viva.understanding.reading import JsonValue

Keep = Literal["failing", "all", "none"]
"""Whose recordings stay: those of calls without success, of all, of none."""
Channel = Literal["audio", "errors"]
"""`audio`: callers speak; `errors`: in text, with the errors that a recognizer makes."""

MOST_CALLS = 1_000_000
"""Ids have so many digits that they sort by number."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """Call `number` follows from this and the number alone."""

    bot: Bot
    personas: tuple[Persona, ...]
    digest: str
    """Of the personas' files."""
    seed: int
    now: str
    """The callers' local time when the first one calls, ISO 8601 to the second."""
    errors: str | None = None
    """Which error model: its digest; None: callers speak."""
    keep: Keep = "failing"

    def call_id(self, number: int) -> str:
        return f"sim-{self.seed}-{number:06}"

    def moment(self, number: int) -> str:
        """When call `number` begins: a second after the one before it, whatever they last."""
        return (datetime.fromisoformat(self.now) + timedelta(seconds=number)).isoformat(timespec="seconds")

    def described(self) -> dict[str, JsonValue]:
        """What `simulation.json` has: a folder holds the calls of one such description."""
        return {
            "bot": self.bot.name,
            "fingerprint": self.bot.fingerprint,
            "personas": self.digest,
            "seed": self.seed,
            "now": self.now,
            "errors": self.errors,
            "keep": self.keep,
            "viva": viva.__version__,
        }

    @property
    def name(self) -> str:
        """Of its folder, unless another is named: the same for the same calls, and for no others."""
        text = json.dumps(self.described(), sort_keys=True)
        return f"{self.bot.name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
