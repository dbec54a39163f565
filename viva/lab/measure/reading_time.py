"""How long one N-best list takes to be understood, all included, on one core."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from viva.dialogue.load import load_bot
from viva.encoding.registry import sentence_encoder
from viva.hearing.evidence import Hypothesis, Recognition
from viva.lab.measure.intent_sets import IntentSet
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Context
from viva.understanding.expectation import Expectation
from viva.understanding.understander import build_understander

BOTS = Path(__file__).resolve().parents[3] / "bots"
CONTEXT = Context("2026-11-24T09:30:00", Expectation())
WORDS = 10
HYPOTHESES = 4
LISTS = 200


def bench_time(found: IntentSet, say: Callable[[str], None]) -> None:
    """Time each bot of a checkout on lists that it never met, so that nothing is remembered."""
    encoder = sentence_encoder()
    for number, file in enumerate(sorted(BOTS.glob("*/bot.yaml"))):
        bot = load_bot(file.parent)
        started = time.perf_counter()
        understander = build_understander(
            bot.language, pronouncer=pronouncer(bot.language.code), encoder=encoder
        )
        took = time.perf_counter() - started
        wall, processor = [], []
        for recognition in n_best_lists(found, number * LISTS):
            began, ran = time.perf_counter(), time.process_time()
            understander.understand(recognition, CONTEXT)
            wall.append(1000 * (time.perf_counter() - began))
            processor.append(1000 * (time.process_time() - ran))
        (p50, p95), (c50, c95) = (np.percentile(times, [50, 95]) for times in (wall, processor))
        say(
            f"{bot.name}: trained in {took:.1f} s; {len(wall)} lists of {HYPOTHESES} hypotheses of {WORDS}"
            f" words, p50 / p95: {p50:.1f} / {p95:.1f} ms, of the processor {c50:.1f} / {c95:.1f} ms"
        )


def n_best_lists(found: IntentSet, begin: int = 0) -> Iterator[Recognition]:
    """Utterances of ten words, each with three others in which a word has another place."""
    texts = [text for text, _ in found.test if len(text.split()) == WORDS]
    for at, text in enumerate(texts[begin : begin + LISTS]):
        words = text.split()
        others = []
        for skip in range(1, HYPOTHESES):
            moved = (at + skip) % WORDS
            others.append(" ".join([*words[:moved], *words[moved + 1 :], words[moved]]))
        yield Recognition(
            tuple(Hypothesis(one, -float(rank), 0.5**rank) for rank, one in enumerate([text, *others])), 3000
        )
