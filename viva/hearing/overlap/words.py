"""What is said over somebody who speaks: words that only listen, words that answer, words that take the
floor. Word lists are data, one file for each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from viva.errors import VivaError

LANGUAGE = "en"
LONGEST = 4
"""Backchannels in a row that are still one: "oh okay yeah right". Who says more has something to say."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverlapWords:
    """Phrases as tuples of normalised words."""

    backchannels: frozenset[Words]
    affirmations: frozenset[Words]
    openers: frozenset[Words]

    def is_backchannel(self, text: str) -> bool:
        """Whether a whole utterance says nothing but that somebody listens: "mm-hm", "Oh, okay."."""
        return _made_of(words_of(text), self.backchannels)

    def is_affirmation(self, text: str) -> bool:
        """Whether it is a backchannel that answers a yes/no question: some part of it affirms."""
        words = words_of(text)
        if not _made_of(words, self.backchannels):
            return False
        return any(words[i : i + len(one)] == one for one in self.affirmations for i in range(len(words)))

    def opens(self, text: str) -> bool:
        """Whether it begins as those do who want to speak: "no", "wait a minute"."""
        words = words_of(text)
        return any(words[: len(one)] == one for one in self.openers)


def is_backchannel(text: str, language: str = LANGUAGE) -> bool:
    """Whether a whole recognized utterance is a backchannel. `language`: BCP 47, `en` or `en-GB`.

    Raises:
        VivaError: there are no words for the language.
    """
    return overlap_words(language).is_backchannel(text)


@cache
def overlap_words(language: str = LANGUAGE) -> OverlapWords:
    """The words of a language.

    Raises:
        VivaError: there are none for it; says which there are.
    """
    folder = files("viva.hearing.overlap") / "data"
    name = language.split("-")[0].lower()
    known = sorted(one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml"))
    if name not in known:
        raise VivaError(f"no words of overlap for the language {language!r}; there are {', '.join(known)}")
    lists = yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))
    return OverlapWords(
        **{
            key: frozenset(words_of(phrase) for phrase in lists[key])
            for key in ("backchannels", "affirmations", "openers")
        }
    )


def words_of(text: str) -> Words:
    """Words in lower case; a letter three times or more is two: "Mmmm-hm" is `mm hm`."""
    drawn_in = re.sub(r"(.)\1{2,}", r"\1\1", text.lower().replace("’", "'"))
    return tuple(re.findall(r"[^\W_]+(?:'[^\W_]+)*", drawn_in))


def _made_of(words: Words, phrases: frozenset[Words]) -> bool:
    """Whether phrases laid end to end, `LONGEST` at most, are the words, one at least."""
    reached = {0}
    for _ in range(LONGEST):
        reached = {
            at + len(phrase) for at in reached for phrase in phrases if words[at : at + len(phrase)] == phrase
        }
        if len(words) in reached:
            return bool(words)
    return False
