"""Utterances on the call's clock."""

from __future__ import annotations

import numpy as np
import pytest

from viva.lab.simulate.errors.durations import Durations
from viva.lab.simulate.errors.spoken import SHORTEST_PAUSE_MS, SILENCES, SOUND_MS, spoken
from viva.lab.simulate.utterance import Part, Utterance
from viva.understanding.pronouncer import Spelled

DURATIONS = Durations(Spelled())


def test_words_follow_each_other_and_parts_have_their_pauses() -> None:
    one = spoken(Utterance((Part("a large", 700), Part("latte"))), 1000, DURATIONS)
    assert [word.text for word in one.words] == ["a", "large", "latte"]
    assert one.words[0].start == one.start == 1000
    (first, pause), (resumed, end) = one.stretches
    assert first == 1000 and resumed - pause == 700 and end == one.end
    assert one.said(one.end).pauses == ((pause, resumed),)


def test_a_breath_has_no_pause_at_a_comma() -> None:
    one = spoken(Utterance((Part("no, a large latte, please"),)), 0, DURATIONS)
    assert len(one.stretches) == 1
    assert one.said(one.end).pauses == ()


def test_voice_activity_takes_ends_of_words_for_silence_and_nobody_paused() -> None:
    chance = np.random.default_rng(1)
    listed = [spoken(Utterance((Part("no, latte"),)), 0, DURATIONS, chance=chance) for _ in range(1000)]
    parted = [one for one in listed if len(one.stretches) == 2]
    assert len(parted) / len(listed) == pytest.approx(SILENCES["sign"], abs=0.03)
    for one in parted:
        (_, end), (begin, _) = one.stretches
        assert begin - end >= SHORTEST_PAUSE_MS
        assert one.said(one.end).pauses == ()


def test_a_faster_caller_is_done_sooner() -> None:
    slow = spoken(Utterance((Part("a large latte"),)), 0, DURATIONS)
    fast = spoken(Utterance((Part("a large latte"),)), 0, DURATIONS, rate=1.5)
    assert fast.end < slow.end


def test_a_cough_is_a_sound_without_words() -> None:
    one = spoken(Utterance((Part(""),), kind="noise"), 500, DURATIONS)
    assert one.words == ()
    assert one.stretches == ((500, 500 + SOUND_MS),)
    long = spoken(Utterance((Part("", 600),), kind="noise"), 500, DURATIONS)
    assert long.stretches == ((500, 1100),)


def test_what_the_call_cuts_off_counts_as_far_as_it_was_said() -> None:
    one = spoken(Utterance((Part("a large", 700), Part("latte"))), 0, DURATIONS)
    cut = one.said(one.stretches[0][1] + 100)
    assert cut.text == "a large"
    assert cut.end_ms == one.stretches[0][1] + 100
    assert one.said(10_000).text == "a large latte"


def test_words_between_two_moments_are_those_with_more_than_half_in_it() -> None:
    one = spoken(Utterance((Part("one two three"),)), 0, DURATIONS)
    middle = one.words[1]
    assert one.between(middle.start, middle.end) == (middle,)
    assert one.between(0, middle.start + 10) == one.words[:1]
