"""Hearing words by an error model: an N-best list in place of a recognizer's."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import numpy as np

from viva.lab.simulate.errors.model import (
    Condition,
    ErrorModel,
    Garbled,
    Guess,
    Heard,
    Profile,
    mean_risk,
)
from viva.lab.simulate.errors.neighbours import Neighbours

T = TypeVar("T")
Weights = np.ndarray[Any, np.dtype[np.float64]]

ALIKE = 20
"""Profiles of utterances most like the one that is said, of which one is drawn, ..."""
NEARER = 2.0
"""... the likelier the more it is like it: the exponent for each unit by which they are apart."""
FEWEST = 10
"""Profiles below which a condition's broken-off utterances are heard as whole ones."""
NEAR = 3.0
"""How much likelier an error is at the place where the profile has it than far from it: the exponent for the
whole length of the utterance."""
SAME_WORD = 20.0
"""How much likelier a word is mistaken that was mistaken in the profile."""
KNOWN = 3.0
"""Confusions that were seen count against so many that were not."""


@dataclass(frozen=True, slots=True)
class Told:
    """A hypothesis that was drawn."""

    words: tuple[str, ...]
    mark: str
    posterior: float
    sources: tuple[int | None, ...]
    """Of each word: the index of the word said that it stands for; None: inserted."""
    sure: tuple[float, ...]


def draw(
    words: Sequence[str],
    model: ErrorModel,
    condition: Condition,
    neighbours: Neighbours,
    chance: np.random.Generator,
    *,
    whole: bool = True,
    trouble: float = 0.5,
) -> list[Told]:
    """What is heard of words that were said, best first; empty: nothing. `words`: lower case, without signs;
    none: a sound without words. trouble: share of callers who are heard better than this one."""
    if not words:
        return _told(_one(condition.silent, chance), (), model, neighbours, chance)
    whole = whole or len(condition.broken_off) < FEWEST
    alike = _alike(words, condition, model, chance, whole=whole, trouble=trouble)
    return _told(alike, words, model, neighbours, chance)


def _alike(
    words: Sequence[str],
    condition: Condition,
    model: ErrorModel,
    chance: np.random.Generator,
    *,
    whole: bool,
    trouble: float,
) -> Heard | None:
    """A profile of an utterance about as long, with words about as easily mistaken, the same if may be."""
    listed = condition.said[not whole]
    if not listed.profiles:
        return None
    apart = listed.apart(words, mean_risk(words, model.rates), trouble)
    nearest = np.argsort(apart, kind="stable")[:ALIKE]
    weights = np.exp(-NEARER * (apart[nearest] - apart[nearest[0]]))
    return listed.profiles[int(nearest[_index(weights, chance)])]


def _told(
    heard: Heard | None,
    words: Sequence[str],
    model: ErrorModel,
    neighbours: Neighbours,
    chance: np.random.Generator,
) -> list[Told]:
    if heard is None:  # nothing is known of it: it is heard as it was said
        return [Told(tuple(words), ".", 1.0, tuple(range(len(words))), (0.9,) * len(words))] if words else []
    if isinstance(heard, Garbled):
        return [_garbled(text, posterior, heard.sure) for posterior, text in heard.texts]
    laid = _Laid(heard, words, model, neighbours, chance)
    told = [one for guess in heard.guesses if (one := laid.told(guess)).words]
    return _once(told)


def _garbled(text: str, posterior: float, sure: Sequence[float]) -> Told:
    words = tuple(word.strip(".,?!;:") for word in text.split())
    words = tuple(word for word in words if word)
    mark = text.rstrip()[-1:]
    return Told(
        words,
        "" if mark.isalnum() else mark,
        posterior,
        (None,) * len(words),
        tuple(sure[min(at, len(sure) - 1)] if sure else 0.3 for at in range(len(words))),
    )


