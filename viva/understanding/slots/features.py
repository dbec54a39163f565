"""What is known of a word without an encoder: itself, its ends, its shape, and values it is part of.

A gazetteer is learned from the values in the examples. In training an utterance's own values do not
count, or every value would be a known one and the tagger would learn nothing from its surroundings.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from viva.understanding.slots.crf import Index
from viva.understanding.slots.words import Word

FEWEST = 2
"""Words of the examples that a feature must be seen at."""
_LONGEST_VALUE = 9
"""Words of a value that the gazetteer knows."""
_OFTEN = 3
_TWICE = re.compile(r"(.)\1+")

Value = tuple[str, tuple[str, ...]]
"""Entity and lower-case words."""


class Features:
    """Sparse features of words, numbered. Shared and stateless once made."""

    def __init__(self, examples: Sequence[tuple[Sequence[Word], Sequence[Value]]]) -> None:
        """examples: the words of each utterance and the values in it."""
        self._words = Counter(word.lower for words, _ in examples for word in words)
        self._values = Counter(value for _, values in examples for value in values)
        self._entities: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for entity, words in self._values:
            self._entities[words].append(entity)
        seen = Counter(
            feature
            for words, values in examples
            for said in (words, lowered(words))
            for feature in chain.from_iterable(self._named(said, values))
        )
        kept = sorted(name for name, count in seen.items() if count >= 2 * FEWEST)
        self._numbers = {name: number for number, name in enumerate(kept, 1)}

    @property
    def size(self) -> int:
        return len(self._numbers) + 1

    def numbers(self, words: Sequence[Word], own: Sequence[Value] | None = None) -> list[Index]:
        """For each word the numbers of its features, at least one (0: there is a word).

        own: the values of the very utterance, where it is one of the examples.
        """
        return [
            np.array([0, *(self._numbers[name] for name in names if name in self._numbers)], np.int64)
            for names in self._named(words, own)
        ]

    def _named(self, words: Sequence[Word], own: Sequence[Value] | None) -> Iterator[list[str]]:
        listed = self._known_values(words, Counter(own))
        in_training = own is not None
        for index, word in enumerate(words):
            low = word.lower
            names = listed[index]
            if self._words[low] - in_training >= FEWEST:
                names.append(f"word {low}")
            names += [f"begins {low[:size]}" for size in (1, 2, 3)]
            names += [f"ends {low[-size:]}" for size in (2, 3, 4)]
            names.append(f"shape {_shape(word.said)}")
            if index == 0:
                names.append("first")
            elif word.start > words[index - 1].end + 1:
                names.append("after a mark")
            if index == len(words) - 1:
                names.append("last")
            yield names

    def _known_values(self, words: Sequence[Word], own: Counter[Value]) -> list[list[str]]:
        """For each word the values of other utterances that stand here and that it is part of."""
        low = tuple(word.lower for word in words)
        names: list[list[str]] = [[] for _ in words]
        for first in range(len(low)):
            for end in range(first + 1, min(len(low), first + _LONGEST_VALUE) + 1):
                said = low[first:end]
                for entity in self._entities.get(said, ()):
                    count = self._values[entity, said] - own[entity, said]
                    if count <= 0:
                        continue
                    size = min(end - first, 3)
                    often = "often" if count > _OFTEN else ""
                    for at in range(first, end):
                        place = f"{'B' if at == first else ''}{'E' if at == end - 1 else ''}"
                        names[at].append(f"value {entity} {place} {size} {often}")
        return names


def lowered(words: Sequence[Word]) -> list[Word]:
    """The same without capitals, as some recognizers write."""
    return [word._replace(said=word.lower) for word in words]


def _shape(said: str) -> str:
    """`Xx` for `Paris`, `dd` for `1999`: kinds of letters, runs cut to two."""
    kinds = (
        "X" if one.isupper() else "x" if one.islower() else "d" if one.isdigit() else "." for one in said
    )
    return _TWICE.sub(r"\1\1", "".join(kinds))
