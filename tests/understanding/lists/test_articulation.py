"""Speech sounds and what it costs to mistake them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.lists.alignment import distances, filled
from viva.understanding.lists.articulation import INDEL, SUBSTITUTE, segments

SOUNDS = st.lists(st.integers(1, len(INDEL) - 1), max_size=12)


def cost(a: str, b: str) -> float:
    (x,), (y,) = segments((a,)), segments((b,))
    return float(SUBSTITUTE[x, y])


def distance(a: str, b: str) -> float:
    """Of two phrases of English."""
    said = [
        [s for word in text.split() for s in segments(pronouncer("en").phonemes(word))] for text in (a, b)
    ]
    return float(distances(filled(said[:1]), filled(said[1:]), SUBSTITUTE, INDEL)[0])


def test_the_tables_are_whole() -> None:
    assert np.array_equal(SUBSTITUTE, SUBSTITUTE.T)
    assert SUBSTITUTE.min() == 0 and SUBSTITUTE.max() <= 1
    assert not SUBSTITUTE.diagonal().any()
    assert np.allclose(SUBSTITUTE[0], INDEL), "a sound for nothing costs what leaving it out does"


@pytest.mark.parametrize(
    ("near", "far"),
    [
        ("pb", "pz"),  # voicing, against place and manner
        ("fθ", "fm"),  # place of fricatives
        ("sʃ", "sk"),
        ("mn", "mk"),  # nasals
        ("td", "tl"),
        ("kt", "kɹ"),
        ("iɪ", "iɑ"),  # vowels by height and backness
        ("ji", "jk"),  # a glide is nearly a vowel
    ],
)
def test_like_sounds_cost_less(near: str, far: str) -> None:
    assert cost(*near) < cost(*far)


def test_phonemes_become_segments() -> None:
    assert len(segments(("tʃ", "aɪ", "n", "iː"))) == 5, "an affricate is one, a diphthong two"
    assert segments(("ʦ",)) == segments(("ts",))
    assert segments(("tʰ", "n̩")) == segments(("t", "n"))
    assert segments(("g",)) == segments(("ɡ",))
    assert segments(("ɚ",)) == segments(("əɹ",))
    assert segments(()) == () and segments(("ˈ", "")) == ()
    assert len(segments(("ŋǃ",))) == 2, "a sound that is not known is still a sound"


@pytest.mark.parametrize(
    ("a", "b", "most"),
    [
        ("iced mocha", "i smoker", 0.7),
        ("iced mocha", "ice mocker", 1.1),
        ("cappuccino", "cap a chino", 0.6),
        ("skim milk", "skin milk", 0.2),
        ("flour", "flower", 0.0),
        ("two", "to", 0.0),
    ],
)
def test_what_is_misheard_is_near(a: str, b: str, most: float) -> None:
    assert distance(a, b) == pytest.approx(distance(b, a))
    assert distance(a, b) <= most + 1e-6


@given(st.lists(st.tuples(SOUNDS, SOUNDS), min_size=1, max_size=5))
def test_distances_are_those_of_each_pair_alone(pairs: list[tuple[list[int], list[int]]]) -> None:
    together = distances(filled([a for a, _ in pairs]), filled([b for _, b in pairs]), SUBSTITUTE, INDEL)
    assert np.allclose(together, [plain(a, b) for a, b in pairs], atol=1e-4)


def plain(a: list[int], b: list[int]) -> float:
    """The recurrence as it stands in the books."""
    row = [0.0]
    for y in b:
        row.append(row[-1] + float(INDEL[y]))
    for x in a:
        before, row = row, [row[0] + float(INDEL[x])]
        for j, y in enumerate(b):
            row.append(
                min(
                    before[j] + float(SUBSTITUTE[x, y]),
                    before[j + 1] + float(INDEL[x]),
                    row[j] + float(INDEL[y]),
                )
            )
    return row[-1]