class _Laid:
    """A profile laid over the words of another utterance."""

    def __init__(
        self,
        profile: Profile,
        words: Sequence[str],
        model: ErrorModel,
        neighbours: Neighbours,
        chance: np.random.Generator,
    ) -> None:
        self._profile = profile
        self._words = words
        self._model = model
        self._neighbours = neighbours
        self._chance = chance
        self._rates = [model.rates.of(word) for word in words]
        self._places = self._placed()
        self._heard: dict[int, list[str]] = {}
        """Of each site: the words that are heard there, in the order in which hypotheses have them."""

    def told(self, guess: Guess) -> Told:
        edits: dict[int, tuple[str, str]] = {}
        inserted: dict[int, list[str]] = {}
        for number, variant in guess.edits:
            place = self._places[number]
            if place is None:
                continue
            departs = self._profile.sites[number].kind
            if departs == "i":
                inserted.setdefault(place, []).append(self._variant(number, variant, self._insertions))
            elif departs == "d":
                edits[place] = ("d", "")
            else:
                edits[place] = ("s", self._variant(number, variant, partial(self._instead, place)))
        words: list[str] = []
        sources: list[int | None] = []
        right: list[bool] = []
        for at, word in enumerate([*self._words, ""]):
            for one in inserted.get(at, ()):
                words, sources, right = [*words, one], [*sources, None], [*right, False]
            kind, other = edits.get(at, ("", word))
            if kind != "d" and other:
                words, sources, right = [*words, other], [*sources, at], [*right, not kind]
        return Told(tuple(words), guess.mark, guess.posterior, tuple(sources), self._sure(right))

    def _placed(self) -> list[int | None]:
        """For each site a word of this utterance, near where it was and likelier one that is often mistaken;
        None where there is none left."""
        count = len(self._words)
        taken: set[int] = set()
        places: list[int | None] = []
        for site in self._profile.sites:
            share = site.at / max(len(self._profile.said), 1)
            if site.kind == "i":
                places.append(min(count, round(share * count)))
                continue
            free = [at for at in range(count) if at not in taken]
            if not free:
                places.append(None)
                continue
            word, middle = self._profile.said[site.at], share + 0.5 / len(self._profile.said)
            weights = [
                self._rates[at]
                * math.exp(-NEAR * abs((at + 0.5) / count - middle))
                * (SAME_WORD if self._words[at] == word else 1.0)
                for at in free
            ]
            place = free[_index(weights, self._chance)]
            taken.add(place)
            places.append(place)
        return places

    def _variant(self, number: int, variant: int, more: Callable[[], Mapping[str, float]]) -> str:
        """The word that is heard at a site in the hypotheses that have this variant: that of the profile, if
        it stood for the same word there."""
        site, place = self._profile.sites[number], self._places[number]
        if site.kind == "s" and place is not None and self._words[place] == self._profile.said[site.at]:
            return self._profile.heard[number][variant]
        there = self._heard.setdefault(number, [])
        while len(there) <= variant:
            left = {word: weight for word, weight in more().items() if word not in there}
            if not left:
                return there[-1] if there else ""
            there.append(list(left)[_index(list(left.values()), self._chance)])
        return there[variant]

    def _instead(self, place: int) -> Mapping[str, float]:
        """What may be heard instead of a word: confusions that were seen, and what sounds like it."""
        word = self._words[place]
        seen = self._model.confusions.get(word, {})
        total = sum(seen.values())
        known = {other: count / (total + KNOWN) for other, count in seen.items()}
        for other, weight in self._neighbours.of(word):
            known[other] = known.get(other, 0.0) + weight * KNOWN / (total + KNOWN)
        return known

    def _insertions(self) -> Mapping[str, float]:
        return self._model.inserted or {"the": 1.0}

    def _sure(self, right: Sequence[bool]) -> tuple[float, ...]:
        """For each word the confidence of one that was as right, at about the same place."""
        told = self._profile.sure
        out = []
        for at, own in enumerate(right):
            alike = [j for j, (_, other) in enumerate(told) if other == own] or list(range(len(told)))
            if not alike:
                out.append(0.8 if own else 0.4)
                continue
            share = (at + 0.5) / len(right)
            out.append(told[min(alike, key=lambda j: abs((j + 0.5) / len(told) - share))][0])
        return tuple(out)


def _once(told: list[Told]) -> list[Told]:
    """Equal hypotheses are one, with their mass together."""
    found: dict[tuple[str, ...], Told] = {}
    mass: dict[tuple[str, ...], float] = {}
    for one in told:
        found.setdefault(one.words, one)
        mass[one.words] = mass.get(one.words, 0.0) + one.posterior
    return [
        Told(one.words, one.mark, mass[key], one.sources, one.sure)
        for key, one in sorted(found.items(), key=lambda item: -mass[item[0]])
    ]


def _one(listed: Sequence[T], chance: np.random.Generator) -> T | None:
    return listed[int(chance.integers(len(listed)))] if listed else None


def _index(weights: Sequence[float] | Weights, chance: np.random.Generator) -> int:
    edges = np.cumsum(weights)
    return min(int(np.searchsorted(edges, chance.random() * edges[-1], side="right")), len(weights) - 1)
