"""Intervals and tests tried on simulated evaluations whose truth is known (`viva bench eval`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from viva.lab.statistics import studentised
from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.clusters import Clusters, Floats
from viva.lab.statistics.matched_pairs import matched_pairs
from viva.lab.statistics.mcnemar import mcnemar
from viva.lab.statistics.wilson import wilson

_MEAN_RATE, _STRENGTH = 0.12, 20.0
"""Of the speakers' own error rates: a Beta distribution with this mean and this many pseudo-counts."""
_MEAN_WORDS = 8


@dataclass(frozen=True, slots=True)
class Trial:
    name: str
    times: int
    share: float
    """Of intervals that cover the truth, or of tests that reject a true null at 5 %."""


def trials(times: int, *, draws: int = 1_000, seed: int = 0) -> Iterator[Trial]:
    """times: simulated evaluations for each; draws: of each bootstrap."""
    for speakers in (20, 50, 200):
        yield _share(
            f"interval of WER over {speakers} speakers covers", times, _interval(speakers, draws), seed
        )
    yield _share("interval of WER over 500 rows covers", times, _interval(500, draws, utterances=1), seed)
    yield _share("Wilson's interval of 80 % of 300 rows covers", times, _wilson, seed)
    for speakers in (20, 200):
        name = f"matched pairs over {speakers} speakers rejects a true null"
        yield _share(name, times, _matched(speakers), seed)
        name = f"paired bootstrap over {speakers} speakers rejects a true null"
        yield _share(name, times, _paired(speakers, draws), seed)
    yield _share("McNemar over 5,000 rows rejects a true null", times, _mcnemar, seed)


Once = Callable[[np.random.Generator], bool]


def _share(name: str, times: int, once: Once, seed: int) -> Trial:
    rng = np.random.default_rng([seed, len(name), times])
    return Trial(name, times, sum(once(rng) for _ in range(times)) / times)


def speakers_of(rng: np.random.Generator, count: int, utterances: int | None = None) -> tuple[Floats, Floats]:
    """Words of each speaker, and his own error rate; 5 to 40 utterances of each unless told."""
    rate = rng.beta(_MEAN_RATE * _STRENGTH, (1 - _MEAN_RATE) * _STRENGTH, count)
    spoken = rng.integers(5, 40, count) if utterances is None else np.full(count, utterances)
    return ((rng.poisson(_MEAN_WORDS - 1, count) + 1) * spoken).astype(np.float64), np.asarray(
        rate, np.float64
    )


def _interval(speakers: int, draws: int, utterances: int | None = None) -> Once:
    def once(rng: np.random.Generator) -> bool:
        words, rate = speakers_of(rng, speakers, utterances)
        errors = rng.binomial(words.astype(int), rate).astype(float)
        found = studentised.ratios(_bootstrap(speakers, draws, rng), errors[:, None], words[:, None])
        return bool(found.low[0] <= _MEAN_RATE <= found.high[0])

    return once


def _wilson(rng: np.random.Generator) -> bool:
    low, high = wilson(float(rng.binomial(300, 0.8)), 300)
    return low <= 0.8 <= high


def _errors(rng: np.random.Generator, speakers: int) -> tuple[Floats, Floats, Floats]:
    """Words, and errors of two systems that are as good as each other and find the same speakers hard."""
    words, rate = speakers_of(rng, speakers)
    first, second = (rng.binomial(words.astype(int), rate).astype(float) for _ in range(2))
    return words, first, second


def _matched(speakers: int) -> Once:
    def once(rng: np.random.Generator) -> bool:
        _, first, second = _errors(rng, speakers)
        return matched_pairs(first, second).p < 0.05

    return once


def _paired(speakers: int, draws: int) -> Once:
    def once(rng: np.random.Generator) -> bool:
        words, first, second = (column[:, None] for column in _errors(rng, speakers))
        found = studentised.differences(_bootstrap(speakers, draws, rng), first, words, second, words)
        return bool(found.p[0] < 0.05)

    return once


def _mcnemar(rng: np.random.Generator) -> bool:
    first, second = rng.random((2, 5_000)) < 0.8
    return mcnemar(int((first & ~second).sum()), int((second & ~first).sum())) < 0.05


def _bootstrap(clusters: int, draws: int, rng: np.random.Generator) -> Bootstrap:
    return Bootstrap(Clusters(None, clusters), draws=draws, seed=int(rng.integers(2**31)))
