"""The frame buffer loses nothing within its limit and never exceeds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.audio.frames import FrameBuffer


@given(st.lists(st.binary(max_size=50), max_size=30))
def test_any_chunks_come_out_whole_and_in_order(chunks: list[bytes]) -> None:
    buffer = FrameBuffer(8, 10_000)
    out = []
    for chunk in chunks:
        assert buffer.push(chunk) == 0
        while frame := buffer.pop():
            assert len(frame) == 8
            out.append(frame)
    assert len(buffer) < 8
    assert b"".join(out) + buffer.drain() == b"".join(chunks)
    assert len(buffer) == 0 and buffer.pop() is None


@given(st.lists(st.binary(max_size=100) | st.none(), max_size=60))
def test_the_limit_holds_and_what_is_kept_is_the_newest(steps: list[bytes | None]) -> None:
    buffer, expected = FrameBuffer(4, 40), b""
    for step in steps:
        if step is None:
            frame = buffer.pop()
            assert (frame or b"") == (expected[:4] if len(expected) >= 4 else b"")
            expected = expected[len(frame or b"") :]
        else:
            dropped = buffer.push(step)
            assert dropped % 4 == 0
            expected = (expected + step)[dropped:]
        assert len(buffer) == len(expected) <= 40
    assert buffer.drain() == expected


def test_a_limit_below_one_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="a limit of 10 bytes holds no frame of 640"):
        FrameBuffer(640, 10)
