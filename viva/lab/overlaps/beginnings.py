"""First words of what people ask a bot for: what an interruption may begin with, beyond any list."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from viva.hearing.overlap.words import is_backchannel

SINGLE = 0.4
"""Share of single words, from anywhere in a question: answers are often one word."""
LONGEST = 4


def beginnings(
    texts: Sequence[str], count: int, rng: np.random.Generator, without: Collection[str]
) -> list[str]:
    """`count` single words, or one to four words that a text begins with. None that begins as a listener
    does ("right", "I see"), none of `without`, whatever the capitals."""
    left_out = {one.lower() for one in without}
    found: list[str] = []
    while len(found) < count:
        words = texts[int(rng.integers(len(texts)))].split()
        if rng.random() < SINGLE:
            words = [words[int(rng.integers(len(words)))]]
        words = words[: int(rng.integers(1, LONGEST + 1))]
        listens = any(is_backchannel(" ".join(words[:n])) for n in (1, 2))
        if not listens and " ".join(words).lower() not in left_out:
            found.append(" ".join(words))
    return found
