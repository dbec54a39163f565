"""E-mail addresses, said ("ada dot lovelace at example dot com"), written ("ada@example.com") or mixed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from viva.understanding.values.dictation import Dictation
from viva.understanding.values.row import Row
from viva.understanding.values.scan import Dictated, skip
from viva.understanding.vocabulary import Vocabulary, phrases

_SIGNS = (".", "_", "-", "+", "@")
_VALID = re.compile(r"[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")
_MOST_WORDS = 24
"""Of a part before or after the "at"."""
_MOST_HOST_WORDS = 3
"""That are joined between two dots: "my company dot com"."""


class Emails:
    """Finds addresses in a row of words."""

    def __init__(self, vocabulary: Vocabulary, dictation: Dictation) -> None:
        data = vocabulary.spelling.get("email", {})
        self._dictation = dictation
        self._at = phrases(data.get("at", ()))
        self._signs = {tuple(said.split()): sign for said, sign in data.get("signs", {}).items()}
        self._about = phrases(data.get("about", ()))
        self._fillers = vocabulary.fillers
        self._stops = frozenset(data.get("stops", ()))
        self._endings = frozenset(data.get("endings", ()))

    def find(self, row: Row) -> Iterator[Dictated]:
        """Addresses in lower case."""
        words, places = self._with_signs(row)
        for at in range(1, len(words)):
            for said in self._at:
                if tuple(words[at : at + len(said)]) == said:
                    found = self._around(words, at, at + len(said))
                    if found:
                        yield Dictated(found.signs, places[found.first], places[found.end - 1] + 1)
                    break

    @staticmethod
    def _with_signs(row: Row) -> tuple[list[str], list[int]]:
        """The words and the signs written between them without a space, each with its place in the row.

        Not the hyphens of what is spelled: "a-d-a".
        """
        words: list[str] = []
        places: list[int] = []
        tokens, original = row.text.tokens, row.text.original
        for index, word in enumerate(row.words):
            before = tokens[row.places[index - 1][0]] if index else None
            token = tokens[row.places[index][0]]
            sign = original[before.end : token.start] if before else ""
            spelled = sign == "-" and len(word) == 1 and len(row.words[index - 1]) == 1
            if sign in _SIGNS and before is not token and words[-1] != sign and word != sign and not spelled:
                words.append(sign)
                places.append(index)
            words.append(word)
            places.append(index)
        return words, places

    def _around(self, words: Sequence[str], at: int, after: int) -> Dictated | None:
        host, end = self._host(words, after)
        if not host:
            return None
        best: Dictated | None = None
        for first in range(at - 1, max(-1, at - _MOST_WORDS), -1):
            beside = self._after_sign(words, first) or bool(self._sign(words, first + 1)[0])
            stops = words[first] in self._stops and not beside
            if stops and (first < at - 1 or words[first] in self._fillers):
                break
            name = self._name(words, first, at)
            if name is not None and _VALID.fullmatch(f"{name}@{host}"):
                best = Dictated(f"{name}@{host}", first, end)
        return best

    def _after_sign(self, words: Sequence[str], at: int) -> bool:
        """A word that a sign stands before is of the address, whatever it is."""
        return at > 0 and (words[at - 1],) in self._signs

    def _name(self, words: Sequence[str], first: int, end: int) -> str | None:
        """The part before "at"; None where a sign stands at its start."""
        if self._sign(words, first)[0]:
            return None
        name, at = "", first
        while at < end:
            after = skip(words, at, self._about)
            if after > at:
                at = after
                continue
            sign, after = self._sign(words, at)
            if not sign:
                sign, after = self._piece(words[:end], at)
            name, at = name + sign, after
        return name

    def _host(self, words: Sequence[str], first: int) -> tuple[str, int]:
        """The part after "at" and its end; '' where none follows."""
        labels: list[str] = [""]
        count, at, end = 0, first, first
        while at < len(words) and at < first + _MOST_WORDS:
            sign, after = self._sign(words, at)
            if sign == "." and labels[-1]:
                labels.append("")
                count = 0
            elif sign == "-" and labels[-1]:
                labels[-1] += "-"
            elif sign:
                break
            elif (
                labels[-1]
                and len(labels) == 1
                and words[at] in self._endings
                and not self._dot(words, at + 1)
            ):
                return f"{labels[0]}.{words[at]}", at + 1  # "gmail com", the dot unheard
            elif count == _MOST_HOST_WORDS or (len(labels) > 1 and count and labels[-1][-1] != "-"):
                break
            else:
                piece, after = self._piece(words, at)
                labels[-1] += piece
                count += 1
                end = after
            at = after
        labels = labels if labels[-1] else labels[:-1]
        return (".".join(labels), end) if len(labels) > 1 else ("", end)

    def _dot(self, words: Sequence[str], at: int) -> bool:
        return at < len(words) and self._signs.get((words[at],)) == "."

    def _piece(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """A word as it stands, its letters and digits where it is spelled."""
        sign = self._dictation.sign(words, words, at, asked=False)
        if sign and (sign.end > at + 1 or len(words[at]) == 1 or sign.signs.isdecimal()):
            return sign.signs.lower(), sign.end
        return words[at], at + 1

    def _sign(self, words: Sequence[str], at: int) -> tuple[str, int]:
        for length in (2, 1):
            sign = self._signs.get(tuple(words[at : at + length]))
            if sign:
                return sign, at + length
        return "", at
