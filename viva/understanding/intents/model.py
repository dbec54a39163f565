"""Which intent an utterance has, and how sure that is: trained on the bot's examples.

Out of scope is a class of its own, made of sentences for no bot and of those that the bot's author
wrote. Confidence is a probability, calibrated on what the model says of the examples, each held out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from viva.encoding.engine import Encoder
from viva.understanding.intents.calibration import USUAL, Array, evidence, fit, probability
from viva.understanding.intents.examples import Example
from viva.understanding.intents.likeness import Likeness, Utterance
from viva.understanding.intents.ridge import Labels, Matrix
from viva.understanding.intents.ridge import fit as fit_scores
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
_SHARE_OUTSIDE = 0.15
"""Of utterances that are out of scope, assumed in calibration."""


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
        beyond = [Utterance(words, words, one) for one in (*outside, *background) if (words := words_of(one))]
        inside = [Utterance(one.words, one.delexicalised, one.text) for one in kept]
        self._likeness = Likeness([*inside, *beyond], encoder)
        kernel = self._likeness.kernel
        used = np.ones(len(kernel), bool)
        own = len(inside) + len(outside)
        used[own:] = kernel[own:, : len(inside)].max(1) < _LIKE_AN_EXAMPLE
        number = {name: at for at, name in enumerate(self.names)}
        labels = np.array([number[one.intent] for one in kept] + [len(number)] * len(beyond))[used]
        groups = _groups([*(one.source for one in kept), *(f"\n{at}" for at in range(len(beyond)))])[used]
        kernel = kernel[np.ix_(used, used)] if not used.all() else kernel
        fitted = fit_scores(kernel, labels, len(number) + 1, groups, _PENALTY)
        self._dual = np.zeros((len(used), len(number) + 1), np.float32)
        self._dual[used] = fitted.dual
        held_out = fitted.held_out * _growth(kernel, labels, groups)
        self._coefficients = _calibrated(held_out, labels, groups)

    def exact(self, words: tuple[str, ...], places: tuple[str, ...]) -> str | None:
        """The intent that has the utterance as an example, with or without its values."""
        return self._exact.get(words) or self._exact.get(places)

    def rank(self, utterances: Sequence[Utterance], most: int = 3) -> list[tuple[Intent, ...]]:
        """For each utterance its likeliest intents with their probabilities, best first."""
        if not self.names or not utterances:
            return [()] * len(utterances)
        ranked = []
        for utterance, scores in zip(utterances, self.scores(utterances), strict=True):
            (best,), (rows,) = candidate_evidence(scores[None], most)
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


def candidate_evidence(scores: Matrix, most: int) -> tuple[Labels, Array]:
    """For each row of `IntentModel.scores` the best intents, [n, most], and the evidence for each."""
    inside = scores[:, :-1].astype(np.float64)
    best = np.argsort(-inside, axis=1, kind="stable")[:, : max(most, 2)]
    top = np.take_along_axis(inside, best, axis=1)
    if top.shape[1] == 1:  # a bot of one intent: there is no other
        other = np.zeros_like(top)
    else:
        other = np.where(np.arange(top.shape[1]) == 0, top[:, 1:2], top[:, :1])
    outside = np.broadcast_to(scores[:, -1:].astype(np.float64), top.shape)
    return best[:, :most], evidence(top, other, outside)[:, :most]


def _growth(kernel: Matrix, labels: Labels, groups: Labels) -> Matrix:
    """[n, classes]: what each class's score gains by the group that was held out.

    Held out, a class of few examples is weaker than the one that callers meet, and the others are not.
    For n examples alike by r on average, the score is about n r / (penalty + 1 - r + n r).
    """
    classes = int(labels.max()) + 1
    gain = np.ones((len(labels), classes), np.float32)
    sizes = np.bincount(groups)
    for label in range(classes):
        members = np.flatnonzero(labels == label)
        n = len(members)
        if n < 2:
            continue
        block = kernel[np.ix_(members, members)]
        alike = max(0.0, float(block.sum() - np.trace(block)) / (n * (n - 1)))
        rest = np.maximum(n - sizes[groups[members]], 1)
        apart = _PENALTY + 1 - alike
        gain[members, label] = n / rest * (apart + rest * alike) / (apart + n * alike)
    return gain


def _calibrated(held_out: Matrix, labels: Labels, groups: Labels) -> Array:
    """Coefficients that turn evidence into probability, for this bot."""
    usual = np.array(USUAL)
    outside = held_out.shape[1] - 1
    sources = np.array([len(np.unique(groups[labels == one])) for one in range(outside + 1)])
    if outside < 2:
        return usual
    # The only example of an intent, held out, leaves nothing to be right with.
    used = (labels == outside) | (sources[labels] > 1)
    if not (used & (labels < outside)).any():
        return usual
    best, rows = candidate_evidence(held_out[used], 2)
    right = best == labels[used, None]
    # Fillings of one example count as one.
    weights = 1.0 / np.bincount(groups)[groups[used]]
    beyond = labels[used] == outside
    if beyond.any():
        share = _SHARE_OUTSIDE / (1 - _SHARE_OUTSIDE)
        weights[beyond] = share * weights[~beyond].sum() / beyond.sum()
    flat = rows.reshape(-1, rows.shape[-1])
    return fit(flat, right.reshape(-1).astype(np.float64), np.repeat(weights, 2), usual)


def _groups(sources: Iterable[str]) -> npt.NDArray[np.int64]:
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
