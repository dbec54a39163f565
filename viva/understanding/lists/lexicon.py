"""Every way to say every listed value of a bot, with its pronunciation: compiled once, plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from viva.understanding.engine import EntitySpec
from viva.understanding.lists.phrases import Phrase, Words, pronounced
from viva.understanding.normalise import words_of
from viva.understanding.pronouncer import Pronouncer
from viva.understanding.values.numbers import Numbers


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say one value."""

    entity: str
    value: str
    said: Phrase


@dataclass(frozen=True)
class Lexicon:
    """All forms of a bot's `list` entities; can be pickled and kept with the bot."""

    forms: tuple[Form, ...]

    @cached_property
    def exact(self) -> dict[str, list[Form]]:
        """Letters without spaces -> the forms written so."""
        found: dict[str, list[Form]] = {}
        for form in self.forms:
            found.setdefault(form.said.letters, []).append(form)
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for form in self.forms for word in form.said.words)

    @cached_property
    def most_words(self) -> int:
        return max((len(form.said.words) for form in self.forms), default=0)


def compile_lexicon(specs: Mapping[str, EntitySpec], numbers: Numbers, pronouncer: Pronouncer) -> Lexicon:
    """The forms of all `list` entities, each once for an entity; figures are read as words."""
    forms: dict[tuple[str, Words], Form] = {}
    for spec in specs.values():
        for value, others in spec.values.items() if spec.kind == "list" else ():
            for said in (value, value.replace("_", " "), *others):
                words = spoken(words_of(said), numbers)
                if words:
                    one = Form(spec.name, value, pronounced(words, pronouncer))
                    forms.setdefault((spec.name, words), one)
    return Lexicon(tuple(forms.values()))


def spoken(words: Sequence[str], numbers: Numbers) -> Words:
    """The words as they are said: "16" is "sixteen"."""
    return tuple(one for word in words for one in numbers.in_words(word))
