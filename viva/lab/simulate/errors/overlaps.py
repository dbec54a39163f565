"""What the judge of sounds over the bot makes of what a caller meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np

from viva.hearing.overlap.evidence import Overlap, OverlapKind
from viva.hearing.overlap.words import overlap_words
from viva.lab.simulate.utterance import Utterance
from viva.understanding.expectation import Expectation

KINDS: tuple[OverlapKind, ...] = get_args(OverlapKind)
Meant = Literal["interruption", "backchannel", "noise", "background"]
"""What a sound over the bot is: for the floor, not for it, a cough, something behind the caller."""
BACKGROUND = "background"
"""The act of an utterance that is a sound of the caller's surroundings."""
RIGHT, WRONG = 0.93, 0.72
"""Probability that the judge gives to its answer, where it is right and where it is not."""


def kind_of(utterance: Utterance) -> Meant:
    """A turn that begins over the bot's last words is for the floor, too."""
    if utterance.act == BACKGROUND:
        return "background"
    return "interruption" if utterance.kind == "turn" else utterance.kind


def judged(
    meant: Meant,
    text: str,
    expects: Expectation,
    counts: Mapping[str, Mapping[str, int]],
    chance: np.random.Generator,
) -> Overlap:
    """`counts`: what sounds were -> what they were taken for -> how many; what is not there is never
    mistaken. `text`: the words in it. Where yes or no is asked for, one that affirms is an answer."""
    truth: OverlapKind = "noise" if meant == "background" else meant
    taken = truth
    edges = np.cumsum([counts.get(meant, {}).get(kind, 0) for kind in KINDS])
    draw = float(chance.random())
    if edges[-1]:
        taken = KINDS[int(np.searchsorted(edges, draw * edges[-1], side="right"))]
    sure = RIGHT if taken == truth else WRONG
    if taken == "backchannel" and expects.kind == "yes_no" and overlap_words().is_affirmation(text):
        taken = "interruption"
    return Overlap(taken, sure, sure if taken == "interruption" else round(1 - sure, 3), text)
