"""The conditional random field against sums over every tag sequence, written out."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from viva.understanding.slots.crf import Array, Chain, Packing, best_path, loss, span_probability, sums

TAGS = 3


def random_case(lengths: list[int]) -> tuple[Array, Packing, Chain]:
    rng = np.random.default_rng(5)
    packing = Packing.of(lengths)
    scores = rng.standard_normal((packing.rows, TAGS)).astype(np.float32)
    start = rng.standard_normal(TAGS).astype(np.float32)
    steps = rng.standard_normal((TAGS, TAGS)).astype(np.float32)
    steps[0, 2] = -np.inf
    return scores, packing, Chain(start, steps)


def worth(scores: Array, chain: Chain, path: tuple[int, ...]) -> float:
    """Of one tag sequence, not normalised."""
    total = chain.start[path[0]] + sum(scores[row, tag] for row, tag in enumerate(path))
    return float(np.exp(total + sum(chain.steps[a, b] for a, b in pairwise(path))))


def every(length: int) -> list[tuple[int, ...]]:
    return list(product(range(TAGS), repeat=length))


def test_the_loss_is_the_likelihood_of_the_tags() -> None:
    scores, packing, chain = random_case([4, 2, 1])
    tags = np.array([0, 1, 2, 2, 1, 1, 0])
    expected = 0.0
    for start, length in zip(packing.starts, packing.lengths, strict=True):
        own, path = scores[start : start + length], tuple(tags[start : start + length])
        expected += np.log(sum(worth(own, chain, one) for one in every(length)) / worth(own, chain, path))
    assert loss(scores, tags, packing, chain)[0] == pytest.approx(expected, rel=1e-5)


def test_the_gradients_are_the_slopes_of_the_loss() -> None:
    scores, packing, chain = random_case([3, 3, 1])
    tags = np.array([0, 1, 2, 1, 1, 0, 2])
    _, of_scores, of_chain = loss(scores, tags, packing, chain)
    step = np.float32(1e-2)

    def slope(array: Array, place: tuple[int, ...]) -> float:
        kept = array[place]
        array[place] = kept + step
        above = loss(scores, tags, packing, chain)[0]
        array[place] = kept - step
        below = loss(scores, tags, packing, chain)[0]
        array[place] = kept
        return (above - below) / (2 * float(step))

    for row, tag in ((0, 1), (4, 1), (6, 0)):
        assert slope(scores, (row, tag)) == pytest.approx(of_scores[row, tag], abs=2e-3)
    for tag in range(TAGS):
        assert slope(chain.start, (tag,)) == pytest.approx(of_chain.start[tag], abs=2e-3)
        assert slope(chain.steps, (1, tag)) == pytest.approx(of_chain.steps[1, tag], abs=2e-3)
    assert of_chain.steps[0, 2] == 0, "what is forbidden has no gradient"


def test_the_best_path_is_the_best_of_all() -> None:
    scores, _, chain = random_case([5])
    assert tuple(best_path(scores, chain)) == max(every(5), key=lambda path: worth(scores, chain, path))


@pytest.mark.parametrize(("first", "span"), [(0, [1]), (1, [1, 2]), (3, [1, 2]), (4, [1])])
def test_the_probability_of_a_span(first: int, span: list[int]) -> None:
    scores, packing, chain = random_case([5])
    total = sum(worth(scores, chain, path) for path in every(5))
    end = first + len(span)
    having = sum(
        worth(scores, chain, path)
        for path in every(5)
        if list(path[first:end]) == span and (end == 5 or path[end] != 2)
    )
    found = span_probability(sums(scores, packing, chain), chain, first, span, goes_on=2)
    assert found == pytest.approx(having / total, rel=1e-4)


def test_long_utterances_neither_overflow_nor_vanish() -> None:
    scores, packing, chain = random_case([300])
    found = sums(scores * 50, packing, chain)
    assert np.isfinite(found.log_total)
    assert np.allclose((found.forward * found.backward).sum(1), 1, atol=1e-3)
