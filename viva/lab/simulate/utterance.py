"""What a simulated caller is about to say, before anybody has given it a voice."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from viva.understanding.reading import JsonValue

Kind = Literal["turn", "interruption", "backchannel", "noise"]
"""`turn`: while the bot is silent; `interruption`: over the bot, for the floor; `backchannel`: over the bot,
not for the floor ("mm-hm"); `noise`: a cough, no words."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words said in one breath, and the silence after them within the utterance."""

    text: str
    """As it would be written; '' for silence alone."""
    pause_ms: int = 0
    """0 after the last part."""


@dataclass(frozen=True, slots=True)
class Utterance:
    parts: tuple[Part, ...]
    kind: Kind = "turn"
    act: str = "inform"
    """What it does: `inform`, `affirm`, `deny`, `correct`, `repeat`, `ask`, `wrong`, `bye`, ..."""
    intent: str = ""
    """The bot's intent that it means; '' where it means none."""
    values: dict[str, JsonValue] = field(default_factory=dict)
    """Slot -> the value that is meant, as the bot's entity resolves it."""
    recording: Path | None = None
    """A person's recording that says it, instead of a synthesized voice."""

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts if part.text)
