"""The judge on made-up evidence, and with models on synthesized sounds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.hearing.conftest import spoken
from viva.audio.pcm import from_float, to_float
from viva.hearing.moonshine import MoonshineRecognizer
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.overlap.heard import NAMES as HEARD
from viva.hearing.overlap.heard import Guess, Heard, describe, share
from viva.hearing.overlap.judge import KINDS, NAMES, Weights, judged, shipped_weights
from viva.hearing.overlap.network import Network
from viva.hearing.overlap.spoken import listening, pooled
from viva.hearing.overlap.words import overlap_words
from viva.understanding.expectation import Expectation

Floats = np.ndarray[Any, np.dtype[np.float32]]
WORDS = overlap_words()
OPEN, YES_NO = Expectation(), Expectation("yes_no")
FRAMES = np.zeros((20, 8), np.float32)


def network(inputs: int, inner: Floats, outer: Floats, offsets: Floats) -> Network:
    """That standardizes nothing, with as many units as `inner` has columns."""
    zeros, ones = np.zeros(inputs, np.float32), np.ones(inputs, np.float32)
    return Network(zeros, ones, inner, np.zeros(inner.shape[1], np.float32), outer, offsets)


SPOKEN = network(
    32, np.ones((32, 1), np.float32), np.array([[0.0, 1.0]], np.float32), np.array([0.0, 0.5], np.float32)
)
"""The more there is in the frames, the more they are a backchannel's."""


def heard(*texts: str) -> Heard:
    return Heard(0.1, tuple(Guess(text, -1.0 - i, 3) for i, text in enumerate(texts)), FRAMES)


def weights(yield_from: float = 0.5, **chances: float) -> Weights:
    """That give fixed probabilities, whatever the features."""
    offsets = np.log([chances.get(kind, 1e-9) for kind in KINDS]).astype(np.float32)
    blind = np.zeros((len(NAMES), 1), np.float32), np.zeros((1, len(KINDS)), np.float32)
    return Weights(SPOKEN, network(len(NAMES), *blind, offsets), yield_from)


def judge(found: Heard, expects: Expectation, judge_weights: Weights) -> Overlap:
    return judged(np.zeros(len(NAMES), np.float32), found, expects, judge_weights, WORDS)


def test_the_likeliest_kind_with_its_probability() -> None:
    overlap = judge(heard("Okay."), OPEN, weights(backchannel=0.7, interruption=0.3))
    assert overlap.kind == "backchannel" and overlap.text == "Okay."
    assert (overlap.confidence, overlap.interruption) == (pytest.approx(0.7), pytest.approx(0.3))


def test_a_possible_interruption_wins_from_the_threshold_on() -> None:
    overlap = judge(heard("Oh"), OPEN, weights(0.3, backchannel=0.65, interruption=0.35))
    assert (overlap.kind, overlap.confidence) == ("interruption", pytest.approx(0.35))


def test_a_backchannel_that_affirms_answers_a_yes_no_question() -> None:
    backchannel = weights(backchannel=0.9, noise=0.1)
    assert judge(heard("Yes."), OPEN, backchannel).kind == "backchannel"
    assert judge(heard("Yes."), YES_NO, backchannel).kind == "interruption"
    assert judge(heard("I see."), YES_NO, backchannel).kind == "backchannel"
    assert judge(heard("Yes."), YES_NO, weights(noise=1.0)).kind == "noise"


def test_shares_are_of_the_posterior() -> None:
    assert share(heard("Okay.", "No."), WORDS.is_backchannel) == pytest.approx(1 / (1 + np.exp(-1)))
    assert share(heard(), WORDS.is_backchannel) == 0


def test_nothing_heard_is_described() -> None:
    found = describe(Heard(1.0, (), FRAMES), WORDS, SPOKEN)
    assert len(found) == len(HEARD) and np.isfinite(found).all()


def test_frames_are_summed_up_whatever_their_number() -> None:
    for count in (1, 5, 14, 20, 41):
        assert pooled(np.ones((count, 8), np.float32)).tolist() == [1.0] * 32
    assert listening(np.full((20, 8), 100, np.float32), SPOKEN) == 9.0
    assert listening(FRAMES, SPOKEN) == pytest.approx(0.5)


def test_the_shipped_weights_fit_the_features() -> None:
    shipped = shipped_weights()
    assert len(shipped.kinds.mean) == len(NAMES) and len(shipped.kinds.outer_offsets) == len(KINDS)
    assert len(shipped.spoken.outer_offsets) == 2
    assert 0 < shipped.yield_from <= 0.5


# --- with models -------------------------------------------------------------------------------


def over_the_bot(samples: Floats, ms: int = 430) -> bytes:
    """From 100 ms before the sound to `ms` into it."""
    whole = np.pad(samples, (1600, 16_000))[: 16 * (100 + ms)]
    return from_float((whole + np.random.default_rng(0).normal(0, 5e-4, len(whole))).astype(np.float32))


@pytest.mark.models
@pytest.mark.parametrize("text", ["I want to change my order", "wait a minute please"])
def test_an_interruption(recognizer: MoonshineRecognizer, text: str) -> None:
    overlap = recognizer.judge_overlap(over_the_bot(to_float(spoken(text).pcm)), OPEN, -20.0)
    assert overlap.kind == "interruption" and overlap.interruption > 0.6


@pytest.mark.models
@pytest.mark.parametrize("text", ["okay", "yeah"])
def test_a_backchannel_and_an_answer(recognizer: MoonshineRecognizer, text: str) -> None:
    pcm = over_the_bot(to_float(spoken(text, "en-gb").pcm))
    assert recognizer.judge_overlap(pcm, OPEN, -20.0).kind == "backchannel"
    assert recognizer.judge_overlap(pcm, YES_NO, -20.0).kind == "interruption"


@pytest.mark.models
def test_a_knock_and_someone_far_away(recognizer: MoonshineRecognizer) -> None:
    rng = np.random.default_rng(3)
    knock = (rng.normal(0, 0.5, 3200) * np.exp(-np.arange(3200) / 300)).astype(np.float32)
    assert recognizer.judge_overlap(over_the_bot(knock), OPEN, -20.0).kind == "noise"
    far = to_float(spoken("I want to change my order").pcm) * np.float32(0.04)
    assert recognizer.judge_overlap(over_the_bot(far), OPEN, -20.0).kind == "background_speech"


@pytest.mark.models
@pytest.mark.parametrize(
    "pcm",
    [b"", b"\0", b"\1\2", bytes(3200), b"\xff\x7f" * 8000, b"\xff\x7f\x00\x80" * 4000, bytes(320_000)],
    ids=["empty", "half a sample", "one sample", "silence", "full", "clipped", "ten seconds"],
)
def test_any_audio_is_something(recognizer: MoonshineRecognizer, pcm: bytes) -> None:
    first = recognizer.judge_overlap(pcm, OPEN, None)
    assert first.kind in KINDS and 0 <= first.interruption <= 1 and 0 <= first.confidence <= 1
    assert recognizer.judge_overlap(pcm, OPEN, None) == first
