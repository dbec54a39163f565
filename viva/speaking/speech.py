"""Speech as plain values: audio and the marks that say which word sounds when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordMark:
    start: int
    """Character offset of the word in the spoken text, inclusive."""
    end: int
    """Character offset, exclusive."""
    at_ms: int
    """When the word begins, from the start of the audio."""


@dataclass(frozen=True, slots=True)
class Sound:
    """The next stretch of a sentence that is being made."""

    pcm: bytes
    """PCM16LE, mono, 16 kHz."""
    marks: tuple[WordMark, ...] = ()
    """Of the words that begin in it; `at_ms` from the start of the sentence."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One sentence, whole."""

    text: str
    pcm: bytes
    """PCM16LE, mono, 16 kHz."""
    marks: tuple[WordMark, ...]
    """One per spoken word, in order."""

    @property
    def duration_ms(self) -> int:
        return len(self.pcm) // 32
