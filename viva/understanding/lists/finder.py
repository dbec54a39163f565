"""Entities whose values are listed: found as written, or as they sound.

Every run of words is compared with every way to say every value (`likeness.py`); how sure that makes a
value is decided with the words around it (`evidence.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from viva.understanding.candidate import Candidate
from viva.understanding.lists.evidence import (
    ENOUGH,
    EXACT,
    LEAST_LIKENESS,
    Surroundings,
    odds_of_sound,
    probability,
)
from viva.understanding.lists.lexicon import Form, Lexicon
from viva.understanding.lists.likeness import Mask, alike
from viva.understanding.lists.phrases import Phrases, Words, pronounced
from viva.understanding.lists.runs import FEWEST_LETTERS, Plausible, Row
from viva.understanding.normalise import Text
from viva.understanding.pronouncer import Pronouncer
from viva.understanding.values.numbers import Numbers

_CLEARLY_BETTER = 0.01
"""By so much likeness a value must be nearer than another of the same entity."""


class Found(NamedTuple):
    form: Form
    likeness: float
    odds: float = 0.0
    """Log odds from the words alone."""
    ordinary: bool = False
    """The words are ordinary ones, and none is the value's own."""
    exact: bool = False
    """Written as listed; the odds do not matter."""

    def confidence(self, around: Surroundings, first: int, end: int) -> float:
        """On these tokens of a text."""
        if self.exact:
            return EXACT
        return probability(self.odds + around.odds(first, end, ordinary=self.ordinary))


class Lists:
    """Finds the values of all `list` entities of a bot. Shared and stateless."""

    def __init__(
        self,
        lexicon: Lexicon,
        pronouncer: Pronouncer,
        numbers: Numbers,
        *,
        ordinary: frozenset[str],
        fillers: frozenset[str],
        of_examples: frozenset[str],
    ) -> None:
        """`ordinary`: words that are seldom a misheard value; `fillers`: words without content;
        `of_examples`: those of the bot's examples."""
        self._lexicon = lexicon
        self._pronouncer = pronouncer
        self._numbers = numbers
        self._plausible = Plausible(ordinary | of_examples, fillers - lexicon.words)
        self._of_values = lexicon.words - fillers
        self._known = lexicon.words | fillers | of_examples
        self._fuzzy = [form for form in lexicon.forms if len(form.said.letters) >= FEWEST_LETTERS]
        self._listed = Phrases([form.said for form in self._fuzzy])
        self._words = [frozenset(form.said.words) for form in self._fuzzy]

    def find(self, texts: Sequence[Text], expected: Mapping[str, float]) -> list[list[Candidate]]:
        """For each text its candidates, overlapping ones included.

        `expected`: entity -> by how much likelier it is than otherwise, in log odds.
        """
        if not self._lexicon.forms:
            return [[] for _ in texts]
        rows = [Row(text, self._numbers, self._lexicon.most_words) for text in texts]
        found = {run: self._exactly(run) for row in rows for run, _, _ in row.runs()}
        found.update(self._alike(found, expected))
        return [self._placed(text, row, found) for text, row in zip(texts, rows, strict=True)]

    def _exactly(self, run: Words) -> list[Found]:
        """The values written like this, also as a plural."""
        letters = "".join(run)
        forms = self._lexicon.exact.get(letters)
        if forms is None and len(letters) > FEWEST_LETTERS and letters.endswith("s"):
            forms = self._lexicon.exact.get(letters[:-1])
        return [Found(form, 1.0, exact=True) for form in forms or ()]

    def _alike(
        self, exact: Mapping[Words, list[Found]], expected: Mapping[str, float]
    ) -> dict[Words, list[Found]]:
        """For each run that is no value as it stands, the nearest value of each entity."""
        runs = [run for run, forms in exact.items() if not forms and self._plausible.may_be_misheard(run)]
        if not runs or not self._fuzzy:
            return {}
        said = [pronounced(run, self._pronouncer) for run in runs]
        allowed = self._allowed(runs, exact)
        ranked: dict[tuple[int, str], list[Found]] = {}
        for one in alike(Phrases(said), self._listed, LEAST_LIKENESS, allowed):
            form = self._fuzzy[one.listed]
            shares = len(one.differing) < len(said[one.said].words)
            ordinary = not shares and self._plausible.all_ordinary(one.differing)
            weight = float(self._listed.weight[one.listed])
            odds = odds_of_sound(one.likeness, weight, shares=shares, ordinary=ordinary)
            odds += expected.get(form.entity, 0.0)
            ranked.setdefault((one.said, form.entity), []).append(Found(form, one.likeness, odds, ordinary))
        nearest: dict[Words, list[Found]] = {}
        for (index, _), found in ranked.items():
            found.sort(key=lambda one: (-one.likeness, len(one.form.said.words)))
            best = found[0]
            rival = next((one.likeness for one in found if one.form.value != best.form.value), 0.0)
            if best.likeness - rival > _CLEARLY_BETTER:
                nearest.setdefault(said[index].words, []).append(best)
        return nearest

    def _allowed(self, runs: list[Words], exact: Mapping[Words, list[Found]]) -> Mask:
        """[runs, forms] What was heard as a value stays one: a longer value must have its words.

        "trip coffee" may be "drip coffee", and "all milk" is no "latte".
        """
        mask: Mask = np.ones((len(runs), len(self._fuzzy)), np.bool_)
        for index, run in enumerate(runs):
            heard = frozenset(word for part in _parts(run) if exact.get(part) for word in part)
            if heard:
                mask[index] = [heard <= words for words in self._words]
        return mask

    def _placed(self, text: Text, row: Row, found: Mapping[Words, list[Found]]) -> list[Candidate]:
        around = Surroundings(text, self._of_values, self._known)
        places = [(one, first, end) for run, first, end in row.runs() for one in found.get(run, ())]
        # Two misheard values speak for each other: "an ice mocker with dark rose".
        sure = [(first, end) for one, first, end in places if one.confidence(around, first, end) >= ENOUGH]
        for first, end in sure:
            around.found(first, end)
        out: dict[tuple[str, str, int, int], Candidate] = {}
        for one, first, end in places:
            confidence = one.confidence(around, first, end)
            if confidence < ENOUGH:
                continue
            form = one.form
            # The exact one is preferred to one that sounds the same.
            worth = one.likeness**2 * (len(form.said.letters) + 0.01 * one.exact)
            candidate = Candidate(form.entity, form.value, first, end, confidence, worth)
            key = (form.entity, form.value, first, end)
            if key not in out or out[key].weight < worth:
                out[key] = candidate
        return list(out.values())


def _parts(run: Words) -> Iterator[Words]:
    """All runs inside a run."""
    for first in range(len(run)):
        for end in range(first + 1, len(run) + 1):
            yield run[first:end]
