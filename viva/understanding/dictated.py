"""How far a dictated number has come: the digits of each hypothesis, in groups, against what is expected.

A number that may have several lengths is complete by its groups ("three, three, four") and by how usual its
length is; one of a fixed length when it has so many digits. Each hypothesis of the N-best list counts by its
posterior, and none of them is trusted to the digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import comb, exp
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
"""Probability that a word which is no digit, among digits, is one that was not recognized."""
_MOST_MISHEARD = 6
_LOST = 0.02
"""Probability that the text says nothing of the count: the recognizer lost its place."""
_MOST = 20
"""Digits that are thought of then."""
_MERGED, _SPLIT, _STRAY = 0.25, 0.06, 0.3
"""Of the bursts of energy: standard deviation for each digit where there are fewer of them than digits (words
run together), where there are more ("seven" may be two), and in any case."""


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

    def so_far(
        self, hypotheses: Sequence[Hypothesis], expects: Expectation, bursts: int | None = None
    ) -> DictatedSoFar | None:
        """None where nothing is being dictated, or no hypothesis has a sign of it.

        `bursts`: as in `viva.hearing.evidence.Recognition`.
        """
        spec = self._specs.get(expects.entities[0]) if expects.entities else None
        if expects.kind != "digits" or spec is None or spec.kind not in DICTATED:
            return None
        heard = [(one.posterior, tuple(self._groups(one, spec))) for one in hypotheses]
        if not any(group.signs for _, groups in heard for group in groups):
            return None
        mass = signs = complete = 0.0
        for posterior, groups in heard:
            for share, count, chance in self._judged(groups, spec, expects, bursts):
                mass += posterior * share
                signs += posterior * share * count
                complete += posterior * share * chance
        if mass <= 0:
            return None
        return DictatedSoFar(
            round(expects.digits_before + signs / mass, 3), round(min(complete / mass, 1.0), 4)
        )

    def _judged(
        self, groups: Sequence[_Group], spec: EntitySpec, expects: Expectation, bursts: int | None
    ) -> Iterator[tuple[float, int, float]]:
        """What one hypothesis may stand for: a weight in proportion to the probability of that and of a pause
        there, the number of signs, and the probability that they are all."""
        shape = self._shapes.get(spec.name)
        if shape is not None:
            said = "".join(group.signs for group in groups)
            yield 1.0, len(said), 1.0 if shape.fullmatch(said) else 0.0
            return
        low, high, telephone = expects.min_digits or 1, expects.max_digits, spec.kind == "phone"
        for sizes, share in _counts(groups, bursts):
            ways = [sizes, (expects.digits_before, *sizes)] if expects.digits_before else [sizes]
            # Of a number that was begun before, the rest or all of it from the start.
            chance = max(self._groupings.complete(way, low, high, telephone) for way in ways)
            pause = max(self._groupings.pause(sum(way), low, high, telephone) for way in ways)
            yield share * pause, sum(sizes), chance

    def _groups(self, hypothesis: Hypothesis, spec: EntitySpec) -> Iterator[_Group]:
        """The signs between pauses; of text without times all at once."""
        if not hypothesis.words:
            yield self._group(hypothesis.text, spec, True)
            return
        words, last_ms, opens = list[str](), hypothesis.words[0].start_ms, True
        for word in hypothesis.words:
            if words and word.start_ms - last_ms >= PAUSE_MS:
                group = self._group(" ".join(words), spec, opens)
                yield group
                words, opens = [], opens and not group.signs
            words.append(word.text)
            last_ms = word.end_ms
        yield self._group(" ".join(words), spec, opens)

    def _group(self, said: str, spec: EntitySpec, opens: bool) -> _Group:
        """`opens`: no sign was said before."""
        words = tuple(word for word in normalise(said).words if word not in self._hesitations)
        if spec.kind == "code":
            pieces = [one for run in self._dictation.codes(words, words, True) for one in run]
        else:
            pieces = self._dictation.runs(words, True)
        read = {at for one in pieces for at in range(one.first, one.end)}
        first = pieces[0].first if pieces else len(words)
        misheard = sum(
            at not in read and not (opens and at < first and word in self._fillers)  # "my number is"
            for at, word in enumerate(words)
        )
        return _Group("".join(one.signs for one in pieces), misheard)


class _Group(NamedTuple):
    signs: str
    misheard: int
    """Words that are no signs."""


def _counts(groups: Sequence[_Group], bursts: int | None) -> Iterator[tuple[tuple[int, ...], float]]:
    """How many signs were said in each group, and a weight in proportion to the probability of that."""
    for sizes, share in _heard(groups):
        yield sizes, (1 - _LOST) * share * _loudness(bursts, sum(sizes))
    if bursts is not None:
        for count in range(1, _MOST + 1):
            yield (count,), _LOST / _MOST * _loudness(bursts, count)


def _heard(groups: Sequence[_Group]) -> Iterator[tuple[tuple[int, ...], float]]:
    """By the text alone; the shares add up to 1."""
    left, ways = _MOST_MISHEARD, [((), 1.0)] if groups else list[tuple[tuple[int, ...], float]]()
    for group in groups:
        words = min(group.misheard, left)
        left -= words
        ways = [
            (
                (*sizes, len(group.signs) + more),
                share * comb(words, more) * _MISHEARD**more * (1 - _MISHEARD) ** (words - more),
            )
            for sizes, share in ways
            for more in range(words + 1)
        ]
    for sizes, share in ways:
        said = tuple(size for size in sizes if size)
        if not said:
            continue
        yield said, share * (1 - _MISCOUNTED)
        yield (*said[:-1], said[-1] + 1), share * _MISCOUNTED / 2
        yield ((*said[:-1], said[-1] - 1) if said[-1] > 1 else said), share * _MISCOUNTED / 2


def _loudness(bursts: int | None, count: int) -> float:
    """How well bursts of energy go with so many words, 0 to 1."""
    if bursts is None:
        return 1.0
    deviation = _STRAY + count * (_MERGED if bursts < count else _SPLIT)
    return max(exp(-(((bursts - count) / deviation) ** 2) / 2), 1e-9)
