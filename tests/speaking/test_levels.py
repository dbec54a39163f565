from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.audio.pcm import to_float
from viva.speaking.engine import Voice
from viva.speaking.levels import LEAD_MS, TAIL_MS, TARGET_LUFS, Leveller, Trimmer, levelled, speech_span
from viva.speaking.loudness import loudness
from viva.speaking.registry import say

TEXT = "Your order is on its way, and should be with you by a quarter to nine at the latest."


def speech() -> np.ndarray:
    return to_float(say(TEXT, Voice("en-gb")).pcm)


@pytest.mark.parametrize("level_db", [-30, -6, 0, 12])
def test_whole_speech_comes_to_the_target_from_any_level(level_db: float) -> None:
    given_ = speech() * np.float32(10 ** (level_db / 20))
    assert loudness(levelled(given_)) == pytest.approx(TARGET_LUFS, abs=0.3)
    assert loudness(levelled(given_, 3)) == pytest.approx(TARGET_LUFS + 3, abs=0.8)


def test_silence_stays_silence() -> None:
    nothing = np.zeros(16_000, np.float32)
    assert not levelled(nothing).any()
    assert speech_span(nothing) == (0, 0)


@given(st.lists(st.integers(0, 6_000), max_size=20))
def test_the_trimmer_cuts_the_same_however_the_stream_is_cut(sizes: list[int]) -> None:
    spoken = np.concatenate((np.zeros(7_000, np.float32), speech()[:30_000], np.zeros(9_000, np.float32)))
    trimmer, parts, at = Trimmer(), [], 0
    for size in sizes:
        parts.append(trimmer.push(spoken[at : at + size]))
        at += size
    got = np.concatenate([*parts, trimmer.push(spoken[at:]), trimmer.flush()])
    start, end = speech_span(spoken)
    assert abs(len(got) - (end - start)) <= 160
    assert trimmer.dropped is not None
    assert trimmer.dropped == start
    assert got == pytest.approx(spoken[start : start + len(got)])
    assert (LEAD_MS, TAIL_MS) == (30, 120)


def test_a_stream_without_a_sound_is_nothing() -> None:
    trimmer = Trimmer()
    assert not len(trimmer.push(np.zeros(5_000, np.float32)))
    assert not len(trimmer.flush())
    assert trimmer.dropped is None


@pytest.mark.parametrize("level_db", [-15, 0, 10])
@pytest.mark.parametrize("size", [320, 960, 5_000, 100_000])
def test_a_stream_comes_to_the_target_without_knowing_the_rest(level_db: float, size: int) -> None:
    spoken = speech() * np.float32(10 ** (level_db / 20))
    leveller = Leveller()
    parts = [leveller.push(spoken[at : at + size]) for at in range(0, len(spoken), size)]
    got = np.concatenate([*parts, leveller.flush()])
    assert len(got) == len(spoken)
    assert loudness(got) == pytest.approx(TARGET_LUFS, abs=1.0)
    assert leveller.level == pytest.approx(loudness(spoken), abs=0.3)


def test_the_beginning_goes_out_early_and_earlier_of_a_known_voice() -> None:
    spoken, leveller = speech(), Leveller()
    assert not len(leveller.push(spoken[:9_000]))
    assert len(leveller.push(spoken[9_000:9_700])) == 9_600
    known = Leveller(usual=-23.0)
    assert len(known.push(spoken[:3_500])) == 3_200


def test_noise_before_the_words_is_not_raised_without_bound() -> None:
    hiss = (1e-3 * np.random.default_rng(3).standard_normal(16_000)).astype(np.float32)
    leveller = Leveller()
    got = np.concatenate((leveller.push(hiss), leveller.push(speech()), leveller.flush()))
    assert np.abs(got[:9_600]).max() < 0.2
