"""What a recognizer makes of a short sound, for `judge.py`: hypotheses, and whether there are words."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from viva.hearing.overlap.network import Network
from viva.hearing.overlap.spoken import listening
from viva.hearing.overlap.words import OverlapWords, words_of

Floats = np.ndarray[Any, np.dtype[np.float32]]

NAMES = (
    "listening",  # log odds that the words are a backchannel's, by the encoder
    "nothing",  # log odds that there are no words
    "sure",  # mean log-probability of the best hypothesis's tokens
    "words",  # of the best hypothesis
    "backchannel",  # posterior of the hypotheses that are backchannels as they stand
    "opening",  # posterior of those that begin as they do who want the floor
    "other",  # posterior of those that are neither and have two words or more
)
LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Guess:
    text: str
    log_prob: float
    """Natural log of the recognizer's own probability, without any bot's language."""
    tokens: int
    """With the end."""


@dataclass(frozen=True, slots=True)
class Heard:
    nothing: float
    """Probability that the audio holds no words, 0..1."""
    guesses: tuple[Guess, ...]
    """Best first, in the order of the search, which a bot's language may have changed."""
    frames: Floats
    """What the encoder made of the audio, float32 [frames, size]."""

    @property
    def text(self) -> str:
        return self.guesses[0].text if self.guesses else ""


def describe(heard: Heard, words: OverlapWords, spoken: Network) -> Floats:
    """float32 [len(NAMES)]."""
    nothing = min(max(heard.nothing, LEAST), 1 - LEAST)
    best = max(heard.guesses, key=lambda guess: guess.log_prob, default=Guess("", -20.0, 2))
    values = (
        listening(heard.frames, spoken),
        math.log(nothing / (1 - nothing)),
        max(best.log_prob / best.tokens, -6.0),
        min(len(words_of(best.text)), 6),
        share(heard, words.is_backchannel),
        share(heard, words.opens),
        share(heard, lambda text: not words.is_backchannel(text) and len(words_of(text)) > 1),
    )
    return np.array(values, dtype=np.float32)


def share(heard: Heard, holds: Callable[[str], bool]) -> float:
    """Posterior of the guesses of which something holds, 0..1; 0 where nothing was heard."""
    top = max((guess.log_prob for guess in heard.guesses), default=0.0)
    weights = [math.exp(guess.log_prob - top) for guess in heard.guesses]
    held = sum(weight for weight, guess in zip(weights, heard.guesses, strict=True) if holds(guess.text))
    return held / sum(weights) if weights else 0.0
