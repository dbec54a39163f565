"""A caller for Chromium's microphone: eSpeak NG asks a question between two silences."""

from __future__ import annotations

import wave
from pathlib import Path

from viva.speaking.engine import Voice
from viva.speaking.registry import say

RATE = 16000
CALLER = Voice("en-us", rate=150)


def microphone_file(path: Path, words: str, *, before_ms: int, after_ms: int) -> Path:
    """Chromium plays the file over and over from the moment that the page opens the microphone."""
    speech = say(words, CALLER)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(bytes(before_ms * RATE // 500) + speech.pcm + bytes(after_ms * RATE // 500))
    return path
