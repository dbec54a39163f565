"""How many examples does an intent need? Accuracy against examples per intent, over several draws."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import numpy as np

from viva.encoding.engine import Encoder
from viva.lab.chart import Chart, Line, Point
from viva.lab.measure.encoded import patient_encoder
from viva.lab.measure.intent_sets import IntentSet, Pairs, banking77, clinc150
from viva.understanding.intents.likeness import Utterance
from viva.understanding.normalise import words_of

EXAMPLES = (1, 2, 3, 5, 10, 20, 50)
DRAWS = 3
_MOST_TEST = 1540
"""Utterances of each test set, evenly taken: half of BANKING77's, a third of CLINC150's."""


def draw(found: IntentSet, most: int, seed: int) -> Pairs:
    """At most that many examples of each intent, another choice with each seed."""
    chance = np.random.default_rng([seed, most])
    chosen: list[tuple[str, str]] = []
    for intent in found.intents:
        pairs = found.of(intent)
        chosen += [pairs[at] for at in sorted(chance.permutation(len(pairs))[:most])]
    return tuple(chosen)


def plot_few_examples(folder: Path, file: Path, say: Callable[[str], None] = click.echo) -> None:
    """Measure both sets in `folder` with 1 to 50 examples an intent, and write the picture as SVG."""
    encoder = patient_encoder()
    lines = []
    for found in (banking77(folder), clinc150(folder)):
        for views, name in ((encoder, found.name), (None, f"{found.name}, words alone")):
            points = []
            for most in EXAMPLES:
                accuracies = [_accuracy(found, draw(found, most, seed), views) for seed in range(DRAWS)]
                mean, spread = float(np.mean(accuracies)), float(np.std(accuracies))
                say(f"{name:<24}{most:>4} an intent: {mean:.1%} ± {spread:.1%} of {len(_test(found)):,}")
                points.append(Point(most, 100 * mean, 100 * spread))
            lines.append(Line(name, tuple(points), dashed=views is None))
    chart = Chart(
        "Intents read right, by examples an intent",
        f"Test sets of BANKING77 and CLINC150, 77 and 150 intents; mean and spread of {DRAWS} draws",
        "examples an intent",
        "read right, %",
        tuple(lines),
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(chart.svg(), encoding="utf-8")
    say(f"written to {file}")


def _accuracy(found: IntentSet, train: Pairs, encoder: Encoder | None) -> float:
    from viva.lab.measure.intents import trained

    model = trained(train, (), encoder)
    test = _test(found)
    texts = [(text, words_of(text)) for text, _ in test]
    scores = model.scores([Utterance(words, words, text) for text, words in texts])
    best = scores[:, :-1].argmax(1)
    return float(np.mean([model.names[at] == intent for at, (_, intent) in zip(best, test, strict=True)]))


def _test(found: IntentSet) -> Pairs:
    return found.test[:: -(-len(found.test) // _MOST_TEST)]
