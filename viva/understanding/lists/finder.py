"""Entities whose values are listed: found exactly, or by likeness of letters and sound.

Every run of words is compared with every way to say every value. A bound on the letters and sounds
that they share, for all runs and all values in one matrix product, leaves the few worth aligning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from viva.understanding.candidate import Candidate
from viva.understanding.engine import EntitySpec
from viva.understanding.lists.likeness import INDEL, SOUND, distances, likeness, weight
from viva.understanding.lists.sounds import sounds
from viva.understanding.normalise import Text, words_of
from viva.understanding.values.numbers import Numbers

Floats = npt.NDArray[np.float32]

ENOUGH = 0.74
"""Likeness from which a run of words is taken for a value."""
ENOUGH_ORDINARY = 0.88
"""The same where the run is of ordinary words."""
EXPECTED = 0.04
"""How much less is enough where the dialogue can use the entity now, ..."""
ASKED = 0.08
"""... and where it is what was asked for."""
_LONGER = 2
"""So many more words than a value has may be one mishearing of it: "cap a chino"."""
_FEWEST_LETTERS = 4
"""A shorter value is found exactly or not at all."""
_LEAST_DIFFERING = 0.5
"""Of what differs between a run and a value, so much must be alike by itself."""
_SLACK = 0.8
"""What the bound forgives: one sound taken for a near one, which the alignment makes cheap."""
_CHUNK = 256
_TIMES = 3
"""A letter or sound is counted up to so many times in one phrase."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say one value."""

    entity: str
    value: str
    words: tuple[str, ...]
    letters: int


