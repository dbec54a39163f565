"""Sentences with places, filled with the values that a caller wants to tell: requests and answers.

`can I have a[ {size}] latte[ with {milk}]`: a place names a slot of the goal, or an entity as the bot's own
examples do; a part in brackets is left out where one of its places has nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from viva.lab.simulate.spoken import Piece

_PART = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")
_PLACE = re.compile(r"\{\s*([^{}]+?)\s*\}")


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence for one goal: its places resolved to slots."""

    text: str
    parts: tuple[tuple[str, tuple[str, ...], bool], ...]
    """Words with places, the slots of these places, and whether they may be left out."""

    @property
    def needs(self) -> frozenset[str]:
        return frozenset(slot for _, slots, optional in self.parts if not optional for slot in slots)

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(slot for _, slots, _ in self.parts for slot in slots)

    def fill(self, tell: Collection[str], say: Callable[[str], list[Piece]]) -> list[Piece]:
        """Its words, with the values of `tell`, which holds all that it needs. `say`: a slot's value."""
        pieces: list[Piece] = []
        for words, slots, optional in self.parts:
            if optional and not (slots and set(slots) <= set(tell)):
                continue
            at, order = 0, iter(slots)
            for match in _PLACE.finditer(words):
                pieces += _words(words[at : match.start()])
                pieces += say(next(order))
                at = match.end()
            pieces += _words(words[at:])
        return pieces


def template(text: str, entities: Mapping[str, str]) -> Template | None:
    """A sentence for a goal; None where it has a place that the goal has no slot for.

    entities: the goal's slots in order -> the entity of each.
    """
    parts: list[tuple[str, tuple[str, ...], bool]] = []
    used: set[str] = set()
    for match in _PART.finditer(text):
        optional = match[1] is not None
        words = match[1] if optional else match[2]
        slots: list[str] = []
        for place in _PLACE.findall(words):
            slot = place if place in entities else _of_entity(place, entities, used)
            if slot is None:
                if optional:
                    break
                return None
            used.add(slot)
            slots.append(slot)
        else:
            parts.append((words, tuple(slots), optional))
    return Template(text, tuple(parts))


def places(text: str) -> tuple[str, ...]:
    return tuple(_PLACE.findall(text))


def best(templates: Sequence[Template], tell: Collection[str], avoid: Collection[str]) -> list[Template]:
    """Those that tell the most of `tell` and nothing else; ones whose text is in `avoid` only if need be."""
    fitting = [one for one in templates if one.needs <= set(tell)]
    fresh = [one for one in fitting if one.text not in avoid] or fitting
    most = max((len(one.slots & set(tell)) for one in fresh), default=0)
    return [one for one in fresh if len(one.slots & set(tell)) == most]


def without_doubled(pieces: Sequence[Piece], days: Sequence[str], before: Sequence[str]) -> list[Piece]:
    """ "on tomorrow" as "tomorrow": the words `before` are not said right before one of `days`."""
    out: list[Piece] = []
    for piece in pieces:
        if piece.text in days and out and not out[-1].slot:
            head, _, last = out[-1].text.rpartition(" ")
            if last.lower() in before:
                out.pop()
                out += _words(head)
        out.append(piece)
    return out


def with_articles(pieces: Sequence[Piece], articles: Sequence[str], vowels: Sequence[str]) -> list[Piece]:
    """ "a espresso" as "an espresso", and "a a double shot" with one article: `articles` are that before
    consonants and that before `vowels`; empty for a language without such."""
    out: list[Piece] = []
    for piece in pieces:
        if articles and out and not out[-1].slot:
            words = out[-1].text.split(" ")
            if words[-1].lower() == articles[0]:
                own = piece.text.split(" ")[0] in articles
                article = [] if own else [articles[piece.text[:1].lower() in vowels]]
                out.pop()
                out += _words(" ".join([*words[:-1], *article]))
        out.append(piece)
    return out


def _of_entity(entity: str, entities: Mapping[str, str], used: Collection[str]) -> str | None:
    return next((slot for slot, name in entities.items() if name == entity and slot not in used), None)


def _words(text: str) -> Iterator[Piece]:
    if text.strip():
        yield Piece(" ".join(text.split()))
