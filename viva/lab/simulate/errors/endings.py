"""Whether words are a whole utterance to a bot, as its recognizer works it out, without audio."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from viva.hearing.bias.language import BotLanguage
from viva.hearing.bias.mixture import Mixture
from viva.hearing.evidence import Ending, Hypothesis
from viva.hearing.moonshine import token_facts
from viva.understanding.expectation import Expectation

MOST_KEPT = 100_000
LEAST = 0.001
"""Hypotheses less likely than this change nothing that is told."""


class Endings:
    """`language`: what was compiled of the bot's. Keeps what it works out: the same text ends the same."""

    def __init__(self, language: Path) -> None:
        self._tokens = token_facts()
        self._language = BotLanguage.load(language, self._tokens)
        self._known: dict[tuple[int, str], float] = {}

    def ending(self, hypotheses: Sequence[Hypothesis], expects: Expectation) -> Ending | None:
        """Of an N-best list; None where nothing was recognized."""
        if not hypotheses:
            return None
        bias = self._language.at(expects)
        likely = [one for one in hypotheses if one.posterior >= LEAST]
        complete = sum(one.posterior * self._ends(bias, one.text) for one in likely)
        progress = sum(one.posterior * len(one.words) / bias.usual_length for one in likely)
        return Ending(round(min(1.0, complete), 4), round(progress, 3))

    def _ends(self, bias: Mixture, text: str) -> float:
        key = (id(bias), text)
        found = self._known.get(key)
        if found is None:
            found = float(bias.ends_after(self._tokens.encode(text)))
            if len(self._known) < MOST_KEPT:
                self._known[key] = found
        return found
