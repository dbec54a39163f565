"""A bot's language compiled for one recognizer: words, n-grams, tokens, what the decoder expects unheard.

Compiled in seconds when a bot is built, written to one file, and read by each recognition process.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from viva.hearing.bias.lexicon import Lexicon, Node
from viva.hearing.bias.mixture import Mixture, Part
from viva.hearing.bias.prior import Expected, Prior, Unheard, measure
from viva.hearing.bias.tokens import Tokens
from viva.hearing.bias.words import History, WordModel, Words, counted
from viva.models.built import Array, write_arrays
from viva.understanding.engine import Language
from viva.understanding.expectation import Expectation
from viva.understanding.utterances import Utterances

WHOLE, ANSWERS, PHRASES = "whole", "answers", "phrases"
_UTTERANCES = 4000
_ANSWERS = 300
_MEASURED = 300
"""Utterances on which the decoder is run."""
_MOST_MIXTURES = 64

_ASKED = {WHOLE: 0.4, ANSWERS: 0.45, PHRASES: 0.15}
"""Shares where something was asked for; answers are shared by the entities that would do, ..."""
_YES_NO = {WHOLE: 0.35, ANSWERS: 0.15, PHRASES: 0.5}
_OPEN = {WHOLE: 0.8, ANSWERS: 0.1, PHRASES: 0.1}
_FIRST = 0.6
"""... of which the one asked for first takes so much."""


class BotLanguage:
    """What a bot can be told, for one recognizer. Safe to use from several threads."""

    def __init__(
        self,
        words: Sequence[str],
        counts: dict[str, dict[History, dict[int, int]]],
        places: dict[Node, Expected],
        tokens: Tokens,
        lexicon: Lexicon | None = None,
    ) -> None:
        """`words`: the vocabulary without the end; `counts`: name of a model -> its n-grams."""
        self._words = Words(words)
        self._counts = counts
        self._tokens = tokens
        self._lexicon = lexicon or Lexicon(self._words.listed, tokens.encode, tokens.hyphen)
        self._prior = Prior(places, self._lexicon)
        self._models = {name: WordModel(one, len(self._words)) for name, one in counts.items()}
        self._mixtures: dict[tuple[str, tuple[str, ...], bool], Mixture] = {}

    @classmethod
    def compiled(cls, language: Language, tokens: Tokens, unheard: Unheard) -> BotLanguage:
        """From a bot's examples and values; deterministic. Takes seconds: the decoder is run."""
        drawn = Utterances(language)
        whole = drawn.whole(_UTTERANCES)
        said = {WHOLE: whole, PHRASES: drawn.phrases()}
        said |= {f"{ANSWERS} {name}": drawn.answers(name, _ANSWERS) for name in language.entities}
        said = {name: listed for name, listed in said.items() if listed}
        words = Words(word for listed in said.values() for utterance in listed for word in utterance)
        lexicon = Lexicon(words.listed, tokens.encode, tokens.hyphen)
        picked = [one for name in said for one in said[name][: _MEASURED // len(said)]]
        picked += whole[_MEASURED // len(said) : _MEASURED]
        places = measure([one for one in picked if one], lexicon, tokens, unheard)
        counts = {name: counted(listed, words) for name, listed in said.items()}
        return cls(words.listed[1:], counts, places, tokens, lexicon)

    def at(self, expects: Expectation) -> Mixture:
        """The bias for what is expected: answers to what was asked weigh more."""
        key = (expects.kind, expects.entities, bool(expects.step))
        found = self._mixtures.get(key)
        if found is None:
            shares = self._shares(expects)
            total = sum(shares.values())
            parts = [Part(self._models[name], share / total) for name, share in shares.items()]
            found = Mixture(parts, self._lexicon, self._prior, self._tokens)
            if len(self._mixtures) < _MOST_MIXTURES:
                self._mixtures[key] = found
        return found

    def _shares(self, expects: Expectation) -> dict[str, float]:
        plan = _YES_NO if expects.kind == "yes_no" else _ASKED if expects.step else _OPEN
        shares = {name: plan[name] for name in (WHOLE, PHRASES) if name in self._models}
        names = [f"{ANSWERS} {one}" for one in expects.entities]
        known = [name for name in names if name in self._models]
        for index, name in enumerate(known):
            first = index == 0 and bool(expects.step)
            if len(known) == 1:
                share = 1.0
            elif expects.step:
                share = _FIRST if first else (1 - _FIRST) / (len(known) - 1)
            else:
                share = 1 / len(known)
            shares[name] = plan[ANSWERS] * share
        return shares or {next(iter(self._models)): 1.0}

    def save(self, path: Path) -> None:
        """Raises OSError where the file cannot be written."""
        nodes = list(self._prior.places)
        expected = [self._prior.places[node] for node in nodes]
        text = json.dumps({"words": self._words.listed[1:], "counts": _plain(self._counts)})
        arrays: dict[str, Array] = {
            "text": np.frombuffer(zlib.compress(text.encode()), np.uint8),
            "nodes": np.array(nodes, np.int32).reshape(-1, 4),
            "roots": np.array([one.roots for one in expected], np.float32),
            "branches": np.concatenate([one.branches for one in expected] or [np.zeros(0, np.float32)]),
            "lengths": np.array([len(one.branches) for one in expected], np.int32),
            "punctuation": np.array([one.punctuation for one in expected], np.float32),
        }
        write_arrays(path, arrays, compressed=True)

    @classmethod
    def load(cls, path: Path, tokens: Tokens) -> BotLanguage:
        """Raises OSError, ValueError or KeyError for a file that is missing or damaged."""
        with np.load(path, allow_pickle=False) as stored:
            said = json.loads(zlib.decompress(stored["text"].tobytes()))
            stops = np.cumsum(stored["lengths"])
            roots, branches, marks = stored["roots"], stored["branches"], stored["punctuation"]
            places = {
                Node(*map(int, node)): Expected(
                    roots[i],
                    branches[stops[i] - length : stops[i]],
                    float(marks[i]),
                )
                for i, (node, length) in enumerate(zip(stored["nodes"], stored["lengths"], strict=True))
            }
        return cls(said["words"], _counts(said["counts"]), places, tokens)


def extent(path: Path) -> tuple[int, int]:
    """Words and n-grams of a compiled language, without loading the rest. Raises as `BotLanguage.load`."""
    with np.load(path, allow_pickle=False) as stored:
        said = json.loads(zlib.decompress(stored["text"].tobytes()))
    grams = sum(len(words) for listed in said["counts"].values() for _, words, _ in listed)
    return len(said["words"]), grams


def _plain(counts: dict[str, dict[History, dict[int, int]]]) -> dict[str, list[Any]]:
    return {
        name: [[list(history), list(one), list(one.values())] for history, one in listed.items()]
        for name, listed in counts.items()
    }


def _counts(plain: dict[str, list[Any]]) -> dict[str, dict[History, dict[int, int]]]:
    return {
        name: {tuple(history): dict(zip(words, times, strict=True)) for history, words, times in listed}
        for name, listed in plain.items()
    }
