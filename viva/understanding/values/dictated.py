"""What is dictated sign by sign as values of entities: digits, phone numbers, codes, e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from viva.understanding.engine import DICTATED, FEWEST_IN_PHONE, MOST_IN_PHONE, EntitySpec, signs
from viva.understanding.values.dictation import Dictation
from viva.understanding.values.emails import Emails
from viva.understanding.values.finders import Utterance, Valued
from viva.understanding.values.numbers import Numbers
from viva.understanding.values.scan import Dictated
from viva.understanding.vocabulary import Vocabulary

_FEWEST_UNASKED = 4
"""Fewer digits are a dictated number only where one is asked for, unless the bot allows fewer."""
_FEWEST_IN_CODE = 2


class DictatedFinders:
    """Finds them in a row of words. Shared and stateless."""

    def __init__(self, specs: Mapping[str, EntitySpec], vocabulary: Vocabulary, numbers: Numbers) -> None:
        self.dictation = Dictation(vocabulary, numbers)
        self._emails = Emails(vocabulary, self.dictation)
        self._shapes = {
            spec.name: re.compile(spec.pattern)
            for spec in specs.values()
            if spec.kind == "code" and spec.pattern
        }

    def find(self, spec: EntitySpec, utterance: Utterance, asked: bool, expected: bool) -> Iterator[Valued]:
        """All values of an entity. `expected`: it would be an answer, if not the one that is asked for."""
        words = utterance.row.words
        if spec.kind == "email":
            for one in self._emails.find(utterance.row):
                yield _valued(utterance, one, 0.97)
            return
        if spec.kind == "code":
            yield from self._codes(spec, utterance, asked)
            return
        phone = spec.kind == "phone"
        for one in self.dictation.phones(words, asked) if phone else self.dictation.runs(words, asked):
            count = signs(one.signs)
            if self._complete(spec, one.signs, asked):
                sure = 0.95 if asked or expected or count >= _FEWEST_UNASKED else 0.7
                yield _valued(utterance, one, sure)

    def parts(self, spec: EntitySpec, utterance: Utterance) -> Iterator[Valued]:
        """What may be a part of a value that is asked for: it has too few signs."""
        if spec.kind not in DICTATED:
            return
        words = utterance.row.words
        if spec.kind == "code":
            runs = [
                _joined(pieces) for pieces in self.dictation.codes(words, self._original(utterance), True)
            ]
        elif spec.kind == "phone":
            runs = self.dictation.phones(words, True)
        else:
            runs = self.dictation.runs(words, True)
        for one in runs:
            if signs(one.signs) < _fewest(spec) or (spec.kind == "code" and spec.pattern):
                yield _valued(utterance, one, 0.9)

    def _complete(self, spec: EntitySpec, said: str, asked: bool) -> bool:
        count = signs(said)
        most = spec.maximum if spec.maximum is not None else MOST_IN_PHONE if spec.kind == "phone" else None
        fewest = _fewest(spec) or (1 if asked else _FEWEST_UNASKED)
        return count >= fewest and (most is None or count <= most)

    def _codes(self, spec: EntitySpec, utterance: Utterance, asked: bool) -> Iterator[Valued]:
        for pieces in self.dictation.codes(utterance.row.words, self._original(utterance), asked):
            for first in range(len(pieces)):
                one = _joined(pieces[first:])
                alone = one.end - one.first == len(utterance.row.words)
                spelled = alone or one.end - one.first > 2 * len(one.signs)  # "b as in bombay", nothing else
                if self._is_code(spec, one.signs, asked, 1 if spelled else _FEWEST_IN_CODE):
                    yield _valued(utterance, one, 0.95 if asked else 0.8)
                    break
                if spec.minimum is None and not spec.pattern:
                    break  # without a shape the whole run is the code or nothing is

    def _is_code(self, spec: EntitySpec, code: str, asked: bool, fewest_said: int) -> bool:
        shape = self._shapes.get(spec.name)
        fewest = spec.minimum if spec.minimum is not None else fewest_said if asked else _FEWEST_UNASKED
        if len(code) < fewest or (spec.maximum is not None and len(code) > spec.maximum):
            return False
        if shape:
            return shape.fullmatch(code) is not None
        return asked or (any(c.isdecimal() for c in code) and any(c.isalpha() for c in code))

    @staticmethod
    def _original(utterance: Utterance) -> Sequence[str]:
        """For each word the token that it is from, as it was written."""
        tokens, original = utterance.row.text.tokens, utterance.row.text.original
        return [original[tokens[first].start : tokens[first].end] for first, _ in utterance.row.places]


def _fewest(spec: EntitySpec) -> int:
    """0 where there is no limit."""
    return spec.minimum or (FEWEST_IN_PHONE if spec.kind == "phone" else 0)


def _joined(pieces: Sequence[Dictated]) -> Dictated:
    return Dictated("".join(one.signs for one in pieces), pieces[0].first, pieces[-1].end)


def _valued(utterance: Utterance, one: Dictated, confidence: float) -> Valued:
    return Valued(one.signs, *utterance.row.tokens(one.first, one.end), confidence, False)
