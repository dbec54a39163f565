"""The network's gradients against slopes, and that an utterance does not see its neighbours in the batch."""

from __future__ import annotations

import numpy as np
import pytest

from viva.understanding.slots.network import backward, forward, new_parameters
from viva.understanding.slots.training import packed

SIZE, FEATURES, WIDTH, TAGS = 5, 9, 6, 3


def utterance(length: int, seed: int):
    rng = np.random.default_rng(seed)
    features = [np.array([0, *rng.choice(range(1, FEATURES), 2, replace=False)]) for _ in range(length)]
    return rng.standard_normal((length, SIZE)).astype(np.float32), features


def parameters():
    made = new_parameters(SIZE, FEATURES, WIDTH, TAGS, np.random.default_rng(1))
    made["bags"] *= 20  # large enough to be seen
    return made


@pytest.mark.parametrize(
    "name", ["vectors", "means", "convolution0", "convolution1", "convolution0_bias", "out", "out_bias"]
)
def test_gradients(name: str) -> None:
    weights, batch = parameters(), packed([utterance(4, 2), utterance(2, 3), utterance(1, 4)])
    wanted = np.random.default_rng(6).standard_normal((7, TAGS)).astype(np.float32)
    _, tape = forward(weights, batch)
    found = backward(weights, tape, wanted)[name]
    step = np.float32(1e-3)
    for place in [tuple(0 for _ in found.shape), tuple(size - 1 for size in found.shape)]:
        kept = weights[name][place]
        weights[name][place] = kept + step
        above = float((forward(weights, batch)[0] * wanted).sum())
        weights[name][place] = kept - step
        below = float((forward(weights, batch)[0] * wanted).sum())
        weights[name][place] = kept
        assert (above - below) / (2 * float(step)) == pytest.approx(found[place], abs=2e-2)


def test_the_gradient_of_the_sparse_features_is_that_of_the_words_that_have_them() -> None:
    weights, batch = parameters(), packed([utterance(3, 2)])
    wanted = np.random.default_rng(6).standard_normal((3, TAGS)).astype(np.float32)
    of_words = backward(weights, forward(weights, batch)[1], wanted)["bags"]
    step, feature = np.float32(1e-3), 0  # every word has this one
    kept = weights["bags"][feature].copy()
    slopes = []
    for unit in range(WIDTH):
        weights["bags"][feature, unit] = kept[unit] + step
        above = float((forward(weights, batch)[0] * wanted).sum())
        weights["bags"][feature, unit] = kept[unit] - step
        below = float((forward(weights, batch)[0] * wanted).sum())
        weights["bags"][feature, unit] = kept[unit]
        slopes.append((above - below) / (2 * float(step)))
    assert np.allclose(slopes, of_words.sum(0), atol=2e-2)


def test_an_utterance_is_read_the_same_in_any_batch() -> None:
    weights = parameters()
    alone, _ = forward(weights, packed([utterance(3, 8)]))
    among, _ = forward(weights, packed([utterance(5, 7), utterance(3, 8), utterance(2, 9)]))
    assert np.allclose(among[5:8], alone, atol=1e-5)
