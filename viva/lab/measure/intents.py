"""`viva bench intents`: how often, how surely and how fast intents are read, on public sets.

Nothing is chosen on a test set: a bot's model is trained and calibrated on its examples alone, and the one
operating point of CLINC150 is a cost of being wrong that its validation part gives.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from viva.encoding.engine import Encoder
from viva.lab.calls.rows import OUTSIDE
from viva.lab.evaluate.calibration import calibration_error
from viva.lab.evaluate.intents import Grouping, Guess, judge
from viva.lab.measure.encoded import patient_encoder
from viva.lab.measure.few_examples import draw
from viva.lab.measure.intent_sets import IntentSet, Pairs, banking77, clinc150
from viva.lab.measure.reading_time import bench_time
from viva.lab.measure.rows import Row, write_rows
from viva.understanding.costs import Costs
from viva.understanding.intents.examples import Example
from viva.understanding.intents.likeness import Utterance
from viva.understanding.intents.model import IntentModel
from viva.understanding.intents.outside import outside_sentences
from viva.understanding.normalise import words_of

DRAWS = 5
WANTED = 0.96
"""Share of the utterances in scope that the operating point is to keep right."""
WRONG = (20.0, 10.0, 5.0, 3.0, 2.0, 1.5, 1.25)
"""Costs of acting on a wrong intent, where asking again costs 1, that the operating point is one of."""


@dataclass(frozen=True)
class Outcome:
    """What a model said of some utterances, without any threshold unless `refusing`."""

    pairs: Pairs
    """Text and intent, `OUTSIDE` for none of the set's."""
    guesses: Sequence[Guess]

    @cached_property
    def confidence(self) -> npt.NDArray[np.float64]:
        """Of the likeliest intent of each."""
        return np.array([one.confidence for one in self.guesses], np.float64)

    @cached_property
    def right(self) -> npt.NDArray[np.bool_]:
        return judge([intent for _, intent in self.pairs], self.guesses, Grouping()).right

    @property
    def refused(self) -> npt.NDArray[np.bool_]:
        return np.array([one.intent == OUTSIDE for one in self.guesses])

    @property
    def error(self) -> float:
        return calibration_error(self.confidence, self.right)

    def refusing(self, threshold: float) -> Outcome:
        """With what lies below it taken for none of the set's intents."""
        told = [
            one if sure else Guess(OUTSIDE, one.confidence)
            for one, sure in zip(self.guesses, self.confidence >= threshold, strict=True)
        ]
        return Outcome(self.pairs, told)

    def rows(self, name: str) -> Iterator[Row]:
        """For `viva eval intents`."""
        for number, ((text, intent), one) in enumerate(zip(self.pairs, self.guesses, strict=True)):
            yield {
                "id": f"{name} {number}",
                "set": name,
                "text": text,
                "truth": intent,
                "hypothesis": one.intent,
                "confidence": one.confidence,
            }


def bench_intents(folder: Path, rows: Path | None = None, say: Callable[[str], None] = click.echo) -> None:
    """Measure on BANKING77 and CLINC150 in `folder` and print tables.

    Raises:
        VivaError: a set is missing, or `rows` cannot be written.
    """
    bank, clinc = banking77(folder), clinc150(folder)
    encoder = patient_encoder()
    say(f"{bank.name}: {len(bank.intents)} intents, {len(bank.test):,} test utterances, no threshold")
    say(f"{'examples an intent':<24}{'utterances':>11}{'right':>16}{'ECE':>8}")
    _row(say, "10, first of the file", bank, [bank.first(10)], encoder)
    _row(say, f"10, {DRAWS} draws", bank, [draw(bank, 10, seed) for seed in range(DRAWS)], encoder)
    told = _row(say, "all", bank, [bank.train], encoder)
    say("")
    decided = _operating_point(say, clinc, encoder)
    if rows is not None:
        write_rows(rows, chain(told.rows(bank.name), decided.rows(clinc.name)))
    say("")
    bench_time(clinc, say)


def trained(train: Pairs, outside: Sequence[str], encoder: Encoder | None) -> IntentModel:
    """The model of a bot with these examples, without the intents that every bot has."""
    examples = [Example(intent, words_of(text), words_of(text), text, text) for text, intent in train]
    return IntentModel(examples, outside, outside_sentences("en"), encoder)


def outcome(model: IntentModel, pairs: Pairs) -> Outcome:
    """What it says of these; an intent that it does not know is never right."""
    texts = [(text, words_of(text)) for text, _ in pairs]
    ranked = model.rank([Utterance(words, words, text) for text, words in texts], 1)
    return Outcome(pairs, [Guess(best[0].name, best[0].confidence) for best in ranked])


def operating_point(inside: Outcome, wanted: float = WANTED) -> Costs:
    """The dearest of `WRONG` that keeps that share of `inside` right, or 1, which refuses nothing.

    More by one standard error is asked for, since other utterances will differ.
    """
    wanted += float(np.sqrt(wanted * (1 - wanted) / len(inside.right)))
    for wrong in WRONG:
        costs = Costs(wrong)
        if np.mean(inside.right & (inside.confidence >= costs.threshold(""))) >= wanted:
            return costs
    return Costs(1.0)


def _row(
    say: Callable[[str], None], name: str, found: IntentSet, trains: Sequence[Pairs], encoder: Encoder
) -> Outcome:
    """A line of the table, and what the last of the trained models said."""
    outcomes = [outcome(trained(train, found.outside_train, encoder), found.test) for train in trains]
    accuracies = [one.right.mean() for one in outcomes]
    spread = f" ± {np.std(accuracies):.1%}" if len(trains) > 1 else ""
    error = np.mean([one.error for one in outcomes])
    say(f"{name:<24}{len(trains[0]):>11,}{f'{np.mean(accuracies):.2%}{spread}':>16}{error:>8.3f}")
    return outcomes[-1]


def _operating_point(say: Callable[[str], None], found: IntentSet, encoder: Encoder) -> Outcome:
    """Prints; and what was decided of the test part and of what lies outside."""
    say(
        f"{found.name}: {len(found.intents)} intents, trained on {len(found.train):,} utterances and"
        f" {len(found.outside_train)} out of scope"
    )
    started = time.perf_counter()
    model = trained(found.train, found.outside_train, encoder)
    say(f"trained in {time.perf_counter() - started:.0f} s")
    validation, test = outcome(model, found.validation), outcome(model, found.test)
    near, far = (
        outcome(model, tuple((text, OUTSIDE) for text in texts))
        for texts in (found.outside_validation, found.outside_test)
    )
    costs = operating_point(validation)
    at = costs.threshold("")
    say(f"operating point from the validation part: wrong {costs.wrong:g}, reject 1, taken from {at:.3f} on")
    say(f"{'part':<12}{'in scope':>9}{'right':>8}{'wrong':>8}{'refused':>9}{'outside':>10}{'refused':>9}")
    for part, inside, outside in (("validation", validation, near), ("test", test, far)):
        taken, others = inside.refusing(at), outside.refusing(at)
        say(
            f"{part:<12}{len(inside.pairs):>9,}{taken.right.mean():>8.2%}"
            f"{np.mean(~taken.right & ~taken.refused):>8.2%}{taken.refused.mean():>9.2%}"
            f"{len(outside.pairs):>10,}{others.right.mean():>9.2%}"
        )
    both = Outcome((*test.pairs, *far.pairs), [*test.guesses, *far.guesses])
    say(
        f"test: ECE {test.error:.3f} in scope, {both.error:.3f} with what is outside; right without a"
        f" threshold {test.right.mean():.2%}"
    )
    return both.refusing(at)
