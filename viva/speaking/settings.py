"""Which engine speaks for a bot, as its file says. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineSettings:
    engine: str = "espeak"
    """`espeak`, `kokoro`, `openai` or `piper` (registry.py)."""
    model: str = ""
    """Kokoro, Piper: a folder, or a repository of the Hugging Face hub. OpenAI: its name there."""
    url: str = ""
    """OpenAI: the endpoint, as far as the version."""
    key: str = ""
    """OpenAI: the environment variable that holds the key; '' where the endpoint wants none."""
    speed: bool = False
    """OpenAI: the endpoint follows the field `speed`, so that the rate need not be changed afterwards."""
    limit_ms: int = 2500
    """The longest wait for first audio, and for more of it, before another engine speaks."""
    fallback: str = "espeak"
    """The engine that speaks when this one fails; `none`: the sentence stays unsaid."""


ESPEAK = EngineSettings()
