"""Speech as plain values: audio and the marks that say which word sounds when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordMark:
    start: int
    """Character offset of the word in the spoken text, inclusive."""
    end: int
    """Character offset, exclusive."""
    at_ms: int
    """When the word begins, from the start of the audio."""


def latest(marks: Iterable[WordMark]) -> tuple[WordMark, ...]:
    """One mark per word, in the text's order: of a word that was told of again, what was told last."""
    found = {mark.start: mark for mark in marks}
    return tuple(found[start] for start in sorted(found))


@dataclass(frozen=True, slots=True)
class Sound:
    """The next stretch of a sentence that is being made."""

    pcm: bytes
    """PCM16LE, mono, 16 kHz."""
    marks: tuple[WordMark, ...] = ()
    """Of the words that begin in it, and of others about which more is known now (`latest`); `at_ms` from the
    start of the sentence."""
    instead: str = ""
    """Why another voice than the bot's speaks; '' where it is the bot's own."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One sentence, whole."""

    text: str
    pcm: bytes
    """PCM16LE, mono, 16 kHz."""
    marks: tuple[WordMark, ...]
    """One per spoken word, in order."""
    instead: str = ""
    """Why another voice than the bot's spoke; '' where it did not."""

    @property
    def duration_ms(self) -> int:
        return len(self.pcm) // 32
