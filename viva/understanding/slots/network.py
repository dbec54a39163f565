"""The tagger's network: from what is known of each word to a score for each of its tags.

Dense vectors of the words (from a sentence encoder, if there is one), the mean of them over the
utterance, and a sum of learned vectors for the word's sparse features go into one hidden layer; then
each of a few residual convolutions lets a word see its neighbours (as in Strubell et al., 2017, and
Collobert et al., 2011); a linear layer scores the tags. The gradient is written out by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from viva.understanding.slots.crf import Array, Index, Packing

Parameters = dict[str, Array]

_OFF = np.float32(0)

CONVOLUTIONS = 2
_BAG_SPREAD = 0.05
_WORD_DROPOUT = 0.1
"""Share of the words whose dense vectors are hidden in training."""


@dataclass(frozen=True)
class Batch:
    """Some utterances, packed."""

    packing: Packing
    vectors: Array
    """[words, size]; size 0 where there is no encoder."""
    features: Index
    """Numbers of the words' sparse features, one word's after the other's."""
    begins: Index
    """[words]: where each word's features begin; every word has at least one."""


@dataclass(frozen=True)
class Tape:
    """What a forward pass leaves for the backward one."""

    batch: Batch
    vectors: Array
    """After dropout."""
    means: Array
    hidden: list[Array]
    """What goes into each convolution, and into the last layer (that one after dropout)."""
    windows: list[Array]
    active: list[Array]
    """Of the first layer and each convolution: 0 where it is cut off or dropped, else the factor."""
    kept: Array
    """The last layer's dropout."""


def new_parameters(size: int, features: int, width: int, tags: int, rng: np.random.Generator) -> Parameters:
    """Starting values: `size` of the dense vectors, number of sparse features, hidden width, tags."""

    def matrix(rows: int, columns: int) -> Array:
        limit = np.sqrt(1.0 / max(rows, 1))
        return rng.uniform(-limit, limit, (rows, columns)).astype(np.float32)

    parameters = {
        "vectors": matrix(size, width),
        "means": matrix(size, width),
        "bags": (rng.standard_normal((features, width)) * _BAG_SPREAD).astype(np.float32),
        "out": matrix(width, tags),
        "out_bias": np.zeros(tags, np.float32),
        "start": np.zeros(tags, np.float32),
        "steps": np.zeros((tags, tags), np.float32),
    }
    for layer in range(CONVOLUTIONS):
        parameters[f"convolution{layer}"] = matrix(3 * width, width)
        parameters[f"convolution{layer}_bias"] = np.zeros(width, np.float32)
    return parameters


def forward(
    parameters: Parameters, batch: Batch, rng: np.random.Generator | None = None, dropout: float = 0.0
) -> tuple[Array, Tape]:
    """Scores [words, tags]; with `rng`, some of the inputs and units are dropped, as in training."""
    packing = batch.packing
    vectors = batch.vectors
    if rng is not None and vectors.shape[1]:
        # A word that is hidden teaches the network to read its neighbours.
        words = _kept((len(vectors), 1), _WORD_DROPOUT, rng)
        vectors = vectors * words * _kept(vectors.shape, dropout / 2, rng)
    means: Array = np.add.reduceat(batch.vectors, packing.starts, 0)
    means /= packing.lengths[:, None].astype(np.float32)
    bags = np.add.reduceat(parameters["bags"][batch.features], batch.begins, 0)
    summed: Array = vectors @ parameters["vectors"] + bags
    summed += np.repeat(means @ parameters["means"], packing.lengths, 0)
    active: list[Array] = [np.where(summed > 0, _kept(summed.shape, dropout, rng), _OFF)]
    hidden: list[Array] = [summed * active[0]]
    windows: list[Array] = []
    for layer in range(CONVOLUTIONS):
        window = _window(hidden[-1], packing)
        inner: Array = window @ parameters[f"convolution{layer}"] + parameters[f"convolution{layer}_bias"]
        active.append(np.where(inner > 0, _kept(inner.shape, dropout, rng), _OFF))
        windows.append(window)
        hidden.append(hidden[-1] + inner * active[-1])
    last = _kept(summed.shape, dropout, rng)
    hidden[-1] = hidden[-1] * last
    scores: Array = hidden[-1] @ parameters["out"] + parameters["out_bias"]
    return scores, Tape(batch, vectors, means, hidden, windows, active, last)


def backward(parameters: Parameters, tape: Tape, of_scores: Array) -> Parameters:
    """Gradients of all parameters but the chain's. Of `bags`, one row for each word of the batch."""
    packing = tape.batch.packing
    gradients = {"out": tape.hidden[-1].T @ of_scores, "out_bias": of_scores.sum(0)}
    of_hidden: Array = (of_scores @ parameters["out"].T) * tape.kept
    for layer in range(CONVOLUTIONS - 1, -1, -1):
        of_inner: Array = of_hidden * tape.active[layer + 1]
        gradients[f"convolution{layer}"] = tape.windows[layer].T @ of_inner
        gradients[f"convolution{layer}_bias"] = of_inner.sum(0)
        of_window = of_inner @ parameters[f"convolution{layer}"].T
        of_hidden += _from_window(of_window, packing)
    of_summed = of_hidden * tape.active[0]
    gradients["vectors"] = tape.vectors.T @ of_summed
    gradients["means"] = tape.means.T @ np.add.reduceat(of_summed, packing.starts, 0)
    gradients["bags"] = of_summed
    return gradients


def _kept(shape: tuple[int, ...], share: float, rng: np.random.Generator | None) -> Array:
    """Factors that drop a share of the units and make up for it in the others; without `rng`, all 1."""
    if rng is None:
        return np.ones((1, 1), np.float32)
    kept: Array = (rng.random(shape, np.float32) >= share).astype(np.float32)
    return kept / np.float32(1 - share)


def _window(hidden: Array, packing: Packing) -> Array:
    """[words, 3 * width]: each word between the one before it and the one after it, or zeros."""
    width = hidden.shape[1]
    out = np.zeros((len(hidden), 3 * width), np.float32)
    follow = packing.follow()
    out[:, width : 2 * width] = hidden
    out[follow, :width] = hidden[follow - 1]
    out[follow - 1, 2 * width :] = hidden[follow]
    return out


def _from_window(of_window: Array, packing: Packing) -> Array:
    """The gradient of what `_window` was made from."""
    width = of_window.shape[1] // 3
    follow = packing.follow()
    out = of_window[:, width : 2 * width].copy()
    out[follow - 1] += of_window[follow, :width]
    out[follow] += of_window[follow - 1, 2 * width :]
    return out
