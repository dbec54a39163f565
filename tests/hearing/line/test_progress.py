"""Who answers a call that the bot placed."""

from __future__ import annotations

import pytest

from tests.hearing.line.sounds import Floats, noise, syllables, tone, windows
from viva.hearing.line.levels import level_of
from viva.hearing.line.progress import CallProgress


def quiet(seconds: float) -> Floats:
    return noise(seconds, -70)


def after(*parts: tuple[Floats, float]) -> CallProgress:
    """Sounds, each with its probability of speech."""
    progress = CallProgress()
    for samples, speech in parts:
        for window in windows(samples):
            progress.add(window, level_of(window), speech)
    return progress


def certain(progress: CallProgress) -> set[str]:
    return {name for name, confidence in progress.confidences.items() if confidence >= 0.5}


@pytest.mark.parametrize(
    ("tones", "on", "off"), [((440, 480), 2.0, 4.0), ((425,), 1.0, 4.0), ((400, 450), 0.4, 2.0)]
)
def test_ring_back_of_three_regions(tones: tuple[float, ...], on: float, off: float) -> None:
    ring = (tone(on, *tones), 0.1)
    assert certain(after(ring, (quiet(off), 0.0), ring)) == {"ringing"}
    assert certain(after(ring, (quiet(7), 0.0))) == set()


@pytest.mark.parametrize("tones", [(480, 620), (425,)])
def test_a_busy_tone_is_no_ring(tones: tuple[float, ...]) -> None:
    assert certain(after(*[(tone(0.5, *tones), 0.1), (quiet(0.5), 0.0)] * 8)) == set()


def test_a_short_hello_is_a_person_and_a_long_greeting_a_machine() -> None:
    hello = (syllables(0.8, seed=1), 0.95)
    greeting = (syllables(4, seed=1), 0.95)
    assert certain(after(hello, (quiet(1), 0.0))) == {"person"}
    assert certain(after(greeting)) == {"answering_machine"}


def test_a_beep_after_words_makes_a_machine_sure() -> None:
    machine = after((syllables(1.5, seed=2), 0.95), (quiet(0.4), 0.0), (tone(0.4, 1000), 0.1))
    assert machine.confidences["answering_machine"] > 0.95


def test_a_click_is_nobody() -> None:
    assert certain(after((syllables(0.1, seed=3), 0.95), (quiet(3), 0.0))) == set()


def test_after_45_s_nothing_rings() -> None:
    ring = [(tone(2, 440, 480), 0.1), (quiet(4), 0.0)]
    assert certain(after(*ring * 9)) == set()
