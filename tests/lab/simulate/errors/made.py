"""A small error model, and rows to fit one to."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from viva.dialogue.load import load_bot
from viva.lab.simulate.errors.fit import Hypothesis, Row
from viva.lab.simulate.errors.text_host import TextHost, open_text_host

ROOT = Path(__file__).resolve().parents[4]


def row(truth: str, *heard: str, noise: str = "clean", whole: bool = True) -> Row:
    """Each hypothesis half as likely as the one before it; every word with a confidence of its own."""
    weights = [0.5**at for at in range(len(heard))]
    nbest = tuple(
        Hypothesis(text, weight / sum(weights), tuple(0.9 - 0.05 * k for k in range(len(text.split()))))
        for text, weight in zip(heard, weights, strict=True)
    )
    return Row(truth, nbest, noise, whole)


@cache
def host(name: str) -> TextHost:
    return open_text_host(load_bot(ROOT / "bots" / name))
