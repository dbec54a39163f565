"""Whether a sound over the bot is an interruption, a backchannel, noise or someone else.

What the sound is like, how sure voice activity is of it, and what a recognizer makes of it are one vector;
a small network gives the probabilities of the four kinds. Its weights are data, made by
`viva bench overlaps --fit` (docs/concepts/overlaps.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import numpy as np

from viva.hearing.engine import VoiceActivity
from viva.hearing.overlap import heard as hearing
from viva.hearing.overlap import sound
from viva.hearing.overlap.evidence import Overlap, OverlapKind
from viva.hearing.overlap.heard import Heard
from viva.hearing.overlap.network import Network
from viva.hearing.overlap.words import OverlapWords, overlap_words
from viva.understanding.expectation import Expectation

Floats = np.ndarray[Any, np.dtype[np.float32]]

KINDS: tuple[OverlapKind, ...] = get_args(OverlapKind)
ACTIVITY = ("activity", "activity_most", "activity_last")
"""Speech probability: mean over the sound, highest, mean of the last three windows."""
NAMES = ("audio_s", *sound.NAMES, *ACTIVITY, *hearing.NAMES)
LONGEST_S = 1.0
"""Of the sound; what comes later is not looked at."""
BEFORE_S = 0.1
"""Before the sound began, which the mean speech probability leaves out."""
WEIGHTS = "weights.npz"


@dataclass(frozen=True, slots=True)
class Weights:
    spoken: Network
    """Of `spoken.py`."""
    kinds: Network
    """`NAMES` in, `KINDS` out."""
    yield_from: float = 0.5
    """Probability of an interruption from which it is called one, whatever else is likelier: who wants to
    speak and is not let is worse off than who hears the bot stop for nothing."""

    def probabilities(self, features: Floats) -> Floats:
        """float32 [..., len(NAMES)] -> float32 [..., len(KINDS)]."""
        return np.exp(self.kinds.log_probabilities(features))


def features(
    samples: Floats,
    activity: Floats,
    heard: Heard,
    usual_level_db: float | None,
    words: OverlapWords,
    spoken: Network,
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
        return Weights(
            Network.load(stored, "spoken"), Network.load(stored, "kinds"), float(stored["yield_from"])
        )


def judge(
    samples: Floats, activity: Floats, heard: Heard, expects: Expectation, usual_level_db: float | None
) -> Overlap:
    """`samples`: float32 [n] at 16 kHz from `BEFORE_S` before the sound on, n of any size."""
    words, weights = overlap_words(), shipped_weights()
    vector = features(samples, activity, heard, usual_level_db, words, weights.spoken)
    return judged(vector, heard, expects, weights, words)
