"""All kinds of values that have a grammar, found in a row of words; and which kinds there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from viva.understanding.engine import EntitySpec, Preference
from viva.understanding.normalise import Text
from viva.understanding.reading import JsonValue
from viva.understanding.values import times
from viva.understanding.values.grammar import Grammar, Parsed, Reader
from viva.understanding.values.meanings import MEANINGS
from viva.understanding.values.numbers import Numbers
from viva.understanding.values.reference import Reference
from viva.understanding.values.row import Row, row_of
from viva.understanding.vocabulary import Vocabulary

JSON: dict[str, Callable[[Any], JsonValue]] = {
    "date": lambda day: day.text(),
    "time": lambda clock: times.text(clock.minutes()),
    "date_interval": lambda days: days.json(),
    "time_interval": lambda hours: hours.json(),
    "duration": lambda length: length.text(),
    "number": lambda number: number,
    "ordinal": lambda number: number,
    "money": lambda money: money.json(),
}
"""Kind -> how its value is given to the dialogue."""

SIZE: dict[str, Callable[[Any], float]] = {
    "number": lambda number: number,
    "ordinal": lambda number: number,
    "money": lambda money: money.amount,
    "duration": lambda length: length.minutes,
}
"""Kind -> what its `minimum` and `maximum` limit; a duration's are minutes."""


_UNASKED = 0.8
"""Times the confidence of an amount that was not asked for: it may count something else."""


class Valued(NamedTuple):
    value: JsonValue
    first: int
    """Index of its first token."""
    end: int
    """Index after its last token."""
    confidence: float
    shared: bool


@dataclass(slots=True)
class Utterance:
    """One text being read: its row, and what has been read of it for each way of reading."""

    row: Row
    now: datetime
    numeric: Sequence[bool]
    readers: dict[tuple[bool, str, bool], Reader] = field(default_factory=dict)


class ValueFinders:
    """Finds dates, times, intervals, durations, numbers, ordinals and money. Shared and stateless."""

    def __init__(self, vocabulary: Vocabulary, numbers: Numbers) -> None:
        """Raises VivaError for language data that cannot be read."""
        self._numbers = numbers
        self._hesitations = vocabulary.hesitations
        self._grammar = Grammar(vocabulary.lexicon, vocabulary.rules, numbers.terminals(), MEANINGS)

    def utterance(self, text: Text, now: datetime) -> Utterance:
        row = row_of(text, self._hesitations, self._numbers.ordinal_suffixes, self._numbers.stem)
        return Utterance(row, now, self._numbers.numeric(row.words))

    def find(
        self, spec: EntitySpec, utterance: Utterance, asked: bool, prefer: Preference
    ) -> Iterator[Valued]:
        """All values of an entity, overlapping ones included."""
        reader = self._reader(utterance, (spec.prefer or prefer) == "past", spec.currency, asked)
        found = [one for name in (spec.kind, f"{spec.kind}_mended") for one in reader.find(name)]
        if spec.kind in ("number", "ordinal"):
            found = [one for one in found if not self._is_no_number(spec.kind, utterance.row, one)]
        # No part of what is out of bounds counts: "twenty five" is not five where twenty are the most.
        outside = [(one.first, one.end) for one in found if not _within(spec, one.value)]
        # Of readings on the same tokens the one of most words and most context: "1h30" is not "1h".
        best: dict[tuple[int, int], tuple[tuple[int, int, float], Valued]] = {}
        for one in found:
            if any(first <= one.first and one.end <= end for first, end in outside):
                continue
            first, end = utterance.row.tokens(one.first, one.end)
            sure = one.sure * (1.0 if asked or spec.kind not in SIZE else _UNASKED)
            rank = (one.end - one.first, one.reach, sure)
            if (first, end) not in best or rank > best[first, end][0]:
                value = JSON[spec.kind](one.value)
                best[first, end] = (rank, Valued(value, first, end, sure, one.shared))
        yield from (one for _, one in best.values())
        if asked and spec.kind == "number" and len(utterance.row.words) <= 3:
            yield from self._sounding(spec, utterance.row)

    def _reader(self, utterance: Utterance, past: bool, currency: str, asked: bool) -> Reader:
        key = (past, currency, asked)
        reader = utterance.readers.get(key)
        if reader is None:
            about = Reference(utterance.now, past, currency)
            reader = Reader(self._grammar, utterance.row.words, about, asked, utterance.numeric)
            utterance.readers[key] = reader
        return reader

    def _is_no_number(self, kind: str, row: Row, parsed: Parsed) -> bool:
        """ "The first one", "that one", "one moment"."""
        if parsed.end != parsed.first + 1 or row.words[parsed.first] not in self._numbers.one:
            return False
        if kind == "ordinal" and len(row.words) > 2:
            return True  # "the middle one"
        before, after = row.words[: parsed.first][-1:], row.words[parsed.end : parsed.end + 1]
        return not self._numbers.no_number_after.isdisjoint(before) or not (
            self._numbers.no_number_before.isdisjoint(after)
        )

    def _sounding(self, spec: EntitySpec, row: Row) -> Iterator[Valued]:
        """Where a number is asked for and little else is said: "for" is four."""
        for at, word in enumerate(row.words):
            value = self._numbers.sounds_like.get(word)
            if value is not None and _within(spec, value):
                yield Valued(value, *row.tokens(at, at + 1), 0.6, False)


def _within(spec: EntitySpec, value: Any) -> bool:
    size = SIZE.get(spec.kind)
    if size is None:
        return True
    low, high = spec.minimum, spec.maximum
    return (low is None or size(value) >= low) and (high is None or size(value) <= high)
