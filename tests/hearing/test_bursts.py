import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from viva.hearing.bursts import RATE, bursts


def words(count: int, gap_ms: int, level: float = 0.3) -> np.ndarray:
    """Tones of 300 ms over a low noise."""
    tone = level * np.sin(2 * np.pi * 200 * np.arange(RATE * 3 // 10) / RATE)
    row = np.concatenate([np.zeros(RATE // 5), *([tone, np.zeros(RATE * gap_ms // 1000)] * count)])
    return (row + np.random.default_rng(1).normal(0, 0.001, len(row))).astype(np.float32)


def test_words_one_by_one_are_a_burst_each() -> None:
    assert [bursts(words(count, 150)) for count in (1, 3, 7)] == [1, 3, 7]
    assert bursts(words(4, 150, level=0.05)) == 4


def test_words_without_a_gap_are_one() -> None:
    assert bursts(words(3, 0)) == 1


@given(st.lists(st.floats(-1, 1, width=32), max_size=2000))
def test_any_audio_has_a_count(samples: list[float]) -> None:
    assert 0 <= bursts(np.array(samples, np.float32)) <= len(samples) // 160
