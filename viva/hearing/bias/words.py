"""An n-gram model over the words of a bot's language.

Interpolated Witten-Bell smoothing (I. Witten and T. Bell, IEEE Trans. Information Theory 37(4), 1991): a
history that was followed by many different words gives more to the shorter history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
History = tuple[int, ...]
Counts = Mapping[History, Mapping[int, int]]

ORDER = 4
END = 0
"""The end of the utterance, as a word."""
START = -1
"""Stands before the first word of a history."""
FORGOTTEN = ()
"""The history after a word that the bot's language does not have."""
_FLOOR = 0.5
"""Added to the count of every word: what the bot never had in its examples may still be said."""


class Words:
    """The vocabulary: words by number. Number 0 is the end of the utterance."""

    def __init__(self, words: Iterable[str]) -> None:
        self.listed = ("", *sorted(set(words)))
        self.number = {word: index for index, word in enumerate(self.listed) if index}

    def __len__(self) -> int:
        return len(self.listed)


def counted(utterances: Iterable[Sequence[str]], words: Words) -> dict[History, dict[int, int]]:
    """How often each word follows each history of up to three words."""
    counts: dict[History, dict[int, int]] = {}
    for utterance in utterances:
        row = [START, *(words.number[word] for word in utterance), END]
        for at in range(1, len(row)):
            for length in range(ORDER):
                if length > at:
                    break
                following = counts.setdefault(tuple(row[at - length : at]), {})
                following[row[at]] = following.get(row[at], 0) + 1
    return counts


class WordModel:
    """Probabilities of the next word; an array per history is made when it is first asked for."""

    def __init__(self, counts: Counts, size: int) -> None:
        self._counts = counts
        unigrams = np.full(size, _FLOOR)
        for word, count in counts.get((), {}).items():
            unigrams[word] += count
        self._known: dict[History, Floats] = {(): unigrams / unigrams.sum()}
        said = dict(counts.get((), {}))
        ends = max(1, said.pop(END, 0))
        self.usual_length = sum(said.values()) / ends
        """Words in an utterance, on average."""

    def following(self, history: History) -> Floats:
        """[vocabulary], sums to 1. Histories longer than the model's are cut at the front."""
        history = history[-(ORDER - 1) :]
        found = self._known.get(history)
        if found is not None:
            return found
        shorter = self.following(history[1:])
        counts = self._counts.get(history)
        if not counts:
            found = shorter
        else:
            total, kinds = sum(counts.values()), len(counts)
            found = shorter * (kinds / (total + kinds))
            found[list(counts)] += np.array(list(counts.values())) / (total + kinds)
        if len(self._known) < MOST_HISTORIES:
            self._known[history] = found
        return found


MOST_HISTORIES = 5000
"""Arrays that one model keeps."""
