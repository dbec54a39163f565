"""Which intent an utterance has, and how sure that is: trained on the bot's examples.

Out of scope is a class of its own, made of sentences for no bot and of those that the bot's author
wrote. Confidence is a probability, calibrated on what the model says of the examples, each held out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from viva.encoding.engine import Encoder
from viva.understanding.intents.calibration import probability
from viva.understanding.intents.examples import Example
from viva.understanding.intents.held_out import candidates, coefficients, grown
from viva.understanding.intents.likeness import Likeness, Utterance
from viva.understanding.intents.ridge import Labels, Matrix, fit
from viva.understanding.normalise import words_of
from viva.understanding.reading import Intent

MOST_UTTERANCES = 16_000
"""Of more, each intent keeps its share, evenly taken from its list. Their kernel takes 1 GB in training."""
EXACT = 0.995
"""Confidence where the utterance is an example."""
_MOST = 0.99
"""No other utterance is surer."""
_PENALTY = 0.1
_LIKE_AN_EXAMPLE = 0.5
"""So like an example, a sentence for no bot is one for this bot, and left out."""


class IntentModel:
    """Ranks the intents of utterances. Shared and stateless once trained."""

    def __init__(
        self,
        examples: Sequence[Example],
        outside: Sequence[str] = (),
        background: Sequence[str] = (),
        encoder: Encoder | None = None,
    ) -> None:
        """outside: the bot's own examples of what is out of scope; background: those for no bot;
        encoder: None goes by words alone."""
        kept = _thinned(examples)
        self.names = tuple(dict.fromkeys(example.intent for example in kept))
        self._exact = {example.words: example.intent for example in reversed(kept)}
        self._exact.update({example.delexicalised: example.intent for example in reversed(kept)})
        if not kept:
            return
        inside = [Utterance(one.words, one.delexicalised, one.text) for one in kept]
        own, foreign = ([_plain(one) for one in texts if words_of(one)] for texts in (outside, background))
        self._likeness = Likeness([*inside, *own, *foreign], encoder)
        kernel = self._likeness.kernel()
        used = np.ones(len(kernel), bool)
        nearest = kernel[len(inside) + len(own) :, : len(inside)].max(1)
        used[len(inside) + len(own) :] = nearest < _LIKE_AN_EXAMPLE
        kernel = kernel[np.ix_(used, used)]
        number = {name: at for at, name in enumerate(self.names)}
        beyond = len(own) + len(foreign)
        labels = np.array([number[one.intent] for one in kept] + [len(number)] * beyond)[used]
        groups = _groups([*(one.source for one in kept), *(f"\n{at}" for at in range(beyond))])[used]
        fitted = fit(kernel, labels, len(number) + 1, groups, _PENALTY)
        self._dual = np.zeros((len(used), len(number) + 1), np.float32)
        self._dual[used] = fitted.dual
        held_out = grown(fitted.held_out, kernel, labels, groups, _PENALTY)
        self._coefficients = coefficients(held_out, labels, groups)

    def exact(self, words: tuple[str, ...], places: tuple[str, ...]) -> str | None:
        """The intent that has the utterance as an example, with or without its values."""
        return self._exact.get(words) or self._exact.get(places)

    def rank(self, utterances: Sequence[Utterance], most: int = 3) -> list[tuple[Intent, ...]]:
        """For each utterance its likeliest intents with their probabilities, best first."""
        if not self.names or not utterances:
            return [()] * len(utterances)
        ranked = []
        for utterance, scores in zip(utterances, self.scores(utterances), strict=True):
            (best,), (rows,) = candidates(scores[None], most)
            sure = np.minimum(probability(rows, self._coefficients), _MOST)
            found = [Intent(self.names[i], float(p)) for i, p in zip(best, sure, strict=True)]
            exact = self.exact(utterance.words, utterance.places)
            if exact:
                found = [Intent(exact, EXACT), *(one for one in found if one.name != exact)]
            ranked.append(tuple(found[:most]))
        return ranked

    def scores(self, utterances: Sequence[Utterance]) -> Matrix:
        """[utterances, intents + 1]: near 1 for the right one; the last is being out of scope."""
        found: Matrix = self._likeness.to(utterances) @ self._dual
        return found


def _plain(text: str) -> Utterance:
    words = words_of(text)
    return Utterance(words, words, text)


def _groups(sources: Iterable[str]) -> Labels:
    """Numbers that are equal where the sources are."""
    seen: dict[str, int] = {}
    return np.array([seen.setdefault(one, len(seen)) for one in sources], np.int64)


def _thinned(examples: Sequence[Example]) -> list[Example]:
    if len(examples) <= MOST_UTTERANCES:
        return list(examples)
    by_intent: dict[str, list[Example]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(example)
    most = max(1, MOST_UTTERANCES // len(by_intent))
    kept: list[Example] = []
    for listed in by_intent.values():
        step = max(1.0, len(listed) / most)
        kept.extend(listed[int(at * step)] for at in range(min(most, len(listed))))
    return kept
