"""How words of a language are said, by eSpeak NG; a `Pronouncer` of the understander."""

from __future__ import annotations

from functools import cache, lru_cache

from viva.pronunciation.espeak_library import library
from viva.pronunciation.ipa import phonemes_of
from viva.pronunciation.scripts import reads
from viva.pronunciation.voices import voice_of_language

_REMEMBERED = 20_000
"""Words; a language's frequent ones, and what its bots say beside them."""
_LONGEST = 200
"""Characters of a word that are read; what is longer is no word."""


class EspeakPronouncer:
    """Says one word after the other; the same word, the same phonemes. Safe to call from any thread.

    A word new to it takes about 15 µs, a known one less than 1 µs. What is pickled is the language.
    """

    def __init__(self, code: str) -> None:
        """`code`: BCP 47. Raises VivaError where no voice reads the language, or eSpeak NG is missing."""
        self.code = code
        self._voice = voice_of_language(library(), code)

    def phonemes(self, word: str) -> tuple[str, ...]:
        """IPA, without stress, length and tone: `mocha` -> `("m", "əʊ", "k", "ə")`; empty for silence."""
        return _phonemes(word[:_LONGEST], self._voice)

    def reads(self, word: str) -> bool:
        """Whether the voice knows the letters; others it names one by one, or calls "Chinese letter"."""
        return reads(self.code, word)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pronouncer, (self.code,))


@cache
def pronouncer(code: str) -> EspeakPronouncer:
    """The pronouncer of a language. Raises as `EspeakPronouncer`."""
    return EspeakPronouncer(code)


@lru_cache(maxsize=_REMEMBERED)
def _phonemes(word: str, voice: str) -> tuple[str, ...]:
    return phonemes_of(library().phonemes(word, voice))
