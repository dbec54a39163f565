"""Entities in one hypothesis: candidates of every kind, then the cover that explains most."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from viva.understanding.dates import bare_hour_at, date_at, time_at
from viva.understanding.engine import Context, EntitySpec
from viva.understanding.normalise import Token, tokens
from viva.understanding.numbers import digits_at, number_at
from viva.understanding.reading import Entity, JsonValue
from viva.understanding.sound import likeness

ALIKE = 0.80
"""Likeness from which a value counts as said."""
ALIKE_EXPECTED = 0.70
"""The same where the dialogue asked for it."""
SHORTEST = 4
"""Letters below which only the very spelling counts: short words sound like too many others."""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: words `first` to `last` (exclusive) mean `value`."""

    name: str
    value: JsonValue
    first: int
    last: int
    score: float
    """0..1"""


class EntityFinder:
    """The entities of one bot. Stateless once made."""

    def __init__(self, entities: dict[str, EntitySpec], data: dict[str, Any]) -> None:
        self._entities = entities
        self._data = data
        self._stop = frozenset(str(word) for word in data["stop"])
        self._phrases: list[tuple[str, str, str, int]] = []
        """(entity, value, phrase, words) of every listed value and synonym, longest first."""
        for spec in entities.values():
            for value, synonyms in spec.values.items():
                for phrase in dict.fromkeys((value, *synonyms)):
                    words = [t.text for t in tokens(phrase)]
                    if words:
                        self._phrases.append((spec.name, value, " ".join(words), len(words)))
        self._phrases.sort(key=lambda p: -len(p[2]))
        self._vocabulary = {word for _, _, phrase, _ in self._phrases for word in phrase.split()}
        self._patterns = {
            spec.name: re.compile(rf"(?<!\S)(?:{spec.pattern})(?!\S)")
            for spec in entities.values()
            if spec.kind == "pattern"
        }

    def find(self, text: str, context: Context, hypothesis: int = 0) -> list[Entity]:
        """The entities of one text, in order, without overlap."""
        words = tokens(text)
        expected = frozenset(context.expects.entities)
        candidates = self._candidates(words, context, expected)
        chosen = _cover(candidates, expected)
        if not chosen and words:
            chosen = self._whole_text(words, expected)
        return [
            Entity(
                f.name,
                f.value,
                text[words[f.first].start : words[f.last - 1].end],
                words[f.first].start,
                words[f.last - 1].end,
                hypothesis,
                round(f.score, 4),
            )
            for f in sorted(chosen, key=lambda f: f.first)
        ]

    def _candidates(self, words: list[Token], context: Context, expected: frozenset[str]) -> list[Found]:
        found = self._listed(words, expected)
        joined = " ".join(w.text for w in words)
        for name, pattern in self._patterns.items():
            for match in pattern.finditer(joined):
                first = joined[: match.start()].count(" ")
                last = first + match.group().count(" ") + 1
                found.append(Found(name, match.group(), first, last, 0.95))
        now = datetime.fromisoformat(context.now).replace(tzinfo=None)
        for spec in self._entities.values():
            if spec.kind in ("number", "digits", "date", "time"):
                for i in range(len(words)):
                    one = self._valued(spec, words, i, now, spec.name in expected)
                    if one is not None:
                        found.append(one)
        return found

    def _listed(self, words: list[Token], expected: frozenset[str]) -> list[Found]:
        """List values by spelling and by sound."""
        found = []
        texts = [w.text for w in words]
        for name, value, phrase, count in self._phrases:
            needed = ALIKE_EXPECTED if name in expected else ALIKE
            for size in range(max(1, count - 1), count + 2):
                for i in range(len(texts) - size + 1):
                    window = " ".join(texts[i : i + size])
                    if window == phrase:
                        found.append(Found(name, value, i, i + size, 1.0))
                    elif self._may_be_misheard(texts[i : i + size], phrase):
                        score = likeness(window, phrase)
                        if score >= needed:
                            found.append(Found(name, value, i, i + size, 0.97 * score))
        return found

    def _may_be_misheard(self, window: list[str], phrase: str) -> bool:
        """Not a word that the bot itself knows, nor one that every sentence has at its edge."""
        if len(phrase) < SHORTEST or window[0] in self._stop or window[-1] in self._stop:
            return " ".join(window).replace(" ", "") == phrase.replace(" ", "")
        return not all(word in self._vocabulary for word in window) or len(window) > 1

    def _valued(
        self, spec: EntitySpec, words: list[Token], i: int, now: datetime, expected: bool
    ) -> Found | None:
        match spec.kind:
            case "number":
                number = number_at(words, i, self._data["numbers"])
                if number is None or not _within(number[0], spec):
                    return None
                return Found(spec.name, number[0], i, number[1], 0.95 if expected else 0.7)
            case "digits":
                digits, j = digits_at(words, i, self._data["numbers"])
                if len(digits) < (spec.minimum or 1 if expected else spec.minimum or 4):
                    return None
                if spec.maximum is not None and len(digits) > spec.maximum:
                    return None
                return Found(spec.name, digits, i, j, 0.95 if expected else 0.8)
            case "date":
                day = date_at(words, i, now, self._data)
                return Found(spec.name, day[0], i, day[1], 0.95) if day else None
            case _:
                time = time_at(words, i, self._data)
                if time is None and expected:
                    time = bare_hour_at(words, i, self._data)
                return Found(spec.name, time[0], i, time[1], 0.93) if time else None

    def _whole_text(self, words: list[Token], expected: frozenset[str]) -> list[Found]:
        """What was said, less "my name is": for a `text` entity that was asked for."""
        names = [n for n in expected if n in self._entities and self._entities[n].kind == "text"]
        if not names:
            return []
        first = 0
        for carrier in sorted(self._data["carriers"], key=len, reverse=True):
            parts = carrier.split()
            if [w.text for w in words[: len(parts)]] == parts and len(words) > len(parts):
                first = len(parts)
                break
        said = " ".join(w.text for w in words[first : first + 8])
        return [Found(names[0], said.title(), first, min(len(words), first + 8), 0.6)]


def _within(value: int, spec: EntitySpec) -> bool:
    above = spec.minimum is None or value >= spec.minimum
    return above and (spec.maximum is None or value <= spec.maximum)


def _cover(candidates: list[Found], expected: frozenset[str]) -> list[Found]:
    """Greedy: what was asked for and is sure, long and certain first; nothing overlaps."""

    def worth(f: Found) -> tuple[float, float]:
        return (f.score * (f.last - f.first) + (0.5 if f.name in expected else 0.0), f.score)

    chosen: list[Found] = []
    taken: set[int] = set()
    for f in sorted(candidates, key=worth, reverse=True):
        span = set(range(f.first, f.last))
        if not span & taken:
            chosen.append(f)
            taken |= span
    return chosen
