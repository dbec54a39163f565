"""Finds the values of free text inside an utterance, as the bot's marked examples show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from viva.encoding.engine import Encoder
from viva.understanding.marks import Marked
from viva.understanding.memory import Memory
from viva.understanding.normalise import Text, normalise
from viva.understanding.slots import crf
from viva.understanding.slots.calibration import calibrated
from viva.understanding.slots.crf import Array, Chain, Index, Packing
from viva.understanding.slots.features import Features, Value, lowered
from viva.understanding.slots.network import forward
from viva.understanding.slots.training import Example, packed, train
from viva.understanding.slots.words import Word, tagged_words

_ENCODED_AT_ONCE = 256
_PARAMETERS = "slots"
"""Their name in a memory."""
Read = tuple[tuple[Word, ...], Marked]
OUTSIDE = 0
"""The tag of a word in no value; entity n has 2n + 1 where a value begins and 2n + 2 where it goes on."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value found in a text."""

    entity: str
    start: int
    """Character offset in the text, inclusive."""
    end: int
    """Character offset, exclusive."""
    first: int
    """Index of its first token."""
    last: int
    """Index of its last token."""
    probability: float
    """0..1, that exactly this is a value of this entity."""


class SlotTagger:
    """Trained at once on the examples; shared and stateless afterwards, safe to call from any thread.

    The same examples and encoder give the same tagger.
    """

    def __init__(
        self, examples: Sequence[Marked], encoder: Encoder | None = None, memory: Memory | None = None
    ) -> None:
        """examples: with marks and without; a text of at least one word each, or it is passed over.

        encoder: gives vectors of words in their sentence; without one the tagger knows only the words
        that it has seen. memory: has the parameters where the same was trained before.
        """
        self._encoder = encoder
        self._marked = sum(bool(one.spans) for one in examples)
        self.entities = tuple(sorted({span.entity for one in examples for span in one.spans}))
        read = [(tagged_words(normalise(one.text)), one) for one in examples]
        read = [(words, one) for words, one in read if words]
        values = [_values(words, one) for words, one in read]
        self._features = Features([(words, own) for (words, _), own in zip(read, values, strict=True)])
        illegal = self._illegal()
        known = memory.get(_PARAMETERS) if memory else None
        if known is not None:
            self._parameters = dict(known)
        else:
            self._parameters = train(self._training(read, values), self._features.size, illegal)
            if memory:
                memory.put(_PARAMETERS, self._parameters)
        self._chain = Chain(
            self._parameters["start"] + illegal.start, self._parameters["steps"] + illegal.steps
        )

    def find(self, texts: Sequence[Text]) -> list[list[Tagged]]:
        """For each text its values, in order of place, none over another."""
        found: list[list[Tagged]] = [[] for _ in texts]
        words = [tagged_words(text) for text in texts]
        order = sorted((i for i in range(len(texts)) if words[i]), key=lambda i: -len(words[i]))
        if not order:
            return found
        vectors = self._vectors([texts[i].original for i in order], [words[i] for i in order])
        batch = packed(
            [(vector, self._features.numbers(words[i])) for i, vector in zip(order, vectors, strict=True)]
        )
        scores, _ = forward(self._parameters, batch)
        for i, start in zip(order, batch.packing.starts.tolist(), strict=True):
            found[i] = self._read(words[i], scores[start : start + len(words[i])])
        return found

    def _training(self, read: Sequence[Read], values: Sequence[list[Value]]) -> list[Example]:
        vectors = self._vectors([one.text for _, one in read], [words for words, _ in read])
        return [
            Example(
                vector.astype(np.float16),
                tuple(self._features.numbers(way, own) for way in (words, lowered(words))),
                self._tags(words, one),
            )
            for (words, one), own, vector in zip(read, values, vectors, strict=True)
        ]

    def _read(self, words: Sequence[Word], scores: Array) -> list[Tagged]:
        path = crf.best_path(scores, self._chain)
        if not any(path):
            return []
        found = crf.sums(scores, Packing.of([len(words)]), self._chain)
        values: list[Tagged] = []
        for first, tag in enumerate(path):
            if tag % 2 == 0:
                continue  # outside, or a value that goes on
            end = first + 1
            while end < len(path) and path[end] == tag + 1:
                end += 1
            sure = crf.span_probability(found, self._chain, first, path[first:end], tag + 1)
            values.append(
                Tagged(
                    self.entities[tag // 2],
                    words[first].start,
                    words[end - 1].end,
                    words[first].token,
                    words[end - 1].token,
                    calibrated(sure, self._marked),
                )
            )
        return values

    def _vectors(self, texts: Sequence[str], words: Sequence[Sequence[Word]]) -> list[Array]:
        """For each text [words, size]: the mean of the encoder's vectors of a word's pieces."""
        if self._encoder is None:
            return [np.zeros((len(one), 0), np.float32) for one in words]
        out: list[Array] = []
        for begin in range(0, len(texts), _ENCODED_AT_ONCE):
            part = slice(begin, begin + _ENCODED_AT_ONCE)
            for encoded, listed in zip(self._encoder.tokens(texts[part]), words[part], strict=True):
                out.append(_of_words(listed, encoded.vectors, encoded.spans))
        return out

    def _tags(self, words: Sequence[Word], example: Marked) -> Index:
        tags = np.full(len(words), OUTSIDE, np.int64)
        for span in example.spans:
            inside = [i for i, word in enumerate(words) if word.end > span.start and word.start < span.end]
            tags[inside] = 2 * self.entities.index(span.entity) + 2
            tags[inside[:1]] -= 1
        return tags

    def _illegal(self) -> Chain:
        """A value goes on only where one of its entity began."""
        count = 2 * len(self.entities) + 1
        start, steps = np.zeros(count, np.float32), np.zeros((count, count), np.float32)
        for goes_on in range(2, count, 2):
            start[goes_on] = -np.inf
            steps[:, goes_on] = -np.inf
            steps[goes_on - 1 : goes_on + 1, goes_on] = 0
        return Chain(start, steps)


def _values(words: Sequence[Word], example: Marked) -> list[Value]:
    return [
        (span.entity, tuple(word.lower for word in words if word.end > span.start and word.start < span.end))
        for span in example.spans
    ]


def _of_words(words: Sequence[Word], vectors: Array, spans: Sequence[tuple[int, int]]) -> Array:
    """[words, size]; zeros for a word that the encoder did not read."""
    out = np.zeros((len(words), vectors.shape[1]), np.float32)
    at = 0
    for row, word in enumerate(words):
        while at < len(spans) and spans[at][1] <= word.start:
            at += 1
        end = at
        while end < len(spans) and spans[end][0] < word.end:
            end += 1
        if end > at:
            out[row] = vectors[at:end].mean(0)
    return out
