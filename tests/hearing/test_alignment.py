"""Words get times that are in order, inside the audio and where the attention is."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from viva.hearing.alignment import (
    FRAME_MS,
    LATE_MS,
    heard,
    lost_its_place,
    said_anew,
    token_starts,
    word_spans,
)


def looking_at(places: list[int], frames: int) -> np.ndarray:
    attention = np.full((len(places), frames), 0.1 / frames, np.float32)
    attention[np.arange(len(places)), places] += 0.9
    return attention


def test_tokens_start_where_the_attention_is() -> None:
    starts = token_starts(looking_at([10, 20, 40], 60))
    assert starts == [p * FRAME_MS - LATE_MS for p in (10, 20, 40)]


def test_a_glance_back_does_not_turn_time_back() -> None:
    starts = token_starts(looking_at([10, 20, 3, 40, 50], 60))
    assert starts == sorted(starts)
    assert [starts[0], starts[1], *starts[3:]] == [p * FRAME_MS - LATE_MS for p in (10, 20, 40, 50)]


@given(
    hnp.arrays(
        np.float32, st.tuples(st.integers(0, 8), st.integers(0, 12)), elements=st.floats(0, 1, width=32)
    )
)
def test_any_attention_gives_times_in_order(attention: np.ndarray) -> None:
    starts = token_starts(attention)
    assert len(starts) == len(attention)
    assert starts == sorted(starts)
    assert all(0 <= start <= attention.shape[1] * FRAME_MS for start in starts)


@given(
    st.lists(st.integers(0, 3000), max_size=8).map(sorted),
    hnp.arrays(np.float32, st.integers(0, 100), elements=st.floats(-90, 0, width=32)),
)
def test_words_do_not_overlap_and_stay_inside(starts: list[int], levels: np.ndarray) -> None:
    spans = word_spans(starts, levels, 20, -40.0)
    assert len(spans) == len(starts)
    flat = [time for span in spans for time in span]
    assert flat == sorted(flat)
    assert all(0 <= time <= 20 * len(levels) for time in flat)


def test_a_word_ends_where_silence_begins() -> None:
    levels = np.array([-20] * 10 + [-80] * 10 + [-20] * 10, np.float32)
    assert word_spans([0, 400], levels, 20, -50.0) == [(0, 200), (400, 600)]


def test_tokens_after_the_speech_are_not_heard() -> None:
    attention = np.zeros((12, 50), np.float32)
    for token, frame in enumerate([2, 8, 15, 22, 30, 38, 38, 30, 22, 38, 15, 2]):
        attention[token, frame] = 1.0
    assert heard(attention) == [True] * 9 + [False] * 3
    assert heard(np.zeros((0, 0), np.float32)) == []


def test_what_stands_just_before_is_not_said_anew() -> None:
    assert said_anew([1, 2, 3, 4, 3, 4, 5]) == [True, True, True, True, False, False, True]
    assert said_anew([7, 7, 7]) == [True] * 3  # "eight eight eight"
    assert said_anew([]) == []


def test_a_phrase_over_and_over_is_a_lost_decoder() -> None:
    assert lost_its_place([9, *([1, 2] * 5)])
    assert not lost_its_place([9, *([1, 2] * 4), 3])
    assert not lost_its_place([8, 1, 8, 1, 8])
    assert not lost_its_place([])
