"""How well and how fast the embedded understander reads, on public intent sets.

    python benchmarks/understanding.py [--data ../shared/data/intents] [--fit]

Prints, for BANKING77 (Casanueva et al., 2020) with 10 and 30 examples for each of its 77 intents, the
accuracy over its test set; for 20 intents at a time of CLINC150 (Larson et al., 2019) with 30 examples
each, how many utterances are right, wrongly refused, or, of out-of-scope ones, wrongly taken; training
time; time for each utterance. `--fit` refits the constants of `viva/understanding/intents/model.py`
that turn evidence into confidence, and prints them. Both sets are development data here.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from viva.hearing.evidence import Recognition
from viva.understanding.engine import Context, Language
from viva.understanding.expectation import Expectation
from viva.understanding.intents.examples import training_examples
from viva.understanding.intents.model import IntentModel
from viva.understanding.intents.requests import LEAST
from viva.understanding.normalise import words_of
from viva.understanding.understander import build_understander
from viva.understanding.vocabulary import vocabulary

Pairs = Sequence[tuple[str, str]]
CONTEXT = Context("2026-11-24T09:30:00", Expectation())


def language(pairs: Pairs, most: int) -> Language:
    """The first `most` examples of each intent."""
    intents: dict[str, list[str]] = {}
    for text, intent in pairs:
        if len(intents.setdefault(intent, [])) < most:
            intents[intent].append(text)
    return Language("en", {name: tuple(listed) for name, listed in intents.items()}, {})


def banking(folder: Path, most: int) -> None:
    train, test = (
        [(row["text"], row["category"]) for row in csv.DictReader((folder / name).open(encoding="utf-8"))]
        for name in ("train.csv", "test.csv")
    )
    started = time.process_time()
    understander = build_understander(language(train, most))
    trained = time.process_time() - started
    right = taken = 0
    times = []
    for text, intent in test:
        started = time.process_time()
        reading = understander.understand(Recognition.of_text(text), CONTEXT)
        times.append(1000 * (time.process_time() - started))
        right += reading.intent == intent
        taken += reading.intent is not None
    model = IntentModel(training_examples(language(train, most), vocabulary("en")))
    first = sum(model.rank(words_of(text), words_of(text), 1)[0].name == intent for text, intent in test)
    print(
        f"BANKING77, {most} an intent: right {right / len(test):.1%}, answered {taken / len(test):.1%}, right"
        f" without a threshold {first / len(test):.1%}, of {len(test)}; trained in {trained:.2f} s;"
        f" p50 {np.percentile(times, 50):.2f} ms, p95 {np.percentile(times, 95):.2f} ms of CPU"
    )


def clinc(file: Path, fit: bool) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    names = sorted({intent for _, intent in data["train"]})
    rows: list[tuple[float, float, bool, bool]] = []
    counts = dict.fromkeys(("right", "wrong", "refused", "taken", "far", "in", "out"), 0)
    for first in range(0, len(names), 20):
        chosen = set(names[first : first + 20])
        own = language([pair for pair in data["train"] if pair[1] in chosen], 30)
        understander = build_understander(own)
        model = IntentModel(training_examples(own, vocabulary("en")))
        for text, intent in [pair for pair in data["val"] if pair[1] in chosen]:
            reading = understander.understand(Recognition.of_text(text), CONTEXT)
            counts["in"] += 1
            counts["right"] += reading.intent == intent
            counts["refused"] += reading.intent is None
            counts["wrong"] += reading.intent not in (None, intent)
            rows += [(odds, near, name == intent, True) for name, odds, near in evidence(model, text)]
        for text, _ in data["oos_val"] + data["oos_test"][first : first + 150]:
            reading = understander.understand(Recognition.of_text(text), CONTEXT)
            counts["out"] += 1
            counts["taken"] += reading.intent is not None
            rows += [(odds, near, False, False) for _, odds, near in evidence(model, text)]
        for text, _ in [pair for pair in data["val"] if pair[1] not in chosen][::20]:
            rows += [(odds, near, False, False) for _, odds, near in evidence(model, text)]
    print(
        f"CLINC150, 20 intents at a time: right {counts['right'] / counts['in']:.1%}, wrong"
        f" {counts['wrong'] / counts['in']:.1%}, refused {counts['refused'] / counts['in']:.1%} of"
        f" {counts['in']}; out of scope and taken {counts['taken'] / counts['out']:.1%} of {counts['out']}"
        f" (threshold {LEAST})"
    )
    if fit:
        fitted(rows)


def evidence(model: IntentModel, text: str) -> list[tuple[str, float, float]]:
    return model.evidence(words_of(text), words_of(text), 1)


def fitted(rows: list[tuple[float, float, bool, bool]]) -> None:
    """Logistic regression of "right" on the evidence, in scope and out weighing the same."""
    x = np.array([[odds, near, 1.0] for odds, near, _, _ in rows])
    y = np.array([right for _, _, right, _ in rows], float)
    inside = np.array([scope for *_, scope in rows])
    weight = np.where(inside, 1 / inside.sum(), 1 / (~inside).sum()) * len(y) / 2
    beta = np.zeros(3)
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ beta))
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(3)
        beta += np.linalg.solve(hessian, x.T @ (weight * (y - p)))
    p = 1 / (1 + np.exp(-x @ beta))
    order = np.argsort(p)
    ranks = np.empty(len(p))
    ranks[order] = np.arange(len(p))
    good = y > 0
    area = (ranks[good].sum() - good.sum() * (good.sum() - 1) / 2) / (good.sum() * (~good).sum())
    print(f"fit: odds {beta[0]:.2f}, nearest {beta[1]:.2f}, offset {beta[2]:.2f}; area under ROC {area:.3f}")
    for low in np.arange(0, 1, 0.2):
        there = (p >= low) & (p < low + 0.2)
        if there.any():
            share = np.average(y[there], weights=weight[there])
            print(f"  said {low:.1f} to {low + 0.2:.1f}: right {share:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared/data/intents")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    for most in (10, 30):
        banking(options.data / "banking77", most)
    clinc(options.data / "clinc150" / "data_full.json", options.fit)


if __name__ == "__main__":
    main()
