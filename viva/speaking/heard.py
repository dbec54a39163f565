"""What a caller has heard of a sentence that was broken off."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from viva.speaking.speech import WordMark


def heard_text(
    text: str, marks: Sequence[WordMark], duration_ms: int, played_ms: int, *, whole: bool = True
) -> str:
    """The words that sounded to their end: up to the next word's mark, the last up to the duration.

    Always a prefix of `text`, growing with `played_ms`; '' before the first word has ended, all of it at
    the duration. Without marks a sentence counts as heard only when it was played whole. `whole`: false while
    the sentence is still being made; then the end of the last word that has a mark is not known.
    """
    if whole and played_ms >= duration_ms:
        return text
    end = 0
    for mark, following in pairwise(marks):
        if played_ms < following.at_ms:
            break
        end = max(end, min(mark.end, len(text)))
    return text[:end]
