"""How alike what was said and a listed value are, by sound and by letter."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from viva.understanding.lists.alignment import distances
from viva.understanding.lists.articulation import INDEL, SUBSTITUTE
from viva.understanding.lists.phrases import LETTERS, Phrase, Phrases, Words, weight

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

SOUND = 0.65
"""How much of likeness is by sound; the rest is by letter, for what is typed and for odd names."""
_SUBSTITUTE_LETTER = (1 - np.eye(LETTERS)).astype(np.float32)
_LETTER = np.ones(LETTERS, np.float32)
_LETTER[0] = 0


class Alike(NamedTuple):
    """A run of words and a listed phrase that are alike."""

    said: int
    """Index of the run."""
    listed: int
    """Index of the listed phrase."""
    likeness: float
    """1 for the same, 0 for nothing in common."""
    differing: Words
    """Those words of the run that are not at the same end of the listed phrase."""


def alike(said: Phrases, listed: Phrases, least: float, allowed: Mask | None = None) -> list[Alike]:
    """All pairs whose likeness is at least `least`, and of which each has words that the other lacks.

    `allowed` [said, listed]: the pairs that are looked at; all where it is None. Likeness is the mean of
    that of the whole and that of what differs: "the coffee" is no "drip coffee" for all that they share.
    """
    bound = _upper_bound(said, listed)
    rows, columns = np.nonzero(bound >= least if allowed is None else allowed & (bound >= least))
    heaviest = np.maximum(said.weight[rows], listed.weight[columns])
    longest = np.maximum(said.size[rows], listed.size[columns])
    by_sound = distances(said.sounds[:, rows], listed.sounds[:, columns], SUBSTITUTE, INDEL)
    kept = SOUND * (1 - by_sound / heaviest) + (1 - SOUND) >= least
    rows, columns, by_sound, heaviest, longest = (
        one[kept] for one in (rows, columns, by_sound, heaviest, longest)
    )
    by_letter = distances(said.letters[:, rows], listed.letters[:, columns], _SUBSTITUTE_LETTER, _LETTER)
    whole = _likeness(by_sound, heaviest, by_letter, longest)
    found: list[Alike] = []
    for at in np.flatnonzero(whole >= least):  # what differs is less alike than the whole
        row, column = int(rows[at]), int(columns[at])
        first, last = _shared(said.phrases[row].words, listed.phrases[column].words)
        a, b = said.phrases[row], listed.phrases[column]
        sizes = _size(a, first, last), _size(b, first, last)
        if not all(letters for _, letters in sizes):
            continue
        (weight_a, letters_a), (weight_b, letters_b) = sizes
        differing = _likeness(
            by_sound[at], max(weight_a, weight_b, 0.1), by_letter[at], max(letters_a, letters_b)
        )
        likeness = float(whole[at] + max(differing, 0)) / 2
        if likeness >= least:
            found.append(Alike(row, column, likeness, a.words[first : len(a.words) - last]))
    return found


def _upper_bound(said: Phrases, listed: Phrases) -> Floats:
    """[said, listed] What their likeness can be at most, nearly, from what each is made of.

    By sound, no pair is more alike than where sounds of a class cost nothing; one that crosses the
    classes (l for w) counts as left out on the heavier side. By letter, none than the letters shared.
    """
    more, less, shared = np.zeros((3, len(said.weight), len(listed.weight)), np.float32)
    # One class and one letter at a time: small matrix products would wake all threads of the library.
    for own, other in zip(said.by_class.T, listed.by_class.T, strict=True):
        difference = own[:, None] - other
        more += np.maximum(difference, 0)
        less -= np.minimum(difference, 0)
    for letter in np.flatnonzero(said.counts.any(axis=0)):
        shared += np.minimum(said.counts[:, letter, None], listed.counts[:, letter])
    heaviest = np.maximum(said.weight[:, None], listed.weight)
    longest = np.maximum(said.size[:, None], listed.size)
    result: Floats = _likeness(np.maximum(more, less), heaviest, longest - shared, longest)
    return result


def _likeness(by_sound: Any, weight: Any, by_letter: Any, letters: Any) -> Any:
    return SOUND * (1 - by_sound / weight) + (1 - SOUND) * (1 - by_letter / letters)


def _shared(a: Words, b: Words) -> tuple[int, int]:
    """How many words both begin with, and end with."""
    shortest = min(len(a), len(b))
    first = 0
    while first < shortest and a[first] == b[first]:
        first += 1
    last = 0
    while last < shortest - first and a[-1 - last] == b[-1 - last]:
        last += 1
    return first, last


def _size(phrase: Phrase, first: int, last: int) -> tuple[float, int]:
    """Weight of the sounds and number of the letters without the first and the last words."""
    end = len(phrase.words) - last
    return sum(map(weight, phrase.sounds[first:end])), sum(map(len, phrase.words[first:end]))
