"""Words of a bot's language that sound like a word: what is heard in its place where no confusion is known.

The distance is that of the understander's lists: phonemes aligned by the features of their articulation.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from viva.understanding.lists.alignment import distances
from viva.understanding.lists.articulation import INDEL, SUBSTITUTE
from viva.understanding.lists.phrases import Phrases, pronounced
from viva.understanding.pronouncer import Pronouncer

NEAREST = 8
SHARPNESS = 6.0
"""Chance falls by the exponential of so much times the distance, which is 1 for words with nothing in
common."""

Weighed = tuple[tuple[str, float], ...]
"""Words with their chances, which sum to 1; likeliest first."""


class Neighbours:
    """Of one bot. `words`: what it is told, each as often as it is said."""

    def __init__(self, words: Iterable[str], pronouncer: Pronouncer) -> None:
        counts = Counter(word for word in words if not any(one.isdigit() for one in word))
        self._words = sorted(counts)
        self._usual = np.array([math.log1p(counts[word]) for word in self._words])
        self._pronouncer = pronouncer
        self._known: dict[str, Weighed] = {}

    def of(self, word: str) -> Weighed:
        """Empty where the bot has no other word."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._nearest(word)
        return found

    @cached_property
    def _listed(self) -> Phrases:
        return Phrases([pronounced((word,), self._pronouncer) for word in self._words])

    def _nearest(self, word: str) -> Weighed:
        if not self._words:
            return ()
        said = Phrases([pronounced((word,), self._pronouncer)])
        sounds = np.repeat(said.sounds, len(self._words), axis=1)
        apart = distances(sounds, self._listed.sounds, SUBSTITUTE, INDEL)
        apart = apart / np.maximum(self._listed.weight, said.weight[0])
        chance = self._usual * np.exp(-SHARPNESS * apart)
        chance[[one == word for one in self._words]] = 0.0
        order = np.argsort(-chance, kind="stable")[:NEAREST]
        total = float(chance[order].sum())
        return tuple((self._words[at], float(chance[at]) / total) for at in order if chance[at] > 0)
