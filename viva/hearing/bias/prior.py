"""How likely a recognizer's decoder finds the bot's words when it hears nothing: its internal language model.

A decoder has learned what people say as well as how it sounds, and prefers "rose" to "roast" before it has
heard a thing. Fusing the bot's language in without taking this away counts language twice (E. McDermott et
al., ASRU 2019; Z. Meng et al., "Internal language model estimation", SLT 2021, arXiv:2011.01991: the decoder
run without its encoder). Running the decoder twice for each step would double its cost, so it is run once,
when a bot is built, over what callers may say, and its averages are kept: by the word so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from viva.hearing.bias.lexicon import JOINED, SPACED, Lexicon, Node
from viva.hearing.bias.tokens import Tokens

Floats = np.ndarray[Any, np.dtype[np.float32]]

Unheard = Callable[[Sequence[Sequence[int]]], Iterable[Floats]]
"""Token sequences -> of each, log-probabilities [tokens + 1, vocabulary] of what comes next unheard."""

BEGINNING = Node(-1, 0, 0, 0)
"""Before the first token."""
_HYPHENED = 60
"""Utterances that are run with a hyphen in them too."""
_LEAST = 1e-7
_BRANCH = 0.5
"""Share of a branch that was never met: divided by the number of branches."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the decoder expects at one place: probabilities."""

    roots: Floats
    """Of the tokens that begin a word, in the order of the root's branches."""
    branches: Floats
    """Of the tokens that go on with the word."""
    punctuation: float


class Prior:
    """Averages of the decoder's expectations by place in the lexicon."""

    def __init__(self, places: dict[Node, Expected], lexicon: Lexicon) -> None:
        self.places = places
        self._lexicon = lexicon
        spaced = [one for node, one in places.items() if node.table != JOINED]
        width = len(lexicon.branches(lexicon.roots[SPACED]).tokens)
        self._any = Expected(
            np.mean([one.roots for one in spaced], axis=0) if spaced else np.full(width, _LEAST, np.float32),
            np.zeros(0, np.float32),
            float(np.mean([one.punctuation for one in spaced])) if spaced else _LEAST,
        )

    def at(self, node: Node) -> Expected:
        found = self.places.get(node)
        if found is not None:
            return found
        count = len(self._lexicon.branches(node).tokens) if node.depth or node.table == JOINED else 0
        branches = np.full(count, _BRANCH / max(count, 1), np.float32)
        return Expected(self._any.roots, branches, self._any.punctuation)


def measure(
    utterances: Sequence[Sequence[str]], lexicon: Lexicon, tokens: Tokens, unheard: Unheard
) -> dict[Node, Expected]:
    """Run the decoder over utterances, each begun with a capital, and average what it expects."""
    rows = [_placed(words, lexicon, tokens) for words in utterances]
    rows += [_hyphened(words, lexicon, tokens) for words in utterances[:_HYPHENED] if len(words) > 2]
    sums: dict[Node, tuple[list[Any], int]] = {}
    for (sequence, nodes), log_probs in zip(rows, unheard([row for row, _ in rows]), strict=True):
        assert len(log_probs) == len(sequence) + 1
        for node, row in zip(nodes, log_probs, strict=True):
            if node is None:
                continue
            one = _expected(np.exp(row), node, lexicon, tokens)
            parts, count = sums.get(node, ([0.0, 0.0, 0.0], 0))
            sums[node] = ([a + b for a, b in zip(parts, one, strict=True)], count + 1)
    return {
        node: Expected(
            np.asarray(roots / count, np.float32),
            np.asarray(branches / count, np.float32),
            float(punctuation / count),
        )
        for node, ((roots, branches, punctuation), count) in sums.items()
    }


def _expected(
    probabilities: Floats, node: Node, lexicon: Lexicon, tokens: Tokens
) -> tuple[Floats, Floats, float]:
    # "Can" and "can" are one word to the bot's language, so they are one expectation.
    merged = np.bincount(tokens.lower, probabilities, tokens.size)[tokens.lower]
    roots = merged[lexicon.branches(lexicon.roots[SPACED]).tokens]
    inside = node.depth > 0 or node.table == JOINED
    branches = merged[lexicon.branches(node).tokens] if inside else np.zeros(0)
    return (
        np.maximum(roots, _LEAST),
        np.maximum(branches, _LEAST),
        float(probabilities[tokens.punctuation].sum()),
    )


def _placed(words: Sequence[str], lexicon: Lexicon, tokens: Tokens) -> tuple[list[int], list[Node | None]]:
    """The tokens of an utterance, and the place before each and after the last."""
    sequence: list[int] = []
    nodes: list[Node | None] = [BEGINNING]
    for index, word in enumerate(words):
        node: Node | None = lexicon.roots[SPACED]
        for token in tokens.encode(word if index else word.capitalize()):
            node = lexicon.child(node, token) if node else None
            sequence.append(token)
            nodes.append(node)
    return sequence, nodes


def _hyphened(words: Sequence[str], lexicon: Lexicon, tokens: Tokens) -> tuple[list[int], list[Node | None]]:
    """The same utterance up to a hyphen after its second word: only the place after it counts."""
    sequence = [token for word in words[:2] for token in tokens.encode(word)] + [tokens.hyphen]
    return sequence, [*([None] * len(sequence)), lexicon.roots[JOINED]]