class Lists:
    """Finds the values of all `list` entities of a bot."""

    def __init__(
        self,
        specs: Mapping[str, EntitySpec],
        numbers: Numbers,
        ordinary: frozenset[str],
        fillers: frozenset[str],
    ) -> None:
        """`ordinary`: words of which closer likeness is asked; `fillers`: words without content."""
        self._fillers = fillers
        self._numbers = numbers
        self._ordinary = ordinary
        forms: dict[tuple[str, tuple[str, ...]], Form] = {}
        for spec in specs.values():
            for value, others in spec.values.items() if spec.kind == "list" else ():
                for said in (value, value.replace("_", " "), *others):
                    words = self._spoken(words_of(said))
                    if words:
                        forms.setdefault(
                            (spec.name, words), Form(spec.name, value, words, len("".join(words)))
                        )
        self._exact: dict[str, list[Form]] = {}
        for form in forms.values():
            self._exact.setdefault("".join(form.words), []).append(form)
        self._most_words = max((len(form.words) for form in forms.values()), default=0)
        self._fuzzy = [form for form in forms.values() if form.letters >= _FEWEST_LETTERS]
        self._known = frozenset(word for form in forms.values() for word in form.words)
        self._bags = _Bags([form.words for form in self._fuzzy])

    def find(self, texts: Sequence[Text], expected: Mapping[str, float]) -> list[list[Candidate]]:
        """For each text its candidates, overlapping ones included.

        `expected`: entity -> by how much less likeness is enough for it.
        """
        if not self._exact:
            return [[] for _ in texts]
        rows = [self._row(text) for text in texts]
        runs: dict[tuple[str, ...], int] = {}
        for words, _ in rows:
            for first in range(len(words)):
                for end in range(first + 1, min(len(words), first + self._most_words + _LONGER) + 1):
                    runs.setdefault(tuple(words[first:end]), len(runs))
        found = self._look_up(list(runs), expected)
        return [self._placed(words, places, found) for words, places in rows]

    def _row(self, text: Text) -> tuple[list[str], list[int]]:
        """The words as spoken ("16" as "sixteen") and the token that each comes from."""
        words: list[str] = []
        places: list[int] = []
        for index, word in enumerate(text.words):
            spoken = self._numbers.in_words(word)
            words.extend(spoken)
            places.extend([index] * len(spoken))
        return words, places

    def _spoken(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(one for word in words for one in self._numbers.in_words(word))

    def _placed(
        self, words: list[str], places: list[int], found: dict[tuple[str, ...], list[tuple[Form, float]]]
    ) -> list[Candidate]:
        out: dict[tuple[str, str, int, int], Candidate] = {}
        for first in range(len(words)):
            for end in range(first + 1, min(len(words), first + self._most_words + _LONGER) + 1):
                for form, score in found.get(tuple(words[first:end]), ()):
                    start, stop = places[first], places[end - 1] + 1
                    worth = score**2 * (form.letters + 0.01 * (score == 1.0))
                    one = Candidate(form.entity, form.value, start, stop, confidence(score), worth)
                    key = (form.entity, form.value, start, stop)
                    if key not in out or out[key].weight < worth:
                        out[key] = one
        return list(out.values())

    def _look_up(
        self, runs: list[tuple[str, ...]], expected: Mapping[str, float]
    ) -> dict[tuple[str, ...], list[tuple[Form, float]]]:
        found: dict[tuple[str, ...], list[tuple[Form, float]]] = {}
        for run in runs:
            letters = "".join(run)
            forms = self._exact.get(letters)
            if forms is None and len(letters) > _FEWEST_LETTERS and letters.endswith("s"):
                forms = self._exact.get(letters[:-1])  # a plural
            if forms:
                found[run] = [(form, 1.0) for form in forms]
        if not self._fuzzy:
            return found
        open_runs = [run for run in runs if run not in found and self._may_be_misheard(run)]
        least = ENOUGH - max(expected.values(), default=0.0)
        for run, forms in self._worth_aligning(open_runs, least):
            best: dict[str, list[tuple[float, Form]]] = {}
            for form in forms:
                score = self._likeness(run, form, expected.get(form.entity, 0.0))
                if score:
                    best.setdefault(form.entity, []).append((score, form))
            for ranked in best.values():
                ranked.sort(key=lambda one: (-one[0], len(one[1].words)))
                score, form = ranked[0]
                rival = next((other for other, one in ranked if one.value != form.value), 0.0)
                if score - rival > 0.01:
                    found.setdefault(run, []).append((form, score))
        return found

    def _may_be_misheard(self, run: tuple[str, ...]) -> bool:
        """Whether it is worth comparing at all: long enough, and hardly a word in it of no content."""
        if sum(map(len, run)) < _FEWEST_LETTERS - 1:
            return False
        empty = [word in self._fillers and word not in self._known for word in run]
        if len(run) == 1:
            return not empty[0]
        # "i smoker" may be "iced mocha"; "with mocha" and "mocha please" are "mocha" and a word.
        return sum(empty) < 2 and not empty[-1] and not (empty[0] and len(run[0]) > 1)

    def _worth_aligning(
        self, runs: list[tuple[str, ...]], least: float
    ) -> list[tuple[tuple[str, ...], list[Form]]]:
        """The forms that may be alike enough, by an upper bound on likeness."""
        out = []
        for at in range(0, len(runs), _CHUNK):
            part = runs[at : at + _CHUNK]
            worth = self._bags.bound(_Bags(part)) >= least
            for row in np.flatnonzero(worth.any(axis=1)):
                out.append((part[row], [self._fuzzy[column] for column in np.flatnonzero(worth[row])]))
        return out

    def _likeness(self, run: tuple[str, ...], form: Form, easier: float) -> float:
        """Likeness of a run to a form, 0 where it is not enough.

        What differs must be alike by itself: "the coffee" is no "drip coffee" for all they share.
        """
        first, last = _common(run, form.words)
        said, listed = run[first : len(run) - last], form.words[first : len(form.words) - last]
        if not said or not listed:
            return 0.0
        enough = ENOUGH
        if all(map(self._is_ordinary, said)):
            # A neighbour that fits makes up for it: "trip coffee".
            enough = ENOUGH + 0.01 if first or last else ENOUGH_ORDINARY
        elif any(word in self._fillers for word in said):
            enough += 0.03
        if min(sum(map(len, said)), sum(map(len, listed))) < _FEWEST_LETTERS:
            enough += 0.04
        same = run[:first] + run[len(run) - last :]
        return _score(said, listed, same, enough - easier)

    def _is_ordinary(self, word: str) -> bool:
        """Whether it, or what it is an ending of, is a frequent word."""
        if word in self._ordinary:
            return True
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                stem = word[: -len(ending)]
                if stem in self._ordinary or stem + "e" in self._ordinary or stem[:-1] in self._ordinary:
                    return True
        return False


class _Bags:
    """Phrases as bags of letters and of sounds, for a quick upper bound on likeness."""

    def __init__(self, phrases: Sequence[tuple[str, ...]]) -> None:
        rows = [[_bag(word) for word in words] for words in phrases]
        counts = np.array([[sum(column) for column in zip(*row, strict=True)] for row in rows], np.float32)
        counts = counts.reshape(len(phrases), _WIDTH)
        # In unary, so that a product of two rows counts what they share: min(a, b) of each.
        self._unary = np.concatenate([counts >= times for times in range(1, _TIMES + 1)], axis=1).astype(
            np.float32
        )
        self._size = np.maximum(counts @ _IS_LETTER, 0.1)
        self._weight = np.maximum(counts @ _SOUND_WEIGHT, 0.1)

    def bound(self, runs: _Bags) -> Floats:
        """Upper bound on the likeness of each run (rows) to each phrase (columns)."""
        by_letter = (runs._unary * _TILED_LETTER) @ self._unary.T
        by_letter /= np.maximum(runs._size[:, None], self._size[None, :])
        by_sound = (runs._unary * _TILED_SOUND) @ self._unary.T + _SLACK
        by_sound /= np.maximum(runs._weight[:, None], self._weight[None, :])
        bound = SOUND * np.minimum(by_sound, 1) + (1 - SOUND) * np.minimum(by_letter, 1)
        result: Floats = bound.astype(np.float32)
        return result


def confidence(likeness: float) -> float:
    """Of a value found with this likeness: 0.98 exact, about 0.5 at the threshold."""
    return 0.98 if likeness >= 1.0 else max(0.3, min(0.93, 0.5 + (likeness - ENOUGH) * 2))


def _common(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[int, int]:
    """How many words both begin with, and end with."""
    first = 0
    while first < min(len(a), len(b)) and a[first] == b[first]:
        first += 1
    last = 0
    while last < min(len(a), len(b)) - first and a[-1 - last] == b[-1 - last]:
        last += 1
    return first, last


def _score(said: tuple[str, ...], listed: tuple[str, ...], same: tuple[str, ...], enough: float) -> float:
    """The mean of the likeness of what differs and that of the whole; 0 where it is below `enough`.

    `ch` in a listed value may be the one of "chair" or the one of "mocha".
    """
    letters_a, sounds_a = "".join(said), _sounds(said)
    letters_b, sounds_b = "".join(listed), _sounds(listed)
    beside, beside_weight = sum(map(len, same)), weight(_sounds(same))
    most = max(len(letters_a), len(letters_b))
    share = most / (most + beside)
    # (differing + whole) / 2 >= enough, where whole = 1 - share * (1 - differing), nearly
    least = max(_LEAST_DIFFERING, (2 * enough - 1 + share) / (1 + share) - 0.03)
    best = 0.0
    for one in {sounds_b, sounds_b.replace("C", "k")} if "ch" in letters_b else (sounds_b,):
        both = distances((letters_a, sounds_a), (letters_b, one), least)
        if both is None:
            continue
        heavy = max(weight(sounds_a), weight(one))
        differing = likeness(*both, heavy, most)
        whole = likeness(*both, heavy + beside_weight, most + beside)
        best = max(best, (differing + whole) / 2)
    return best if best >= enough else 0.0


@lru_cache(maxsize=20_000)
def _sounds(words: tuple[str, ...]) -> str:
    return "".join([sounds(word) for word in words])


_ENDINGS = ("ing", "ed", "s", "er", "ly", "n")
"""Of words: what is left is looked up among the frequent words."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz*"
_SOUNDS = "".join(one for one in INDEL if one not in "AEIOU") + "A"
"""Vowels are counted as one; `*` stands for every other letter."""
_LETTER_AT = {one: index for index, one in enumerate(_LETTERS)}
_SOUND_AT = {one: len(_LETTERS) + index for index, one in enumerate(_SOUNDS)}
_SOUND_AT.update({**dict.fromkeys("EIOU", _SOUND_AT["A"])})
_WIDTH = len(_LETTERS) + len(_SOUNDS)
_IS_LETTER = np.array([1.0] * len(_LETTERS) + [0.0] * len(_SOUNDS), np.float32)
_SOUND_WEIGHT = np.array([0.0] * len(_LETTERS) + [INDEL[one] for one in _SOUNDS], np.float32)
_TILED_LETTER, _TILED_SOUND = np.tile(_IS_LETTER, _TIMES), np.tile(_SOUND_WEIGHT, _TIMES)


@lru_cache(maxsize=20_000)
def _bag(word: str) -> tuple[int, ...]:
    """How often each letter and each sound is in a word."""
    counts = [0] * _WIDTH
    for letter in word:
        counts[_LETTER_AT.get(letter, _LETTER_AT["*"])] += 1
    for sound in sounds(word):
        counts[_SOUND_AT[sound]] += 1
    return tuple(counts)
