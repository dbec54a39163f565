"""Synthesized callers, for what must not depend on recordings."""

from __future__ import annotations

from viva.speaking.engine import Voice
from viva.speaking.registry import say


def spoken(text: str, rate: int = 150) -> bytes:
    """PCM16LE, mono, 16 kHz."""
    return say(text, Voice("en-us", rate=rate)).pcm
