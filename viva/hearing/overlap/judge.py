"""Whether a sound over the bot is an interruption, a backchannel, noise or someone else.

What the sound is like, how sure voice activity is of it, and what a recognizer makes of it are one vector;
a multinomial logistic regression gives the probabilities of the four kinds. Its weights are data, made by
`viva bench overlaps --fit` (docs/concepts/overlaps.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any, get_args

import numpy as np

from viva.hearing.engine import VoiceActivity
from viva.hearing.overlap import heard as hearing
from viva.hearing.overlap import sound
from viva.hearing.overlap.evidence import Overlap, OverlapKind
from viva.hearing.overlap.heard import Heard
from viva.hearing.overlap.spoken import SpokenWeights
from viva.hearing.overlap.words import OverlapWords, overlap_words
from viva.understanding.expectation import Expectation

Floats = np.ndarray[Any, np.dtype[np.float32]]

KINDS: tuple[OverlapKind, ...] = get_args(OverlapKind)
ACTIVITY = ("activity", "activity_most", "activity_last")
"""Speech probability: mean over the sound, highest, mean of the last three windows."""
NAMES = ("audio_s", *sound.NAMES, *ACTIVITY, *hearing.NAMES)
JOINED = (
    *("audio_s", "sounding_s", "ended_s", "nuclei", "level", "level_known", "flux", "low", "voiced_s"),
    *("activity_last", "listening", "nothing", "sure", "backchannel", "opening", "other"),
)
"""Values whose products in pairs count too: how long and how loud it is, and what is said."""
_PAIRS = np.array([[NAMES.index(one) for one in pair] for pair in combinations(JOINED, 2)])
_ONE, _OTHER = _PAIRS[:, 0], _PAIRS[:, 1]
EXPANDED = 2 * len(NAMES) + len(_PAIRS)
LONGEST_S = 1.0
"""Of the sound; what comes later is not looked at."""
BEFORE_S = 0.1
"""Before the sound began, which the mean speech probability leaves out."""
WEIGHTS = "weights.npz"


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the multinomial logistic regression, and of what comes before it."""

    spoken: SpokenWeights
    mean: Floats
    deviation: Floats
    """float32 [features]: what each is standardized by."""
    slopes: Floats
    """float32 [EXPANDED, kinds], kinds as in `KINDS`."""
    offsets: Floats
    """float32 [kinds]."""
    yield_from: float = 0.5
    """Probability of an interruption from which it is called one, whatever else is likelier: who wants to
    speak and is not let is worse off than who hears the bot stop for nothing."""

    def probabilities(self, features: Floats) -> Floats:
        """float32 [..., len(NAMES)] -> float32 [..., len(KINDS)]."""
        logits = expanded((features - self.mean) / self.deviation) @ self.slopes + self.offsets
        grown = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return np.asarray(grown / grown.sum(axis=-1, keepdims=True), np.float32)


def expanded(standardized: Floats) -> Floats:
    """[..., len(NAMES)] -> [..., EXPANDED]: each value, its square, and the products of `JOINED`.

    By squares the middle of a range may count, by products one value may count more where another is high.
    Values are clipped to +-3 before.
    """
    clipped = np.clip(standardized, -3, 3)
    products = clipped[..., _ONE] * clipped[..., _OTHER]
    return np.concatenate((clipped, clipped * clipped - 1, products), axis=-1)


def features(
    samples: Floats,
    activity: Floats,
    heard: Heard,
    usual_level_db: float | None,
    words: OverlapWords,
    spoken: SpokenWeights,
) -> Floats:
    """float32 [len(NAMES)].

    `activity`: speech probability of each window of voice activity.
    """
    whole = activity if len(activity) else np.zeros(1, np.float32)
    inside = whole[round(BEFORE_S / 0.032) :] if len(whole) > 4 else whole
    seen = np.array([inside.mean(), whole.max(), whole[-3:].mean()], np.float32)
    length = np.array([len(samples) / sound.RATE], np.float32)
    parts = (length, sound.describe(samples, usual_level_db), seen, hearing.describe(heard, words, spoken))
    return np.concatenate(parts)


def judged(
    features: Floats, heard: Heard, expects: Expectation, weights: Weights, words: OverlapWords
) -> Overlap:
    """Where yes or no is expected, a backchannel that affirms is an answer, and so an interruption."""
    chances = {kind: float(p) for kind, p in zip(KINDS, weights.probabilities(features), strict=True)}
    if expects.kind == "yes_no":
        answered = hearing.share(heard, words.is_affirmation) * chances["backchannel"]
        chances["interruption"] += answered
        chances["backchannel"] -= answered
    kind = max(KINDS, key=lambda one: chances[one])
    if chances["interruption"] >= weights.yield_from:
        kind = "interruption"
    return Overlap(kind, chances[kind], chances["interruption"], heard.text)


def speech_probabilities(samples: Floats, voice: VoiceActivity) -> Floats:
    """Of each whole window, heard as a stream of its own."""
    stream = voice.open()
    try:
        starts = range(0, len(samples) - voice.window + 1, voice.window)
        found = [voice.probabilities([stream], samples[None, at : at + voice.window])[0] for at in starts]
    finally:
        voice.close(stream)
    return np.array(found, np.float32)


@cache
def shipped_weights() -> Weights:
    path = files("viva.hearing.overlap") / "data" / WEIGHTS
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        spoken = SpokenWeights(
            stored["spoken_mean"],
            stored["spoken_deviation"],
            stored["spoken_slopes"],
            float(stored["spoken_offset"]),
        )
        return Weights(
            spoken,
            stored["mean"],
            stored["deviation"],
            stored["slopes"],
            stored["offsets"],
            float(stored["yield_from"]),
        )


def judge(
    samples: Floats, activity: Floats, heard: Heard, expects: Expectation, usual_level_db: float | None
) -> Overlap:
    """`samples`: float32 [n] at 16 kHz from `BEFORE_S` before the sound on, n of any size."""
    words, weights = overlap_words(), shipped_weights()
    vector = features(samples, activity, heard, usual_level_db, words, weights.spoken)
    return judged(vector, heard, expects, weights, words)
