"""Texts in which a stretch gives way to a value of the bot that sounds like it.

"dark rose ice mocker" gives "dark roast iced mocha", "dark roast ice mocker", "dark rose iced mocha": what
a caller of this bot may have said where a recognizer wrote something near it. Whoever has the audio can
score them beside what was recognized.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from viva.understanding.engine import Language
from viva.understanding.lists.evidence import Match, strength
from viva.understanding.lists.lexicon import Lexicon, compile_lexicon
from viva.understanding.lists.likeness import alike
from viva.understanding.lists.phrases import Phrases, Words, pronounced
from viva.understanding.lists.runs import FEWEST_LETTERS, Row
from viva.understanding.normalise import Text, normalise
from viva.understanding.pronouncer import Pronouncer
from viva.understanding.values.numbers import Numbers
from viva.understanding.vocabulary import vocabulary

_LEAST_LIKENESS = 0.6
_EACH = 2
"""So many values are tried for one run of words."""


class Rewrite(NamedTuple):
    text: str
    likeness: float
    """0..1, the least of the stretches that were replaced, by sound and letters."""


class _Swap(NamedTuple):
    first: int
    """Index of its first token."""
    end: int
    words: Words
    likeness: float
    odds: float
    """Log odds, but for what is the same for all."""


class Soundalikes:
    """Shared and stateless; deterministic."""

    def __init__(self, lexicon: Lexicon, numbers: Numbers, pronouncer: Pronouncer) -> None:
        self._lexicon = lexicon
        self._numbers = numbers
        self._pronouncer = pronouncer
        self._forms = [one for one in lexicon.forms if len(one.said.letters) >= FEWEST_LETTERS]
        self._listed = Phrases([one.said for one in self._forms])

    def rewrites(self, said: str, most: int = 6) -> list[Rewrite]:
        """At most `most` other texts, likeliest first: every stretch replaced, then one at a time.

        What stands there as a value already is left as it is. Empty where nothing sounds like a value.
        """
        text = normalise(said)
        swaps = sorted(self._swaps(text), key=lambda one: (-one.odds, one.first, one.end, one.words))
        together: list[_Swap] = []
        for one in swaps:
            if all(one.end <= other.first or one.first >= other.end for other in together):
                together.append(one)
        found: dict[str, Rewrite] = {}
        for chosen in (together, *([one] for one in swaps)):
            if chosen and len(found) < most:
                new = _replaced(text, chosen)
                found.setdefault(new, Rewrite(new, min(one.likeness for one in chosen)))
        return list(found.values())

    def _swaps(self, text: Text) -> Iterator[_Swap]:
        if not self._forms:
            return
        row = Row(text, self._numbers, self._lexicon.most_words)
        exact = [one for one in row.runs() if "".join(one[0]) in self._lexicon.exact]
        places = [
            (run, first, end)
            for run, first, end in row.runs()
            if sum(map(len, run)) >= FEWEST_LETTERS - 1
            and not any(a < end and first < b for _, a, b in exact)
        ]
        if not places:
            return
        runs = Phrases([pronounced(run, self._pronouncer) for run, _, _ in places])
        tried = [0] * len(places)
        for one in sorted(alike(runs, self._listed, _LEAST_LIKENESS), key=lambda a: -a.likeness):
            if tried[one.said] < _EACH:
                tried[one.said] += 1
                run, first, end = places[one.said]
                weight = float(self._listed.weight[one.listed])
                shares = len(one.differing) < len(run)
                odds = strength(Match(one.likeness, weight, shares, ordinary=False))
                yield _Swap(first, end, self._forms[one.listed].said.words, one.likeness, odds)


def soundalikes(language: Language, pronouncer: Pronouncer) -> Soundalikes:
    """For the values of a bot's `list` entities. Raises VivaError for a language there is no data for."""
    numbers = Numbers(vocabulary(language.code))
    return Soundalikes(compile_lexicon(language.entities, numbers, pronouncer), numbers, pronouncer)


def _replaced(text: Text, swaps: list[_Swap]) -> str:
    out = text.original
    for one in sorted(swaps, key=lambda swap: -swap.first):
        start, end = text.span(one.first, one.end)
        out = out[:start] + " ".join(one.words) + out[end:]
    return out
