"""The caller's audio on the call's clock: gaps, bursts and too much of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from viva.server.caller_audio import AHEAD_MS, BYTES_PER_MS, GAP_MS, CallerAudio

FRAME = bytes(range(256)) * 2 + bytes(128)


def test_audio_is_taken_no_faster_than_the_clock() -> None:
    audio = CallerAudio()
    audio.arrive(FRAME * 10, 0)
    pcm, _ = audio.take(60)
    assert len(pcm) == 60 * BYTES_PER_MS
    assert audio.take(60) == (b"", None)


def test_a_short_stall_is_waited_for_and_loses_nothing() -> None:
    audio = CallerAudio()
    for t in range(0, GAP_MS, 20):
        assert audio.take(t) == (b"", None)
    audio.arrive(FRAME * 24, GAP_MS - 20)
    pcm, change = audio.take(GAP_MS - 20)
    assert (len(pcm), change) == (len(FRAME) * 24, None)


def test_a_gap_is_filled_with_silence_and_told_once() -> None:
    audio = CallerAudio()
    changes = [audio.take(t)[1] for t in range(0, 10_000, 20)]
    assert [c for c in changes if c] == ["audio_gap"]
    assert audio.end == 9980 * BYTES_PER_MS
    audio.arrive(FRAME, 10_000)
    assert audio.take(10_000)[1] == "audio_resumed"


def test_audio_too_fast_is_bounded_and_told_once() -> None:
    audio = CallerAudio()
    changes = [audio.arrive(FRAME, 0) for _ in range(1000)]
    assert [c for c in changes if c] == ["audio_overflow"]
    pcm, _ = audio.take(100_000)
    assert len(pcm) <= (AHEAD_MS + 20) * BYTES_PER_MS


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 40)), max_size=60))
def test_the_ears_never_run_ahead_nor_fall_behind_a_gap(moves: list[tuple[int, int]]) -> None:
    audio = CallerAudio()
    t = 0
    for step, frames in moves:
        t += step
        audio.arrive(FRAME * frames, t)
        audio.take(t)
        assert audio.end <= t * BYTES_PER_MS
        assert audio.end % 2 == 0
        audio.take(t)
        assert audio.end > (t - GAP_MS) * BYTES_PER_MS
        audio.forget_before(t - 3000)
    assert audio.slice(0, t) == audio.slice(0, t + 1000)
