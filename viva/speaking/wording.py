"""From a prompt and its values to the words that are said. Pure and deterministic.

A prompt is text with places and optional parts:

* `{day}` is filled with the slot's value as people say it (`values.py`); `{phone:digits}`,
  `{name:spell}` and `{time:short}` say how.
* `[ with {milk}]` is left out as a whole where one of its places is empty; it may be nested.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from viva.speaking.language import Sayings, sayings
from viva.speaking.values import say_value
from viva.understanding.reading import JsonValue

NOW = "now"
"""The key of `values` with the caller's local date and time, ISO 8601: dates near it become "tomorrow"."""

_TOKEN = re.compile(r"\{\s*(\w+)\s*(?::\s*(\w*)\s*)?\}|(\[)|(\])")


def word(
    prompts: Mapping[str, Sequence[str]],
    name: str,
    values: Mapping[str, JsonValue],
    counts: Mapping[str, int],
    language: str = "en",
) -> tuple[str, dict[str, int]]:
    """The text of a prompt, and the counts with this use added.

    `counts`: how often each prompt was used in this call; the variants take turns by it, so none comes
    twice in a row. Never raises: a place without a value is left out, and a prompt that the bot does
    not have gives an apology.
    """
    used = counts.get(name, 0)
    variants = prompts.get(name)
    if variants is None:
        text = sayings(language).unknown_prompt
    else:
        text = fill(variants[used % len(variants)], values, language) if variants else ""
    return text, {**counts, name: used + 1}


def places(text: str) -> tuple[str, ...]:
    """The slots that a prompt names, in order, each once."""
    return tuple(dict.fromkeys(match[1] for match in _TOKEN.finditer(text) if match[1]))


def fill(text: str, values: Mapping[str, JsonValue], language: str = "en") -> str:
    """One variant with its places filled and its optional parts kept or left out."""
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
            now = values.get(NOW)
            today = now if isinstance(now, str) else ""
            value = say_value(values.get(match[1]), match[2] or "", now=today, language=language)
            empty = empty or not value
            said = _join("".join(part for part, _ in outer), said, value, sayings(language))
    said += text[at:]
    return _tidy("".join(part for part, _ in outer) + said)


def _join(before: str, said: str, value: str, words: Sayings) -> str:
    """The words so far with a value behind them, and what the value changes in them.

    `before`: words of the parts around, which only tell whether a sentence begins here.
    """
    if not value:
        return said
    if words.dates.preposition and words.bare(value):
        said = re.sub(rf"\b{words.dates.preposition}\s+$", "", said, flags=re.IGNORECASE)
    article = re.search(r"\ba(?=\s+$)", said, flags=re.IGNORECASE)
    if article and _takes_an(value, words):
        said = said[: article.end()] + "n" + said[article.end() :]
    start = (before + said).rstrip()
    if not start or start[-1] in ".?!":
        value = value[0].upper() + value[1:]
    return said + value


def _takes_an(value: str, words: Sayings) -> bool:
    first = value.lower()
    return first.startswith(words.articles["an"]) and not first.startswith(words.articles["a"])


def _tidy(text: str) -> str:
    """One space between words, none before punctuation, no comma left over by an empty place."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.;:?!])", r"\1", text)
    text = re.sub(r"[,;:]+(?=[.?!])|(?<=[,;:])[,;:]+", "", text)
    return text.strip().removeprefix(",").strip()
