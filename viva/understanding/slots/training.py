"""Training the tagger: Adam (Kingma and Ba, 2015) over small batches, the same result each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from viva.understanding.slots import crf
from viva.understanding.slots.crf import Array, Chain, Index, Packing
from viva.understanding.slots.network import Batch, Parameters, backward, forward, new_parameters

WIDTH = 192
_BATCH = 32
_PASSES = 8
_FEWEST_STEPS = 300
"""Of few examples, more passes."""
_RATE = 2e-3
_WARM_UP = 50
_LEAST_RATE = 0.02
"""Share of the rate that is left at the end; it falls in a line."""
_DROPOUT = 0.3
_LARGEST_GRADIENT = 5.0
_SOON, _LONG = 0.9, 0.999
_SEED = 20170600


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance for training."""

    vectors: Array
    """[words, size]; kept as float16 where there are many."""
    features: tuple[list[Index], ...]
    """Ways to see its words (with capitals, without), of which each pass takes one."""
    tags: Index
    """[words]"""


def packed(examples: Sequence[tuple[Array, list[Index]]]) -> Batch:
    """Utterances, the longest first, as one batch: their vectors and their words' features."""
    words = [numbers for _, features in examples for numbers in features]
    sizes = np.array([len(numbers) for numbers in words], np.int64)
    return Batch(
        Packing.of([len(features) for _, features in examples]),
        np.concatenate([vectors for vectors, _ in examples]).astype(np.float32),
        np.concatenate(words),
        np.cumsum(sizes) - sizes,
    )


def train(examples: Sequence[Example], features: int, illegal: Chain) -> Parameters:
    """The network's parameters and the chain's (`start`, `steps`).

    features: how many numbers there are. illegal: -inf where the tags forbid something, else 0.
    """
    rng = np.random.default_rng(_SEED)
    parameters = new_parameters(examples[0].vectors.shape[1], features, WIDTH, len(illegal.start), rng)
    adam = _Adam(parameters)
    # Of a short training set a batch holds a part, so that each pass is several steps.
    size = min(_BATCH, max(4, len(examples) // 4))
    batches_of_pass = ceil(len(examples) / size)
    total = batches_of_pass * max(_PASSES, ceil(_FEWEST_STEPS / batches_of_pass))
    for step in range(total):
        at = step % batches_of_pass
        if at == 0:
            batches = _batches([len(one.tags) for one in examples], size, rng)
        listed = [examples[index] for index in batches[at]]
        batch = packed([(one.vectors, one.features[rng.integers(len(one.features))]) for one in listed])
        scores, tape = forward(parameters, batch, rng, _DROPOUT)
        chain = Chain(parameters["start"] + illegal.start, parameters["steps"] + illegal.steps)
        tags = np.concatenate([one.tags for one in listed])
        _, of_scores, of_chain = crf.loss(scores, tags, batch.packing, chain)
        of_scores /= np.float32(len(listed))
        gradients = backward(parameters, tape, of_scores)
        gradients["start"] = of_chain.start / np.float32(len(listed))
        gradients["steps"] = of_chain.steps / np.float32(len(listed))
        rate = _RATE * min(1.0, (step + 1) / _WARM_UP) * max(_LEAST_RATE, 1 - step / total)
        adam.step(parameters, gradients, batch, rate)
    return parameters


def _batches(lengths: Sequence[int], size: int, rng: np.random.Generator) -> list[Index]:
    """Batches of utterances of like lengths, in random order; the longest of each first."""
    order = rng.permutation(len(lengths))
    pool = size * 20
    batches: list[Index] = []
    for begin in range(0, len(order), pool):
        part = sorted(order[begin : begin + pool].tolist(), key=lambda index: -lengths[index])
        batches += [np.array(part[at : at + size], np.int64) for at in range(0, len(part), size)]
    return [batches[index] for index in rng.permutation(len(batches))]


class _Adam:
    """Of the sparse features' vectors, only those that the batch has are moved."""

    def __init__(self, parameters: Parameters) -> None:
        self._means = {name: np.zeros_like(one) for name, one in parameters.items()}
        self._squares = {name: np.zeros_like(one) for name, one in parameters.items()}
        self._count = 0

    def step(self, parameters: Parameters, gradients: Parameters, batch: Batch, rate: float) -> None:
        self._count += 1
        rows, of_rows = _of_features(batch, gradients["bags"])
        norms = [float(np.vdot(one, one)) for name, one in gradients.items() if name != "bags"]
        norm = np.sqrt(sum(norms) + float(np.vdot(of_rows, of_rows)))
        shrink = np.float32(min(1.0, _LARGEST_GRADIENT / max(float(norm), 1e-12)))
        for name, parameter in parameters.items():
            where = rows if name == "bags" else slice(None)
            gradient = (of_rows if name == "bags" else gradients[name]) * shrink
            mean = self._means[name][where] * _SOON + gradient * (1 - _SOON)
            square = self._squares[name][where] * _LONG + gradient * gradient * (1 - _LONG)
            self._means[name][where], self._squares[name][where] = mean, square
            size = rate / (1 - _SOON**self._count)
            bound = np.sqrt(square / (1 - _LONG**self._count)) + 1e-8
            parameter[where] -= np.float32(size) * mean / bound


def _of_features(batch: Batch, of_words: Array) -> tuple[Index, Array]:
    """The features of the batch, each once, and the sums of the gradients of the words that have it."""
    sizes = np.diff(np.append(batch.begins, len(batch.features)))
    words = np.repeat(np.arange(len(sizes)), sizes)
    order = np.argsort(batch.features, kind="stable")
    rows, begins = np.unique(batch.features[order], return_index=True)
    return rows, np.add.reduceat(of_words[words[order]], begins, 0)
