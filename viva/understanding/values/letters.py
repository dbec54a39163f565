"""Letters as people spell them: "b", "bee", "b as in bombay", "bravo", "capital b", "double t", "BX"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from viva.understanding.values.scan import Dictated, skip
from viva.understanding.vocabulary import Vocabulary, Words, phrases

_LONGEST_WRITTEN = 8
"""Letters that are taken together where a recognizer wrote them as one word."""


class Letters:
    """Reads letters at a place in a row of words. Shared and stateless."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        data = vocabulary.spelling
        self._times: dict[str, int] = data.get("times", {})
        self._marks = phrases(data.get("letter_marks", ()))
        self._as_in = phrases(data.get("as_in", ()))
        self._names = _keyed(data.get("letters", {}), data.get("alphabet", {}))
        self._alike = _keyed(data.get("sounds_like", {}))
        self._ordinary = vocabulary.ordinary | vocabulary.fillers

    def read(self, words: Sequence[str], original: Sequence[str], at: int, asked: bool) -> Dictated | None:
        """The letters that begin at `at`, in upper case. `original`: the words as written. `asked`: read
        ordinary words that sound like a letter too, such as "see"."""
        begin = skip(words, at, self._marks)
        times = 1
        letter, end = self._one(words, begin, asked)
        if not letter and begin < len(words) and words[begin] in self._times:
            times = self._times[words[begin]]
            letter, end = self._one(words, begin + 1, asked)
        if not letter:
            return self._written(words, original, at, asked) if begin == at else None
        after = skip(words, end, self._as_in)
        if after > end:
            end = _after_example(words, end, after, letter)
        return Dictated(letter.upper() * times, at, end)

    def _one(self, words: Sequence[str], at: int, asked: bool) -> tuple[str, int]:
        """A single letter, '' for none, and the index after it."""
        for length in (2, 1):
            said = tuple(words[at : at + length])
            letter = self._names.get(said, "") or (self._alike.get(said, "") if asked else "")
            if letter:
                return letter, at + len(said)
        if at < len(words) and len(words[at]) == 1 and words[at].isascii() and words[at].isalpha():
            return words[at], at + 1
        return "", at

    def _written(
        self, words: Sequence[str], original: Sequence[str], at: int, asked: bool
    ) -> Dictated | None:
        """Letters that the recognizer wrote as one word: "BX" in capitals, "bx" beside figures."""
        word = words[at]
        if not (word.isascii() and word.isalpha() and 1 < len(word) <= _LONGEST_WRITTEN):
            return None
        mixed = any(char.isdecimal() for char in original[at])
        near = any(one[0].isdecimal() for one in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2]))
        short = asked and near and len(word) <= 3 and word not in self._ordinary
        if mixed or short or (asked and original[at].isupper() and (near or len(word) <= 3)):
            return Dictated(word.upper(), at, at + 1)
        return None


def _after_example(words: Sequence[str], end: int, after: int, letter: str) -> int:
    """The index after the word that a letter is the first of: "as in bombay", "for bombay", "as in the bird".

    `end`, where the words are said for something else: "b for two".
    """
    in_full = after - end > 1
    for place in (after, after + 1) if in_full else (after,):
        if place < len(words) and len(words[place]) > 1 and words[place].startswith(letter):
            return place + 1
    return after + 1 if in_full and after < len(words) else end


def _keyed(*tables: Mapping[str, str]) -> dict[Words, str]:
    return {tuple(said.split()): letter for table in tables for said, letter in table.items()}
