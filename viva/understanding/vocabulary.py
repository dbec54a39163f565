"""What is known of one language: number words, grammars of values, fillers, built-in intents. From data.

A language is a folder of YAML files in `data`, named by its BCP 47 code; how its subjects are spread over
the files is free. `lexicon` and `rules` may stand in several and are joined; any other key stands in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from viva.errors import VivaError

Words = tuple[str, ...]

_JOINED = ("lexicon", "rules")
# libyaml, where PyYAML was built with it, reads a language in a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Vocabulary:
    """A language's data, in normalised words (lower case, no punctuation, no apostrophes)."""

    code: str
    numbers: Mapping[str, Any]
    """As written; `values/numbers.py` reads it."""
    spelling: Mapping[str, Any]
    """Digits, letters and addresses, as written; `values/dictation.py` and `values/emails.py` read it."""
    lexicon: Mapping[str, Any]
    """Name -> phrases, each with a value; `values/grammar.py` reads it, and `rules`."""
    rules: Mapping[str, Any]
    """Name -> `[pattern, meaning, options]`."""
    hesitations: frozenset[str]
    """Passed over inside a value."""
    courtesies: frozenset[str]
    """Said around free text, and no part of it."""
    corrections: frozenset[Words]
    """Said between a value and the one that takes its place."""
    negations: frozenset[str]
    """Said before a value that is not meant."""
    fillers: frozenset[str]
    """Words that carry an answer and mean nothing of their own."""
    politeness: frozenset[str]
    """The few that may stand around a phrase which is a whole answer."""
    carriers: tuple[Words, ...]
    """Phrases cut from the front of free text, longest first."""
    connectives: tuple[Words, ...]
    """Phrases that join two requests, longest first."""
    openers: Mapping[str, tuple[Words, ...]]
    """Built-in intent -> phrases that are it at the front of an utterance, longest first."""
    clause_starts: frozenset[str]
    answers_yes: frozenset[Words]
    answers_no: frozenset[Words]
    intents: Mapping[str, tuple[str, ...]]
    """Built-in intent -> its examples."""
    ordinary: frozenset[str]
    """Frequent words, seldom a misheard name."""
    samples: Mapping[str, tuple[str, ...]]
    """Kind of entity -> values as people say them."""
    answer_carriers: tuple[str, ...]
    """What people put before an answer."""
    contractions: Mapping[str, str]
    """Normalised word -> the same with its apostrophe."""


def languages() -> tuple[str, ...]:
    """Codes of the languages there is data for."""
    folder = resources.files(__package__).joinpath("data")
    names = (one.name for one in folder.iterdir() if one.is_dir())
    return tuple(sorted(name for name in names if not name.startswith("_")))


@cache
def vocabulary(code: str) -> Vocabulary:
    """The data of a language by its BCP 47 code: `en-GB` is read with `en`'s.

    Raises VivaError where there is none, with those there are.
    """
    base = code.lower().replace("_", "-").split("-")[0]
    if base not in languages():
        raise VivaError(
            f"language {code!r} is not known to the understander",
            hint=f"Known languages: {', '.join(languages())}.",
        )
    return read_vocabulary(resources.files(__package__).joinpath("data", base))


def read_vocabulary(folder: Traversable) -> Vocabulary:
    """The data of the language whose files are in a folder that is named by its code.

    Subjects that a file lacks are empty. Raises VivaError for a subject that stands twice and for a text
    that YAML takes for something else.
    """
    raw: dict[str, Any] = {name: {} for name in _JOINED}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yaml"):
            continue
        for key, value in yaml.load(file.read_text(encoding="utf-8"), _LOADER).items():
            if key in _JOINED:
                twice = raw[key].keys() & value.keys()
                raw[key] |= value
            else:
                twice = {key} & raw.keys()
                raw[key] = value
            if twice:
                raise VivaError(f"language data: {file.name}: {min(twice)!r} stands in another file too")
    return _vocabulary(folder.name, raw)


def phrases(listed: Iterable[Any]) -> tuple[Words, ...]:
    """Phrases as words, longest first, each once."""
    return tuple(
        sorted({tuple(one.split()) for one in _strings(listed)}, key=lambda words: (-len(words), words))
    )


def _vocabulary(code: str, raw: dict[str, Any]) -> Vocabulary:
    return Vocabulary(
        code=code,
        numbers=raw["numbers"],
        spelling=raw.get("spelling", {}),
        lexicon=raw["lexicon"],
        rules=raw["rules"],
        hesitations=frozenset(_strings(raw.get("hesitations", ()))),
        courtesies=frozenset(_strings(raw.get("courtesies", ()))),
        corrections=frozenset(phrases(raw["lexicon"].get("correction", ()))),
        negations=frozenset(_strings(raw.get("negations", ()))),
        fillers=frozenset(_strings(raw.get("fillers", ()))),
        politeness=frozenset(_strings(raw.get("politeness", ()))),
        carriers=phrases(raw.get("carriers", ())),
        connectives=phrases(raw.get("connectives", ())),
        openers={name: phrases(listed) for name, listed in raw.get("openers", {}).items()},
        clause_starts=frozenset(_strings(raw.get("clause_starts", ()))),
        answers_yes=frozenset(phrases(raw.get("answers_yes", ()))),
        answers_no=frozenset(phrases(raw.get("answers_no", ()))),
        intents={name: tuple(_strings(listed)) for name, listed in raw.get("intents", {}).items()},
        ordinary=frozenset(raw.get("ordinary", "").split()),
        samples={kind: tuple(_strings(listed)) for kind, listed in raw.get("samples", {}).items()},
        answer_carriers=tuple(_strings(raw.get("answer_carriers", ()))),
        contractions={one.replace("'", ""): one for one in _strings(raw.get("contractions", ()))},
    )


def _strings(listed: Iterable[Any]) -> list[str]:
    """A YAML list of strings; an unquoted `yes` or `on`, which YAML reads as a boolean, is refused."""
    for one in listed:
        if not isinstance(one, str):
            raise VivaError(f"language data: {one!r} is no text; put it in quotes")
    return list(listed)
