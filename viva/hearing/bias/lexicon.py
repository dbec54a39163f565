"""The words of a bot's language as token sequences of a recognizer, by their first tokens.

A word has its usual tokens only, lower case and with a capital: another way to cut it into tokens is one
that the recognizer would hardly ever write. After a hyphen ("double-shot") no space begins a word, which
gives other tokens; those are a table of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]

SPACED, JOINED = 0, 1
"""Tables: words after a space, and after a hyphen."""


class Node(NamedTuple):
    """A place in the lexicon: the words that begin with some tokens."""

    table: int
    first: int
    end: int
    """The words' rows in the table, which is sorted."""
    depth: int
    """Tokens so far; 0: between words."""


@dataclass(frozen=True, slots=True)
class Branches:
    """What may follow at a node."""

    word: int | None
    """The word that the tokens so far are, if they are one."""
    tokens: Ints
    firsts: Ints
    ends: Ints
    """Of each token: the rows of the words that go on with it."""
    at: dict[int, int]
    """Token -> its index in the three."""


class Lexicon:
    """Immutable but for what it has worked out; shared by all utterances."""

    def __init__(self, words: Sequence[str], encode: Callable[[str], Sequence[int]], hyphen: int) -> None:
        """`words[0]` is the end and no word. `encode`: text -> tokens, a space before it understood."""
        self._tables = (_table(words, encode), _table_after(words, encode, hyphen))
        self.words = tuple(np.array([word for _, word in table], np.int64) for table in self._tables)
        self.roots = tuple(Node(index, 0, len(table), 0) for index, table in enumerate(self._tables))
        self._branches: dict[Node, Branches] = {}

    def branches(self, node: Node) -> Branches:
        found = self._branches.get(node)
        if found is None:
            found = self._branches[node] = self._branch(node)
        return found

    def child(self, node: Node, token: int) -> Node | None:
        """The node after one more token, or None where no word goes on with it."""
        branches = self.branches(node)
        at = branches.at.get(token)
        if at is None:
            return None
        return Node(node.table, int(branches.firsts[at]), int(branches.ends[at]), node.depth + 1)

    def mass(self, table: int, words: Floats) -> Floats:
        """Cumulative probability over the table's rows, with 0 in front: [rows + 1]."""
        return np.concatenate(([0.0], np.cumsum(words[self.words[table]])))

    def _branch(self, node: Node) -> Branches:
        table = self._tables[node.table]
        word: int | None = None
        spans: dict[int, list[int]] = {}
        for row in range(node.first, node.end):
            tokens, number = table[row]
            if len(tokens) == node.depth:
                word = number
            else:
                spans.setdefault(tokens[node.depth], [row, row])[1] = row + 1
        return Branches(
            word,
            np.array(list(spans), np.int64),
            np.array([first for first, _ in spans.values()], np.int64),
            np.array([end for _, end in spans.values()], np.int64),
            {token: index for index, token in enumerate(spans)},
        )


Table = list[tuple[tuple[int, ...], int]]


def _table(words: Sequence[str], encode: Callable[[str], Sequence[int]]) -> Table:
    rows: dict[tuple[int, ...], int] = {}
    for number, word in enumerate(words):
        if number:
            for written in (word, word.capitalize()):
                rows[tuple(encode(written))] = number
    return sorted(rows.items())


def _table_after(words: Sequence[str], encode: Callable[[str], Sequence[int]], hyphen: int) -> Table:
    rows: dict[tuple[int, ...], int] = {}
    for number, word in enumerate(words):
        if number:
            for written in (word, word.capitalize()):
                tokens = list(encode(f"x-{written}"))
                if hyphen in tokens:
                    rows[tuple(tokens[tokens.index(hyphen) + 1 :])] = number
    return sorted(rows.items())
