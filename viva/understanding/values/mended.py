"""A value that takes the place of the one before it: "the third, no, the fourth"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from viva.understanding.candidate import Candidate
from viva.understanding.normalise import Text
from viva.understanding.vocabulary import Vocabulary


def without_corrected(
    chosen: Sequence[Candidate], text: Text, names: frozenset[str], vocabulary: Vocabulary
) -> list[Candidate]:
    """Those that stand: of two of a name with a correction between or right behind them the second, and
    of several one that "not" is said before is none.

    `names`: the entities that this is about.
    """
    left = list(chosen)
    for name in names:
        own = [one for one in left if one.name == name]
        for before, after in pairwise(own):
            if _corrects(text.words[before.end : after.first], vocabulary) or (
                before.end == after.first and _follows(text.words[after.end :], vocabulary)
            ):
                left.remove(before)
        denied = [one for one in own if one in left and _denied(text.words[: one.first], vocabulary)]
        if 0 < len(denied) < len([one for one in left if one.name == name]):
            left = [one for one in left if one not in denied]
    return left


def _corrects(between: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether there is nothing but a correction, one word before it ("four people, no, five") and words
    without content."""
    rest = [word for word in between if word not in vocabulary.hesitations]
    return any(
        tuple(rest[at : at + length]) in vocabulary.corrections
        and all(word in vocabulary.fillers for word in (*rest[1:at], *rest[at + length :]))
        for length in range(1, 4)
        for at in range(len(rest) - length + 1)
    )


def _denied(before: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether "not" is said right before, but for "on" and the like."""
    near = before[-2:] if before[-1:] and before[-1] in vocabulary.fillers else before[-1:]
    return not vocabulary.negations.isdisjoint(near)


def _follows(after: Sequence[str], vocabulary: Vocabulary) -> bool:
    return any(tuple(after[:length]) in vocabulary.corrections for length in (1, 2, 3))
