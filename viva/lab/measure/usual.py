"""The usual coefficients of calibration, fitted again: needed when likeness or scores change.

    python -m viva.lab.measure.usual [../shared/data/intents]

prints `USUAL` of `viva/understanding/intents/calibration.py`. Bots are drawn from the training parts of
BANKING77 and CLINC150 and read what is left of these; what is out of scope comes from CLINC150's training
and validation parts and from intents that the bot does not have.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np

from viva.encoding.engine import Encoder
from viva.lab.measure.encoded import patient_encoder
from viva.lab.measure.intent_sets import IntentSet, Pairs, banking77, clinc150
from viva.lab.measure.intents import trained
from viva.understanding.intents.calibration import USUAL, Array, fit
from viva.understanding.intents.held_out import SHARE_OUTSIDE, candidates
from viva.understanding.intents.likeness import Utterance
from viva.understanding.normalise import words_of

EXAMPLES = (1, 2, 3, 5, 10, 20, 40)
INTENTS = 20
"""Of each bot."""
READ = 30
"""Utterances of each intent that are read, at most."""
_BOTS = 4
"""For each set and number of examples."""
_WEIGHT = 300.0
"""Of all the evidence of one bot."""


def usual(folder: Path) -> Array:
    """The coefficients, [4]. VivaError where a set is missing."""
    encoder, clinc = patient_encoder(), clinc150(folder)
    outside = (*clinc.outside_train, *clinc.outside_validation)
    evidence = [
        _evidence(train, read, (*outside, *others), encoder)
        for found in (banking77(folder), clinc)
        for train, read, others in _bots(found)
    ]
    rows, right, weights = (np.concatenate([one[part] for one in evidence]) for part in range(3))
    return fit(rows, right, weights, np.zeros(len(USUAL)), trust=0.01)


def _bots(found: IntentSet) -> Iterator[tuple[Pairs, Pairs, tuple[str, ...]]]:
    """Examples of a bot, what is said to it, and what is said that is of another bot."""
    for most in EXAMPLES:
        for seed in range(_BOTS):
            chance = np.random.default_rng([most, seed])
            names = [found.intents[at] for at in chance.permutation(len(found.intents))]
            train: list[tuple[str, str]] = []
            read: list[tuple[str, str]] = []
            for intent in names[:INTENTS]:
                pairs = found.of(intent)
                order = chance.permutation(len(pairs))
                train += [pairs[at] for at in order[:most]]
                read += [pairs[at] for at in order[most : most + READ]]
            yield tuple(train), tuple(read), tuple(found.of(name)[0][0] for name in names[INTENTS:])


def _evidence(
    train: Pairs, read: Pairs, outside: tuple[str, ...], encoder: Encoder
) -> tuple[Array, Array, Array]:
    """Rows of evidence, whether each is of the right intent, and weights."""
    model = trained(train, (), encoder)
    pairs = [*read, *((text, "") for text in outside)]
    scores = model.scores([Utterance(words_of(text), words_of(text), text) for text, _ in pairs])
    best, rows = candidates(scores, 2)
    right = np.array(
        [[model.names[at] == intent for at in two] for two, (_, intent) in zip(best, pairs, strict=True)]
    )
    inside = np.array([bool(intent) for _, intent in pairs])
    weights = np.where(inside, (1 - SHARE_OUTSIDE) / inside.sum(), SHARE_OUTSIDE / (~inside).sum())
    flat = rows.reshape(-1, rows.shape[-1])
    return flat, right.reshape(-1).astype(np.float64), np.repeat(_WEIGHT * weights, 2)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/data/intents")
    click.echo(", ".join(f"{one:.2f}" for one in usual(folder)))
