"""Dictated digits ("double nine", "oh", "five five five 1234"), and with letters among them."""

from __future__ import annotations

from collections.abc import Sequence

from viva.understanding.values.letters import Letters
from viva.understanding.values.numbers import Numbers
from viva.understanding.values.scan import Dictated, skip
from viva.understanding.vocabulary import Vocabulary, phrases

MOST_SIGNS = 64


class Dictation:
    """Finds runs of dictated digits and letters in a row of words."""

    def __init__(self, vocabulary: Vocabulary, numbers: Numbers) -> None:
        data = vocabulary.spelling
        self._numbers = numbers
        self._zero = frozenset(data.get("zero", ()))
        self._radio: dict[str, str] = data.get("nine", {})
        self._times: dict[str, int] = data.get("times", {})
        self._between = phrases(data.get("between", ()))
        self._plus = frozenset(data.get("plus", ()))
        self._extension = frozenset(data.get("extension", ()))
        self._letters = Letters(vocabulary)

    def runs(self, words: Sequence[str], asked: bool) -> list[Dictated]:
        """All runs of digits, in order. `asked`: read "to", "for" and "ate" as digits beside others."""
        found: list[Dictated] = []
        at = 0
        while at < len(words):
            run = self._run(words, at, asked)
            if run is None:
                at += 1
            else:
                found.append(run)
                at = run.end
        return found

    def phones(self, words: Sequence[str], asked: bool) -> list[Dictated]:
        """Runs of digits with a `+` where it was said, and `;ext=` as in RFC 3966."""
        found: list[Dictated] = []
        for run in self.runs(words, asked):
            last = found[-1] if found else None
            if last and words[run.first - 1] in self._extension and last.end == run.first - 1:
                found[-1] = Dictated(f"{last.signs};ext={run.signs}", last.first, run.end)
            elif run.first and words[run.first - 1] in self._plus:
                found.append(Dictated("+" + run.signs, run.first - 1, run.end))
            else:
                found.append(run)
        return found

    def codes(self, words: Sequence[str], original: Sequence[str], asked: bool) -> list[list[Dictated]]:
        """Runs of letters and digits, each as its pieces in order. `original`: the words as written."""
        found: list[list[Dictated]] = []
        at = 0
        while at < len(words):
            pieces: list[Dictated] = []
            after = at
            while after < len(words) and len(pieces) < MOST_SIGNS:
                piece = self.sign(words, original, after, asked, bool(pieces))
                if piece:
                    pieces.append(piece)
                    after = piece.end
                    continue
                skipped = skip(words, after, self._between) if pieces else after
                if skipped == after:
                    break
                after = skipped
            if pieces:
                found.append(pieces)
            at = max(pieces[-1].end if pieces else 0, at + 1)
        return found

    def sign(
        self, words: Sequence[str], original: Sequence[str], at: int, asked: bool, inside: bool = False
    ) -> Dictated | None:
        """One letter, or the digits of one or a few words."""
        return self._letters.read(words, original, at, asked) or self._some_digits(
            words, at, asked and inside
        )

    def _some_digits(self, words: Sequence[str], at: int, homophones: bool) -> Dictated | None:
        digits, end = self._piece(words, at, homophones)
        return Dictated(digits, at, end) if digits else None

    def _run(self, words: Sequence[str], first: int, asked: bool) -> Dictated | None:
        digits = ""
        at = end = first
        while at < len(words) and len(digits) < MOST_SIGNS:
            piece, after = self._piece(words, at, asked and (bool(digits) or at == 0))
            if piece:
                digits += piece
                at = end = after
                continue
            after = skip(words, at, self._between) if digits else at
            if after == at:
                break
            at = after
        if digits and all(
            word in self._zero and word not in self._numbers.units for word in words[first:end]
        ):
            return None  # "oh" alone is no zero
        return Dictated(digits, first, end) if digits else None

    def _piece(self, words: Sequence[str], at: int, homophones: bool) -> tuple[str, int]:
        """The digits that the word at `at` begins, '' for none, and the index after them."""
        word = words[at]
        if word.isascii() and word.isdecimal():
            return word, at + 1
        if word in self._times and at + 1 < len(words):
            digit = self._digit(words[at + 1])
            return (digit * self._times[word], at + 2) if digit else ("", at)
        digit = self._digit(word)
        if digit:
            after = words[at + 1] if at + 1 < len(words) else ""
            zeros = {100: "00", 1000: "000"}.get(self._numbers.power(after), "")
            if zeros and digit != "0":
                return digit + zeros, at + 2
            return digit, at + 1
        found = self._numbers.below_hundred(words, at)
        if found:
            return str(found.value), found.end
        if homophones and word in self._numbers.sounds_like:
            return str(self._numbers.sounds_like[word]), at + 1
        return "", at

    def _digit(self, word: str) -> str:
        if word in self._zero:
            return "0"
        value = self._numbers.digit(word)
        return str(value) if value is not None else self._radio.get(word, "")
