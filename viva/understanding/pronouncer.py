"""How words sound, as the understander needs it: handed in when a bot is loaded."""

from __future__ import annotations

from typing import Protocol


class Pronouncer(Protocol):
    """Says the words of one language. Deterministic, safe to call from any thread."""

    def phonemes(self, word: str) -> tuple[str, ...]:
        """IPA symbols without stress, length and tone: `mocha` -> `("m", "əʊ", "k", "ə")`.

        Any text is taken; empty for what makes no sound.
        """
        ...

    def reads(self, word: str) -> bool:
        """Whether the word is written in letters of the language, so that its sounds mean something."""
        ...


class Spelled:
    """Stands in where no voice reads a language: each letter is a sound, so that spelling decides."""

    def phonemes(self, word: str) -> tuple[str, ...]:
        return tuple(word)

    def reads(self, word: str) -> bool:
        return True
