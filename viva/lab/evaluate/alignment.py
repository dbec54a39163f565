"""Words of a truth and a hypothesis, aligned with the fewest edits (jiwer, rapidfuzz)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import jiwer
import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

Ints = npt.NDArray[np.int64]
_FIRST = 0x100
_SURROGATES = range(0xD800, 0xE000)
"""Code points that no text may hold."""


@dataclass(slots=True)
class Edits:
    """What turns truths into hypotheses; (rows,) each."""

    substitutions: Ints
    deletions: Ints
    insertions: Ints
    confused: Counter[tuple[str, str]]
    """Words of truth and hypothesis that stand for each other, over all rows."""
    deleted: Counter[str]
    inserted: Counter[str]


class Words:
    """Texts with one character for each different word, so that comparing characters compares words."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}

    def code(self, text: str) -> str:
        return self.codes(text.split())

    def codes(self, words: Iterable[str]) -> str:
        known = self._codes
        return "".join([known.get(word) or self._new(word) for word in words])

    def _new(self, word: str) -> str:
        number = _FIRST + len(self._codes)
        if number >= _SURROGATES.start:
            number += len(_SURROGATES)
        return self._codes.setdefault(word, chr(number))


def distances(truth: Sequence[str], heard: Sequence[str]) -> Ints:
    """Fewest edits of characters from each truth to what was heard: (rows,)."""
    if not truth:
        return np.zeros(0, np.int64)
    return np.asarray(cpdist(truth, heard, scorer=Levenshtein.distance, dtype=np.int32), np.int64)


def align(truth: Sequence[str], heard: Sequence[str]) -> Edits:
    """Of normalised texts. Rows that are equal need no alignment and are not looked at."""
    rows = len(truth)
    none = np.zeros(rows, np.int64)
    edits = Edits(none, none.copy(), none.copy(), Counter(), Counter(), Counter())
    differing = [at for at in range(rows) if truth[at] != heard[at]]
    for start in range(0, len(differing), 10_000):
        some = differing[start : start + 10_000]
        found = jiwer.process_words([truth[at] for at in some], [heard[at] for at in some])
        for at, said, got, chunks in zip(
            some, found.references, found.hypotheses, found.alignments, strict=True
        ):
            for chunk in chunks:
                was = said[chunk.ref_start_idx : chunk.ref_end_idx]
                now = got[chunk.hyp_start_idx : chunk.hyp_end_idx]
                if chunk.type == "substitute":
                    edits.substitutions[at] += len(was)
                    edits.confused.update(zip(was, now, strict=True))
                elif chunk.type == "delete":
                    edits.deletions[at] += len(was)
                    edits.deleted.update(was)
                elif chunk.type == "insert":
                    edits.insertions[at] += len(now)
                    edits.inserted.update(now)
    return edits
