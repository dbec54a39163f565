"""Text as lower-case words with their places in the original."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_WORDS = 120
"""More is not read: no one says more in a turn, and time stays bounded."""
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Words and numbers; hyphens and punctuation part them, apostrophes belong to them."""
    found = []
    for match in _WORD.finditer(text):
        found.append(Token(match.group().lower().replace("’", "'"), match.start(), match.end()))
        if len(found) == MAX_WORDS:
            break
    return found


def normalise(text: str) -> str:
    """Lower case, no punctuation, single spaces: what patterns are matched against."""
    return " ".join(token.text for token in tokens(text))
