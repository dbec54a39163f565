"""A prompt's text with its places filled and its optional parts kept or left out. Pure and deterministic.

* `{day}` is filled with the slot's value as people say it (`values.py`): how follows from the kind of value
  that the slot has, or from what stands behind a colon, as in `{phone:digits}`.
* `[ with {milk}]` is left out as a whole where one of its places is empty; it may be nested.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from viva.speaking.language import Sayings, sayings
from viva.speaking.ssml import is_markup
from viva.speaking.values import say_value
from viva.understanding.reading import JsonValue

NOW = "now"
"""The key of `values` with the caller's local date and time, ISO 8601: dates near it become "tomorrow"."""
DICTATED_BEGIN, DICTATED_END = "\ue000", "\ue001"
"""Around a value for somebody who writes along. Characters of Unicode's private use, which are taken out of
all that authors and callers bring."""

_OF_KIND = {"digits": "digits", "phone": "digits", "code": "spell", "ordinal": "ordinal"}
"""Kind of entity -> the manner of its values; the others are told by their form."""
_DICTATED = ("digits", "spell")
_AS_IT_IS = ("text", "phrase", "list", "pattern")
"""Kinds whose values are the words themselves: a name that looks like a date is none."""

_TOKEN = re.compile(r"\{\s*(\w+)\s*(?::\s*(\w*)\s*)?\}|(\[)|(\])")
_SAID_AS = re.compile(
    r"<say-as\s[^<>]*?interpret-as\s*=\s*[\"']([\w-]+)[\"'][^<>]*>\s*(\{\s*\w+\s*\})\s*</say-as>"
)
_UNSAYABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\ufeff]+")


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into the places of a prompt."""

    values: Mapping[str, JsonValue] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Place -> kind of entity, where that is known."""
    language: str = "en"

    @property
    def now(self) -> str:
        now = self.values.get(NOW)
        return now if isinstance(now, str) else ""

    def said(self, place: str, manner: str) -> tuple[str, bool]:
        """The words for a place, and whether somebody writes them down. `manner` '': as its kind says."""
        value, kind = self.values.get(place), self.kinds.get(place, "")
        manner = manner or _OF_KIND.get(kind, "")
        if kind in _AS_IT_IS and not manner and isinstance(value, str):
            words = value
        else:
            words = say_value(value, manner, now=self.now, language=self.language)
        return clean(words), manner in _DICTATED and bool(re.search(r"\w", words))


def clean(text: str) -> str:
    """Without control characters and those of private use, spaces single."""
    return " ".join(_UNSAYABLE.sub(" ", text).split())


def fill(text: str, filling: Filling) -> str:
    """One variant, worded. What a value brings is never markup: where the text is read so, it is escaped."""
    text, markup = _UNSAYABLE.sub(" ", text), is_markup(text)
    if markup:
        text = _SAID_AS.sub(_own_manner, text)
    words = sayings(filling.language)
    # Each open part: the words before it, whether a place in it was empty. The last is the innermost.
    outer: list[tuple[str, bool]] = []
    said, empty, at = "", False, 0
    for match in _TOKEN.finditer(text):
        said += text[at : match.start()]
        at = match.end()
        if match[3]:
            outer.append((said, empty))
            said, empty = "", False
        elif match[4]:
            if not outer:
                continue
            before, before_empty = outer.pop()
            said, empty = before if empty else before + said, before_empty
        else:
            value, dictated = filling.said(match[1], match[2] or "")
            empty = empty or not value
            before = "".join(part for part, _ in outer)
            said, value = _join(before, said, value, words)
            value = html.escape(value) if markup else value
            said += f"{DICTATED_BEGIN}{value}{DICTATED_END}" if dictated else value
    said += text[at:]
    return _tidy("".join(part for part, _ in outer) + said)


def _own_manner(match: re.Match[str]) -> str:
    """A place inside `<say-as>`: the value is said so, which words made of it before could not be."""
    manner = {"telephone": "digits", "digits": "digits", "ordinal": "ordinal"}.get(match[1])
    spelled = match[1] in ("characters", "spell-out", "verbatim")
    return match[2].replace("}", f":{manner or ('spell' if spelled else '')}}}")


def _join(before: str, said: str, value: str, words: Sayings) -> tuple[str, str]:
    """The words so far and a value behind them, with what each changes in the other.

    `before`: words of the parts around, which only tell whether a sentence begins here.
    """
    if not value:
        return said, value
    preposition = words.dates.preposition
    if preposition and words.bare(value):
        said = re.sub(rf"\b{preposition}\s+$", "", said, flags=re.IGNORECASE)
    article = re.search(r"\ba(?=\s+$)", said, flags=re.IGNORECASE)
    if article and _takes_an(value, words):
        said = said[: article.end()] + "n" + said[article.end() :]
    start = re.sub(r"<[^<>]*>", "", before + said).rstrip()
    if not start or start[-1] in ".?!":
        value = value[0].upper() + value[1:]
    return said, value


def _takes_an(value: str, words: Sayings) -> bool:
    first = value.lower()
    return first.startswith(words.articles["an"]) and not first.startswith(words.articles["a"])


def _tidy(text: str) -> str:
    """One space between words, none before punctuation, no comma left over by an empty place."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.;:?!])", r"\1", text)
    text = re.sub(r"[,;:]+(?=[.?!])|(?<=[,;:])[,;:]+", "", text)
    return text.strip().removeprefix(",").strip()
