"""Normalisations of texts before their words are compared: a named choice, told with every score.

What each does is written down in docs/concepts/evaluation.md, exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from viva.lab.evaluate.english import spelled_out

Normalisation = Callable[[str], str]
"""From one word, a piece of text without blanks, to the words that are compared: none, one or several."""

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_LOOSE = re.compile(r"(?<!\w)'+|'+(?!\w)")
"""Apostrophes that are not inside a word."""


def none(word: str) -> str:
    """As it is: texts differ in their words only, not in the blanks between them."""
    return word


def basic(word: str) -> str:
    """NFKC, lower case, apostrophes inside words kept; all else but letters and figures is a blank."""
    word = unicodedata.normalize("NFKC", word).lower().translate(_APOSTROPHES)
    return " ".join("".join(map(_kept, _LOOSE.sub(" ", word))).split())


def english(word: str) -> str:
    """Of English speech: as `basic`, but fillers cut, and contractions, signs and figures spelled out."""
    return spelled_out(word, basic)


NORMALISATIONS: dict[str, Normalisation] = {"none": none, "basic": basic, "english": english}


def normalised(texts: Iterable[str], how: Normalisation) -> list[str]:
    """Words with one blank between them. Each different word is worked on once."""
    known: dict[str, str] = {}
    out = []
    for text in texts:
        words = []
        for word in text.split():
            found = known.get(word)
            if found is None:
                found = known[word] = how(word)
            if found:
                words.append(found)
        out.append(" ".join(words))
    return out


def _kept(one: str) -> str:
    # Marks are parts of letters: the vowel signs of Hindi, accents that have no composed form.
    kept = one.isalnum() or one == "'" or unicodedata.category(one).startswith("M")
    return one if kept else " "
