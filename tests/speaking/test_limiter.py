from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.audio.pcm import peak_dbfs, to_float
from viva.speaking.engine import Voice
from viva.speaking.limiter import PEAK_DBFS, PcmRaiser, Raiser, limited, raised
from viva.speaking.loudness import loudness
from viva.speaking.registry import say

SENTENCES = (
    "I'm sorry, the line is bad. Which day would suit you?",
    "You are booked for Thursday at half past four.",
    "Two large lattes with oat milk, that's nine pounds fifty.",
)


@pytest.mark.parametrize("gain_db", [-6.0, -3.0, 1.5, 3.0, 4.5, 6.0])
@pytest.mark.parametrize("text", SENTENCES)
def test_it_becomes_as_much_louder_as_was_asked_without_clipping(text: str, gain_db: float) -> None:
    pcm = say(text, Voice("en-gb")).pcm
    after = to_float(raised(pcm, gain_db))
    before = loudness(to_float(pcm))
    assert before is not None
    assert loudness(after) == pytest.approx(before + gain_db, abs=1)
    assert len(after) == len(pcm) // 2
    assert peak_dbfs(after) < PEAK_DBFS + 0.01


@given(st.lists(st.integers(0, 4000), max_size=12), st.floats(-12, 12))
def test_any_chunks_give_the_same(sizes: list[int], gain_db: float) -> None:
    noise = (0.3 * np.random.default_rng(sum(sizes)).standard_normal(9_000)).astype(np.float32)
    raiser, parts, at = Raiser(gain_db), [], 0
    for size in sizes:
        parts.append(raiser.push(noise[at : at + size]))
        at += size
    got = np.concatenate([*parts, raiser.push(noise[at:]), raiser.flush()])
    assert got == pytest.approx(limited(noise, gain_db), abs=1e-5)
    assert np.abs(got).max() <= 10 ** (PEAK_DBFS / 20) + 1e-4


def test_little_is_held_back() -> None:
    raiser = PcmRaiser(6)
    assert len(raiser.push(bytes(6400))) >= 6400 - 11 * 32
    assert len(raiser.flush()) <= 11 * 32


def test_without_a_gain_nothing_is_touched() -> None:
    raiser = PcmRaiser(0)
    assert raiser.push(b"\xff\x7f" * 50) + raiser.flush() == b"\xff\x7f" * 50
    assert raised(b"", 6) == b""


def test_no_edge_is_heard_where_the_gain_changes() -> None:
    """The gain between neighbouring samples differs by less than a hundredth."""
    tone = (0.9 * np.sin(2 * np.pi * 200 * np.arange(16_000) / 16_000)).astype(np.float32)
    tone[:8_000] *= 0.1
    gains = limited(tone, 6)[100:15_900] / np.where(np.abs(tone) < 1e-3, np.nan, tone)[100:15_900]
    steps = np.abs(np.diff(gains)) / gains[1:]
    assert np.nanmax(steps) < 0.01
