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
    LEAST_LIKENESS,
    Evidence,
    Match,
    Surroundings,
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

_AT_ONCE = 256
"""So many runs are compared in one matrix; an utterance of a minute has thousands."""


class Near(NamedTuple):
    """A value that a run of words may be."""

    form: Form
    match: Match | None
    """None: it is written as listed."""

    @property
    def likeness(self) -> float:
        return self.match.likeness if self.match else 1.0


class Considered(NamedTuple):
    """A value on some words of a text, taken or not."""

    candidate: Candidate
    evidence: Evidence | None
    """None: it is written as listed."""
    likeness: float
    """0..1"""
    beforehand: float
    """Log odds in favour of the entity, before anything was heard."""


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
        return [
            [one.candidate for one in considered if one.candidate.confidence >= ENOUGH]
            for considered in self.considered(texts, expected)
        ]

    def considered(self, texts: Sequence[Text], expected: Mapping[str, float]) -> list[list[Considered]]:
        """As `find`, with the values for which there is not enough evidence, and the evidence."""
        if not self._lexicon.forms:
            return [[] for _ in texts]
        rows = [Row(text, self._numbers, self._lexicon.most_words) for text in texts]
        near = {run: self._exactly(run) for row in rows for run, _, _ in row.runs()}
        near.update(self._alike(near))
        return [self._placed(text, row, near, expected) for text, row in zip(texts, rows, strict=True)]

    def _exactly(self, run: Words) -> list[Near]:
        """The values written like this, also as a plural."""
        letters = "".join(run)
        forms = self._lexicon.exact.get(letters)
        if forms is None and len(letters) > FEWEST_LETTERS and letters.endswith("s"):
            forms = self._lexicon.exact.get(letters[:-1])
        return [Near(form, None) for form in forms or ()]

    def _alike(self, exact: Mapping[Words, list[Near]]) -> dict[Words, list[Near]]:
        """For each run that is no value as it stands, the nearest value of each entity."""
        runs = [run for run, forms in exact.items() if not forms and self._plausible.may_be_misheard(run)]
        ranked: dict[tuple[Words, str], list[Near]] = {}
        for at in range(0, len(runs) if self._fuzzy else 0, _AT_ONCE):
            for run, near_one in self._compared(runs[at : at + _AT_ONCE], exact):
                ranked.setdefault((run, near_one.form.entity), []).append(near_one)
        nearest: dict[Words, list[Near]] = {}
        for (run, _), near in ranked.items():
            near.sort(key=lambda one: (-one.likeness, len(one.form.said.words)))
            rival = next((one.likeness for one in near if one.form.value != near[0].form.value), 0.0)
            if near[0].likeness - rival > _CLEARLY_BETTER:
                nearest.setdefault(run, []).append(near[0])
        return nearest

    def _compared(self, runs: list[Words], exact: Mapping[Words, list[Near]]) -> Iterator[tuple[Words, Near]]:
        said = Phrases([pronounced(run, self._pronouncer) for run in runs])
        for one in alike(said, self._listed, LEAST_LIKENESS, self._allowed(runs, exact)):
            run = runs[one.said]
            shares = len(one.differing) < len(run)
            ordinary = not shares and self._plausible.all_ordinary(run)
            match = Match(one.likeness, float(self._listed.weight[one.listed]), shares, ordinary)
            yield run, Near(self._fuzzy[one.listed], match)

    def _allowed(self, runs: list[Words], exact: Mapping[Words, list[Near]]) -> Mask:
        """[runs, forms] What was heard as a value stays one: a longer value must have its words.

        "trip coffee" may be "drip coffee", and "all milk" is no "latte".
        """
        mask: Mask = np.ones((len(runs), len(self._fuzzy)), np.bool_)
        for index, run in enumerate(runs):
            heard = frozenset(word for part in _parts(run) if exact.get(part) for word in part)
            if heard:
                mask[index] = [heard <= words for words in self._words]
        return mask

    def _placed(
        self, text: Text, row: Row, near: Mapping[Words, list[Near]], expected: Mapping[str, float]
    ) -> list[Considered]:
        around = Surroundings(text, self._of_values, self._known)
        places = [(one, first, end) for run, first, end in row.runs() for one in near.get(run, ())]

        def considered(one: Near, first: int, end: int) -> Considered:
            evidence = around.evidence(one.match, first, end) if one.match else None
            beforehand = expected.get(one.form.entity, 0.0)
            sure = probability(evidence, beforehand) if evidence else around.exactly(first)
            # Of two the one that explains more letters; the exact one before what sounds the same.
            worth = one.likeness**2 * (len(one.form.said.letters) + 0.01 * (evidence is None))
            candidate = Candidate(one.form.entity, one.form.value, first, end, sure, worth)
            return Considered(candidate, evidence, one.likeness, beforehand)

        # Two misheard values speak for each other: "an ice mocker with dark rose".
        for candidate in [considered(*place).candidate for place in places]:
            if candidate.confidence >= ENOUGH:
                around.found(candidate.first, candidate.end)
        out: dict[tuple[str, str, int, int], Considered] = {}
        for one in [considered(*place) for place in places]:
            key = (one.candidate.name, str(one.candidate.value), one.candidate.first, one.candidate.end)
            if key not in out or out[key].candidate.weight < one.candidate.weight:
                out[key] = one
        return list(out.values())


def _parts(run: Words) -> Iterator[Words]:
    """All runs inside a run."""
    for first in range(len(run)):
        for end in range(first + 1, len(run) + 1):
            yield run[first:end]
