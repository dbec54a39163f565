"""Recognition scored row by row: what the figures of `viva eval asr` are sums of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from viva.lab.calls.rows import asr_rows
from viva.lab.evaluate.alignment import Edits, Ints, Words, align, distances
from viva.lab.evaluate.cells import BadCell, json_of, list_of, ranked, text_of
from viva.lab.evaluate.measures import Ratio
from viva.lab.evaluate.normalise import Normalisation, normalised
from viva.lab.evaluate.rows import Cells, Layout

SHORT = 2
"""Words that a short utterance has at most."""
FEW = 3
"""Hypotheses that the shorter oracle may choose from."""


@dataclass(frozen=True, slots=True)
class Spoken:
    text: str
    """'' where nobody spoke."""
    entities: tuple[str, ...] | None
    """Texts of the entities in it; None where the file does not say."""
    concepts: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Heard:
    texts: tuple[str, ...]
    """Best first, one at least."""
    concepts: tuple[str, ...]


def _spoken(cells: Cells) -> Spoken | None:
    if cells["truth"] is None:
        return None
    entities, concepts = cells.get("entities"), cells.get("concepts")
    return Spoken(
        text_of(cells["truth"]),
        None if entities in (None, "") else _entities(entities),
        None if concepts in (None, "") else _concepts(concepts),
    )


def _heard(cells: Cells) -> Heard | None:
    best, listed = cells.get("hypothesis"), cells.get("nbest")
    texts = [] if listed in (None, "") else [text for text, _ in ranked(listed, "text")]
    if best is not None:
        texts = [text_of(best), *(texts[1:] if texts[:1] == [best] else texts)]
    elif not texts and listed in (None, ""):
        return None
    concepts = cells.get("heard_concepts")
    return Heard(tuple(texts or [""]), () if concepts in (None, "") else _concepts(concepts))


def _entities(cell: Any) -> tuple[str, ...]:
    found = []
    for one in list_of(cell, 'a list of texts like ["oat milk"]'):
        text = one.get("text", one.get("value")) if isinstance(one, dict) else one
        found.append(text_of(text))
    return tuple(found)


def _concepts(cell: Any) -> tuple[str, ...]:
    expected = 'an object like {"size": "large"} or a list of texts'
    found = json_of(cell, expected)
    if isinstance(found, dict):
        return tuple(f"{name}={value}" for name, value in sorted(found.items()))
    if not isinstance(found, list):
        raise BadCell(f"expected {expected}")
    return tuple(text_of(one) for one in found)


LAYOUT: Layout[Spoken, Heard] = Layout(
    ("truth", "entities", "concepts"),
    ("hypothesis", "nbest", "heard_concepts"),
    ("hypothesis", "nbest"),
    _spoken,
    _heard,
    asr_rows,
)


@dataclass(frozen=True)
class Scored:
    """Of one system; arrays are (rows,)."""

    truth: list[str]
    """Normalised."""
    heard: list[str]
    """The best hypothesis, normalised; '' where there is none."""
    words: Ints
    """In the truth."""
    edits: Edits
    of_3: Ints
    """Errors of the best of the first three hypotheses."""
    of_all: Ints
    spoken: Sequence[Spoken]
    predicted: Sequence[Heard | None]
    normalise: Normalisation

    @cached_property
    def errors(self) -> Ints:
        return self.edits.substitutions + self.edits.deletions + self.edits.insertions

    @cached_property
    def missing(self) -> npt.NDArray[np.bool_]:
        return np.array([one is None for one in self.predicted])

    @cached_property
    def wrong(self) -> npt.NDArray[np.bool_]:
        """Utterances with an error; without a prediction, always."""
        return np.asarray((self.errors > 0) | self.missing)

    @property
    def rates(self) -> npt.NDArray[np.float64]:
        """Word error rate of each utterance; 0 where nothing was said."""
        return self.errors / np.maximum(self.words, 1)

    def ratios(self) -> list[Ratio]:
        """Every figure that is a share; WER first."""
        one = np.ones(len(self.truth))
        empty = self.words == 0
        silent = np.array([not text for text in self.heard])
        characters = np.fromiter(map(len, self.truth), np.int64, len(self.truth))
        short, long = ~empty & (self.words <= SHORT), self.words > SHORT
        found = [
            Ratio("word error rate", self.errors, self.words, "words"),
            Ratio("mean word error rate of utterances", self.rates * ~empty, ~empty, "utterances"),
            Ratio("character error rate", distances(self.truth, self.heard), characters, "characters"),
            Ratio("sentence error rate", self.wrong, one, "utterances", proportion=True),
            Ratio("substitutions", self.edits.substitutions, self.words, "words"),
            Ratio("deletions", self.edits.deletions, self.words, "words"),
            Ratio("insertions", self.edits.insertions, self.words, "words"),
            Ratio("speech invented", empty & ~silent, empty, "utterances without speech", proportion=True),
            Ratio("speech lost", ~empty & silent, ~empty, "utterances with speech", proportion=True),
            Ratio("short utterances (1-2 words)", self.errors * short, self.words * short, "words"),
            Ratio("long utterances (3 words or more)", self.errors * long, self.words * long, "words"),
        ]
        if any(one is not None and len(one.texts) > 1 for one in self.predicted):
            found += [
                Ratio("word error rate, best of 3", self.of_3, self.words, "words"),
                Ratio("word error rate, best of N", self.of_all, self.words, "words"),
                Ratio(
                    "sentence error rate, best of N",
                    (self.of_all > 0) | self.missing,
                    one,
                    "utterances",
                    proportion=True,
                ),
            ]
        if any(one.entities is not None for one in self.spoken):
            found.append(self._entity_errors())
        if any(one.concepts is not None for one in self.spoken):
            found.append(self._concept_errors())
        return found

    def _entity_errors(self) -> Ratio:
        """Entities whose words do not stand, in a row, in what was heard."""
        missed, total = np.zeros((2, len(self.spoken)))
        for at, spoken in enumerate(self.spoken):
            rest = f" {self.heard[at]} "
            for text in normalised(spoken.entities or (), self.normalise):
                total[at] += 1
                if text and f" {text} " in rest:
                    # One place in what was heard answers for one entity.
                    rest = rest.replace(f" {text} ", " | ", 1)
                else:
                    missed[at] += 1
        return Ratio("entity error rate", missed, total, "entities")

    def _concept_errors(self) -> Ratio:
        """Edits between the lists of concepts, as of words."""
        said = [one.concepts or () for one in self.spoken]
        asked = np.array([one.concepts is not None for one in self.spoken])
        got = [() if one is None else one.concepts for one in self.predicted]
        marks = Words()
        errors = distances(*([marks.codes(row) for row in side] for side in (said, got)))
        total = np.fromiter(map(len, said), np.int64, len(said))
        return Ratio("concept error rate", errors * asked, total, "concepts")


def score(spoken: Sequence[Spoken], predicted: Sequence[Heard | None], normalise: Normalisation) -> Scored:
    """A row without a prediction is scored as if nothing was heard."""
    truth = normalised((one.text for one in spoken), normalise)
    heard = normalised((one.texts[0] if one else "" for one in predicted), normalise)
    edits = align(truth, heard)
    words = np.fromiter((len(text.split()) for text in truth), np.int64, len(truth))
    errors = edits.substitutions + edits.deletions + edits.insertions
    of_3, of_all = _oracles(truth, predicted, errors, normalise)
    return Scored(truth, heard, words, edits, of_3, of_all, spoken, predicted, normalise)


def _oracles(
    truth: Sequence[str], predicted: Sequence[Heard | None], errors: Ints, normalise: Normalisation
) -> tuple[Ints, Ints]:
    """Fewest errors in the first three hypotheses, and in all. What is right at once is left alone."""
    marks = Words()
    rows: list[int] = []
    ranks: list[int] = []
    others: list[str] = []
    for at in np.flatnonzero(errors).tolist():
        one = predicted[at]
        if one is not None:
            rows += [at] * (len(one.texts) - 1)
            ranks += range(2, len(one.texts) + 1)
            others += one.texts[1:]
    coded = {at: marks.code(truth[at]) for at in set(rows)}
    found = distances(
        [coded[at] for at in rows], [marks.code(text) for text in normalised(others, normalise)]
    )
    index, rank = np.array(rows, np.int64), np.array(ranks, np.int64)
    of_3, of_all = errors.copy(), errors.copy()
    np.minimum.at(of_3, index[rank <= FEW], found[rank <= FEW])
    np.minimum.at(of_all, index, found)
    return of_3, of_all
