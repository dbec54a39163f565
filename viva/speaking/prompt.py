"""A prompt as its author wrote it: words for each occasion, and what it does in the talk. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["statement", "question", "confirmation", "apology", "offer"]
"""What a prompt does; how each sounds is in data/prosody.yaml."""
ROLES: tuple[Role, ...] = get_args(Role)

Occasion = Literal["first", "again", "corrected", "returning", "repeated"]
"""`first`: nothing special; `again`: the question is put once more; `corrected`: after the caller corrected
something; `returning`: as `first`, to a caller who has called this bot before; `repeated`: the caller asked
to hear it again, and gets the same words."""
WRITTEN: tuple[Occasion, ...] = ("first", "again", "corrected", "returning")
"""Occasions that have words of their own."""

_PLACE = re.compile(r"\{\s*(\w+)\s*(?::\s*(\w*)\s*)?\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """Variants take turns. An occasion without words has those of `first`."""

    first: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    returning: tuple[str, ...] = ()
    role: Role = "statement"

    def of(self, occasion: Occasion) -> tuple[str, tuple[str, ...]]:
        """The occasion whose words are said, and these."""
        own: tuple[str, ...] = () if occasion == "repeated" else getattr(self, occasion)
        return (occasion, own) if own else ("first", self.first)

    @property
    def texts(self) -> Iterator[tuple[str, int, str]]:
        """Every variant: occasion, its place there, words."""
        for occasion in WRITTEN:
            for index, text in enumerate(getattr(self, occasion)):
                yield occasion, index, text

    @property
    def places(self) -> tuple[str, ...]:
        """The slots that it names, in order, each once."""
        return tuple(dict.fromkeys(place for _, _, text in self.texts for place in places(text)))


def places(text: str) -> tuple[str, ...]:
    """The slots that a text names, in order, each once."""
    return tuple(dict.fromkeys(match[1] for match in _PLACE.finditer(text)))
