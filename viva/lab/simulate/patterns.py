"""Texts that a regular expression matches: values for entities that a bot describes by a pattern."""

from __future__ import annotations

import re
from random import Random
from string import ascii_lowercase, ascii_uppercase, digits

MOST_REPEATED = 3
"""Of what may be repeated without end."""
_CLASSES = {"d": digits, "w": ascii_lowercase + digits, "s": " "}
_QUANTIFIER = re.compile(r"\{(\d+)(?:,(\d*))?\}|[?*+]")


def example(pattern: str, random: Random) -> str | None:
    """A text that matches the whole pattern; None where it has what is not followed here (look-arounds,
    references), or can match nothing."""
    try:
        text = _Reader(pattern, random).read()
        return text if text and re.fullmatch(pattern, text) else None
    except (_UnknownError, IndexError, ValueError, re.error):
        return None


class _UnknownError(Exception):
    """The pattern has a part that is not followed."""


class _Reader:
    """Reads a pattern from left to right and writes a text for it."""

    def __init__(self, pattern: str, random: Random) -> None:
        self._pattern = pattern
        self._random = random
        self._at = 0

    def read(self) -> str:
        """Alternatives up to a closing bracket or the end."""
        options = [self._sequence()]
        while self._next("|"):
            options.append(self._sequence())
        return self._random.choice(options)

    def _sequence(self) -> str:
        out: list[str] = []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            begin = self._at
            self._part()
            end = self._at
            for _ in range(self._times()):
                after, self._at = self._at, begin
                out.append(self._part())
                assert self._at == end
                self._at = after
        return "".join(out)

    def _part(self) -> str:
        sign = self._pattern[self._at]
        self._at += 1
        if sign == "(":
            if self._pattern.startswith("?", self._at) and not self._next("?:"):
                raise _UnknownError(sign)
            text = self.read()
            if not self._next(")"):
                raise _UnknownError(sign)
            return text
        if sign == "[":
            return self._random.choice(self._listed())
        if sign in "^$":
            return ""
        if sign == ".":
            return self._random.choice(ascii_lowercase)
        if sign in "*+?{":
            raise _UnknownError(sign)
        return self._escaped() if sign == "\\" else sign

    def _escaped(self) -> str:
        sign = self._pattern[self._at]
        self._at += 1
        if sign in _CLASSES:
            return self._random.choice(_CLASSES[sign])
        if sign == "b":
            return ""
        if sign.isalnum():
            raise _UnknownError(sign)
        return sign

    def _listed(self) -> str:
        """The signs of a class."""
        end = self._pattern.index("]", self._at + 1)
        inside, self._at = self._pattern[self._at : end], end + 1
        if inside.startswith("^"):
            return "".join(one for one in ascii_lowercase + digits + ascii_uppercase if one not in inside)
        signs = ""
        for match in re.finditer(r"\\(.)|(.)-(.)|(.)", inside):
            if match[2]:
                signs += "".join(chr(code) for code in range(ord(match[2]), ord(match[3]) + 1))
            else:
                signs += _CLASSES.get(match[1], match[1]) if match[1] else match[4]
        return signs

    def _times(self) -> int:
        match = _QUANTIFIER.match(self._pattern, self._at)
        if match is None:
            return 1
        self._at = match.end()
        self._next("?")
        if match[1] is None:
            least, most = {"?": (0, 1), "*": (0, MOST_REPEATED), "+": (1, MOST_REPEATED)}[match[0]]
            return self._random.randint(least, most)
        least = int(match[1])
        if match[2] is None:
            return least
        return self._random.randint(least, int(match[2]) if match[2] else least + MOST_REPEATED)

    def _next(self, text: str) -> bool:
        found = self._pattern.startswith(text, self._at)
        self._at += len(text) * found
        return found
