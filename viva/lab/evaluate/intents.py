"""Intents scored row by row: what the figures of `viva eval intents` are sums of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from viva.errors import InputError
from viva.lab.calls.rows import OUTSIDE, intent_rows
from viva.lab.evaluate.cells import BadCell, number_of, ranked, text_of
from viva.lab.evaluate.measures import Ratio
from viva.lab.evaluate.rows import Cells, Layout
from viva.lab.statistics.bootstrap import divided
from viva.lab.statistics.clusters import Clusters, Floats

MISSING = "(no prediction)"


@dataclass(frozen=True, slots=True)
class Guess:
    intent: str
    confidence: float | None
    """0..1; None where the file does not say."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What counts as the same intent, and which belong together."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other name -> name that counts."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """E.g. critical, small_talk -> intents."""
    outside: str = OUTSIDE
    """The intent of what no intent fits."""

    def name(self, intent: str) -> str:
        return self.aliases.get(intent, intent)


def read_grouping(path: Path) -> Grouping:
    """YAML with the keys aliases (name: [other names]), groups (name: [intents]) and outside (an intent).

    Raises:
        InputError: it cannot be read, or holds something else.
    """
    expected = "expected aliases: {name: [other names]}, groups: {name: [intents]}, outside: intent"
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path} cannot be read: {error}", hint=expected) from None
    if not isinstance(found, dict) or set(found) - {"aliases", "groups", "outside"}:
        keys = ", ".join(map(str, found)) if isinstance(found, dict) else type(found).__name__
        raise InputError(f"{path}: got {keys}", hint=expected)
    aliases = {other: name for name, others in _lists(path, found, "aliases").items() for other in others}
    outside = found.get("outside", OUTSIDE)
    if not isinstance(outside, str):
        raise InputError(f"{path}: outside: expected the name of an intent, got {outside!r}")
    groups = {
        name: tuple(aliases.get(one, one) for one in intents)
        for name, intents in _lists(path, found, "groups").items()
    }
    return Grouping(aliases, groups, outside)


def _lists(path: Path, found: dict[str, Any], key: str) -> dict[str, list[str]]:
    lists = found.get(key) or {}
    if not isinstance(lists, dict):
        raise InputError(f"{path}: {key}: expected names with lists, got {lists!r}")
    for name, one in lists.items():
        if not isinstance(one, list) or not all(isinstance(text, str) for text in one):
            raise InputError(f"{path}: {key}: {name}: expected a list of intents, got {one!r}")
    return {str(name): one for name, one in lists.items()}


def _intent(cells: Cells) -> str | None:
    return None if cells["truth"] in (None, "") else text_of(cells["truth"]).strip()


def _guess(cells: Cells) -> Guess | None:
    best, listed, sure = cells.get("hypothesis"), cells.get("nbest"), cells.get("confidence")
    first = None
    if listed not in (None, ""):
        first = next(iter(ranked(listed, "intent")), None)
    if best in (None, ""):
        if first is None:
            return None
        best, score = first
    else:
        best = text_of(best).strip()
        score = first[1] if first and first[0] == best else None
    confidence = score if sure in (None, "") else number_of(sure)
    if confidence is not None and not 0 <= confidence <= 1:
        raise BadCell(f"a confidence lies between 0 and 1, got {confidence}")
    return Guess(best, confidence)


LAYOUT: Layout[str, Guess] = Layout(
    ("truth",),
    ("hypothesis", "nbest", "confidence"),
    ("hypothesis", "nbest"),
    _intent,
    _guess,
    intent_rows,
)


@dataclass(frozen=True)
class Judged:
    """Of one system. Classes are those of truth and predictions, in order of their names."""

    classes: list[str]
    truth: npt.NDArray[np.int64]
    """(rows,): the class of each."""
    found: npt.NDArray[np.int64]
    """(rows,): the class that was predicted; len(classes) where nothing was."""

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.truth == self.found)

    def name(self, found: int) -> str:
        return self.classes[found] if found < len(self.classes) else MISSING

    def ratios(self, grouping: Grouping) -> list[Ratio]:
        """Accuracy, and how what is out of scope is told."""
        one = np.ones(len(self.truth))
        ratios = [Ratio("accuracy", self.right, one, "rows", lower_is_better=False, proportion=True)]
        if grouping.outside in self.classes:
            outside = self.classes.index(grouping.outside)
            was, said = self.truth == outside, self.found == outside
            ratios += [
                Ratio("accuracy in scope", self.right & ~was, ~was, "rows in scope", False, proportion=True),
                Ratio("out of scope: recall", was & said, was, "rows out of scope", False, proportion=True),
                Ratio("out of scope: precision", was & said, said, "rows refused", False, proportion=True),
            ]
        return ratios

    def totals(self, clusters: Clusters) -> Floats:
        """(groups, 3 * classes): right, predicted and true rows of each class."""
        size, every = len(self.classes), np.ones(len(self.truth), np.bool_)
        return np.concatenate(
            [
                clusters.tally(self.truth, size, self.right),
                clusters.tally(self.found, size, self.found < size),
                clusters.tally(self.truth, size, every),
            ],
            axis=1,
        )


def judge(truth: Sequence[str], predicted: Sequence[Guess | None], grouping: Grouping, *more: str) -> Judged:
    """more: classes that another system predicts for the same rows, so that both are averaged alike."""
    said = [grouping.name(one) for one in truth]
    got = [None if one is None else grouping.name(one.intent) for one in predicted]
    classes = sorted({*said, *(one for one in got if one is not None), *more})
    place = {name: i for i, name in enumerate(classes)}
    return Judged(
        classes,
        np.array([place[one] for one in said], np.int64),
        np.array([len(classes) if one is None else place[one] for one in got], np.int64),
    )


AVERAGES = (
    "F1, macro",
    "F1, weighted",
    "F1, micro",
    "precision, macro",
    "recall, macro",
    "precision, micro",
    "recall, micro",
)


def averages(sums: Floats) -> Floats:
    """`AVERAGES` of sums (..., 3 * classes), as scikit-learn's precision_recall_fscore_support has them.

    A class that was never predicted has precision 0, one that is never true recall 0 (`zero_division=0`).
    """
    right, found, true = np.split(sums, 3, axis=-1)
    # A class that neither is nor was predicted in these rows takes no part.
    there = (found + true) > 0
    count = there.sum(axis=-1)
    precision, recall, f1 = (np.nan_to_num(one) for one in per_class(right, found, true))
    weighted = divided((f1 * true).sum(axis=-1), true.sum(axis=-1))
    hits = right.sum(axis=-1)
    micro = divided(hits, found.sum(axis=-1)), divided(hits, true.sum(axis=-1))
    return np.stack(
        [
            divided(f1.sum(axis=-1), count),
            weighted,
            divided(2 * hits, (found + true).sum(axis=-1)),
            divided(precision.sum(axis=-1), count),
            divided(recall.sum(axis=-1), count),
            *micro,
        ],
        axis=-1,
    )


def per_class(right: Floats, found: Floats, true: Floats) -> tuple[Floats, Floats, Floats]:
    """Precision, recall and F1 of each class; NaN where there is nothing to divide by."""
    return divided(right, found), divided(right, true), divided(2 * right, found + true)
