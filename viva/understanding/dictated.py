"""How far a dictated number has come: the digits of each hypothesis, in groups, against what is expected.

A number that may have several lengths is complete by its groups ("three, three, four") and by how usual its
length is; one of a fixed length when it has so many digits. Each hypothesis of the N-best list counts by its
posterior, and none of them is trusted to the digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from viva.hearing.evidence import Hypothesis
from viva.understanding.engine import DICTATED, EntitySpec
from viva.understanding.expectation import Expectation
from viva.understanding.normalise import normalise
from viva.understanding.reading import DictatedSoFar
from viva.understanding.values.dictation import Dictation
from viva.understanding.values.groupings import Groupings
from viva.understanding.vocabulary import Vocabulary

PAUSE_MS = 220
"""Between words of two groups; in recordings put together with 60 to 150 ms between digits and 300 ms or more
between groups, times of words tell the two apart from here."""
_MISCOUNTED = 0.04
"""Probability that a hypothesis has a digit too few or too many: 3 % at 250 pauses of two people."""
_MISHEARD = 0.8
"""Probability that a word or two between digits, which are none, are a digit that was not recognized."""
_MOST_MISHEARD = 2


class DictatedNumbers:
    """Judges what was dictated for a bot's entities. Shared and stateless."""

    def __init__(self, specs: Mapping[str, EntitySpec], data: Vocabulary, dictation: Dictation) -> None:
        self._specs = specs
        self._dictation = dictation
        self._hesitations = data.hesitations
        self._fillers = data.fillers
        self._groupings = Groupings(data.spelling.get("telephone", {}))
        self._shapes = {
            spec.name: re.compile(spec.pattern)
            for spec in specs.values()
            if spec.kind == "code" and spec.pattern
        }

    def so_far(self, hypotheses: Sequence[Hypothesis], expects: Expectation) -> DictatedSoFar | None:
        """None where nothing is being dictated, or no hypothesis has a sign of it."""
        spec = self._specs.get(expects.entities[0]) if expects.entities else None
        if expects.kind != "digits" or spec is None or spec.kind not in DICTATED:
            return None
        mass = signs = complete = 0.0
        for hypothesis in hypotheses:
            groups = [group for group in self._groups(hypothesis, spec) if group.signs or group.misheard]
            if any(group.signs for group in groups):
                mass += hypothesis.posterior
                signs += hypothesis.posterior * sum(len(group.signs) for group in groups)
                complete += hypothesis.posterior * self._complete(groups, spec, expects)
        if mass <= 0:
            return None
        # What has no digits at all is no complete number.
        total = sum(hypothesis.posterior for hypothesis in hypotheses)
        return DictatedSoFar(round(expects.digits_before + signs / mass, 3), round(complete / total, 4))

    def _complete(self, groups: Sequence[_Group], spec: EntitySpec, expects: Expectation) -> float:
        shape = self._shapes.get(spec.name)
        if shape is not None:
            return 1.0 if shape.fullmatch("".join(group.signs for group in groups)) else 0.0
        sizes = [len(group.signs) for group in groups]
        misheard = [group.misheard for group in groups]
        chance = 0.0
        for counted, share in _ways(sizes, misheard):
            whole = self._all_said(counted, spec, expects)
            if expects.digits_before:  # the rest, or all of it from the start
                whole = max(whole, self._all_said((expects.digits_before, *counted), spec, expects))
            chance += share * whole
        return chance

    def _all_said(self, groups: Sequence[int], spec: EntitySpec, expects: Expectation) -> float:
        low, high = expects.min_digits or 1, expects.max_digits
        return self._groupings.complete(groups, low, high, spec.kind == "phone")

    def _groups(self, hypothesis: Hypothesis, spec: EntitySpec) -> Iterator[_Group]:
        """The signs between pauses; of text without times all at once."""
        if not hypothesis.words:
            yield self._group(hypothesis.text, spec)
            return
        words, last_ms = list[str](), hypothesis.words[0].start_ms
        for word in hypothesis.words:
            if words and word.start_ms - last_ms >= PAUSE_MS:
                yield self._group(" ".join(words), spec)
                words = []
            words.append(word.text)
            last_ms = word.end_ms
        yield self._group(" ".join(words), spec)

    def _group(self, said: str, spec: EntitySpec) -> _Group:
        words = tuple(word for word in normalise(said).words if word not in self._hesitations)
        if spec.kind == "code":
            pieces = [one for run in self._dictation.codes(words, words, True) for one in run]
        else:
            pieces = self._dictation.runs(words, True)
        ends = [0, *(one.end for one in pieces)]
        begins = [*(one.first for one in pieces), len(words)]
        misheard = sum(
            0 < sum(word not in self._fillers for word in words[end:begin]) <= _MOST_MISHEARD
            for end, begin in zip(ends, begins, strict=True)
        )
        return _Group("".join(one.signs for one in pieces), misheard)


class _Group(NamedTuple):
    signs: str
    misheard: int
    """Places where words stand that are no signs."""


def _ways(sizes: Sequence[int], misheard: Sequence[int]) -> Iterator[tuple[tuple[int, ...], float]]:
    """How many signs were said in each group, and the probability of that, which add up to 1."""
    ways = [(list(sizes), 1.0)]
    if any(misheard):
        more = [size + places for size, places in zip(sizes, misheard, strict=True)]
        ways = [(list(sizes), 1 - _MISHEARD), (more, _MISHEARD)]
    for way, share in ways:
        way = [size for size in way if size]
        yield tuple(way), share * (1 - _MISCOUNTED)
        yield (*way[:-1], way[-1] + 1), share * _MISCOUNTED / 2
        yield ((*way[:-1], way[-1] - 1) if way[-1] > 1 else tuple(way)), share * _MISCOUNTED / 2
