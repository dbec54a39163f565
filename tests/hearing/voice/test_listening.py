from __future__ import annotations

import numpy as np
import pytest

from tests.hearing.voice.pulses import voice
from viva.hearing.voice.frames import RATE
from viva.hearing.voice.listening import BLOCK_MS, TAIL_MS, VoiceListener

SILENCE = np.zeros(RATE // 2, np.float32)
CALL = np.concatenate((SILENCE, voice(120, 0.8), SILENCE, voice(180, 0.6), SILENCE))


def feed(listener: VoiceListener, end_ms: int, block_ms: int = BLOCK_MS) -> None:
    while listener.next_ms is not None and listener.next_ms < end_ms:
        start = listener.next_ms
        listener.push(CALL[start * 16 : min(end_ms, start + block_ms) * 16])


@pytest.mark.parametrize("block_ms", [20, BLOCK_MS, 700])
def test_each_unit_is_measured_from_start_to_pause(block_ms: int) -> None:
    listener = VoiceListener()
    assert listener.next_ms is None and listener.paused(100) is None
    for start, end, pitch in ((500, 1300, 120), (1800, 2400, 180)):
        listener.started(start)
        feed(listener, end + TAIL_MS, block_ms)
        found = listener.paused(end)
        assert found is not None and found.duration_ms == end - start
        assert found.pitch_hz is not None and found.pitch_hz.value == pytest.approx(pitch, rel=0.02)
        assert listener.next_ms is None


def test_what_is_kept_of_a_long_unit_is_bounded() -> None:
    listener = VoiceListener()
    listener.started(0)
    noise = np.random.default_rng(1).normal(0, 0.001, BLOCK_MS * 16).astype(np.float32)
    for _ in range(400):
        listener.push(noise)
    found = listener.paused(38_000)
    assert found is not None and found.duration_ms <= 30_000


def test_speech_that_pauses_before_a_frame_is_heard() -> None:
    listener = VoiceListener()
    listener.started(0)
    assert listener.paused(96) is None
