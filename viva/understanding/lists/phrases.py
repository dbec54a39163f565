"""Words with their sounds, one phrase at a time and many of them as matrices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from viva.understanding.lists.alignment import Codes, filled
from viva.understanding.lists.articulation import CLASS, INDEL, segments
from viva.understanding.pronouncer import Pronouncer

Floats = npt.NDArray[np.float32]
Words = tuple[str, ...]

_OTHERS = 64
LETTERS = 27 + _OTHERS
"""Codes of letters: 0 for nothing, 1 to 26 for a to z, then those of other scripts, modulo `_OTHERS`: about
as many as one script has."""
_CLASSES = int(CLASS.max()) + 1


@dataclass(frozen=True)
class Phrase:
    """Words and their sounds."""

    words: Words
    sounds: tuple[tuple[int, ...], ...]
    """For each word, as `articulation.segments` gives them; without its first sound where that is the
    last one before it, since "skim milk" has one m."""

    @cached_property
    def letters(self) -> str:
        return "".join(self.words)


def pronounced(words: Words, pronouncer: Pronouncer) -> Phrase:
    """The words, each with its sounds."""
    sounds: list[tuple[int, ...]] = []
    last = 0
    for word in words:
        own = segments(pronouncer.phonemes(word))
        if own and own[0] == last:
            own = own[1:]
        sounds.append(own)
        last = own[-1] if own else last
    return Phrase(words, tuple(sounds))


class Phrases:
    """Several phrases as arrays, one row each, ready to be compared with others."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = phrases
        self.sounds: Codes = filled([[sound for word in one.sounds for sound in word] for one in phrases])
        self.letters: Codes = filled(
            [[code for word in one.words for code in _codes(word)] for one in phrases]
        )
        count = len(phrases)
        self.by_class = np.zeros((count, _CLASSES), np.float32)
        """[phrases, classes] The weight of their sounds of each class."""
        np.add.at(self.by_class, (np.arange(count), CLASS[self.sounds]), INDEL[self.sounds])
        self.weight = np.maximum(self.by_class.sum(axis=1), 0.1)
        """[phrases] What it costs to leave all of the sounds out; more than 0."""
        self.size = np.maximum((self.letters > 0).sum(axis=0), 1).astype(np.float32)
        """[phrases] The number of letters; more than 0."""
        self.counts = np.zeros((count, LETTERS), np.int16)
        """[phrases, letters] How often each letter is in it; the first column, for nothing, is 0."""
        np.add.at(self.counts, (np.arange(count), self.letters), 1)
        self.counts[:, 0] = 0


@lru_cache(maxsize=20_000)
def weight(sounds: tuple[int, ...]) -> float:
    """What it costs to leave all of a word's sounds out."""
    return sum([float(INDEL[one]) for one in sounds])


@lru_cache(maxsize=20_000)
def _codes(word: str) -> tuple[int, ...]:
    return tuple(ord(one) - ord("a") + 1 if "a" <= one <= "z" else 27 + ord(one) % _OTHERS for one in word)
