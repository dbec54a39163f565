"""What is known of words without an encoder."""

from __future__ import annotations

from viva.understanding.normalise import normalise
from viva.understanding.slots.features import Features, lowered
from viva.understanding.slots.words import Word, tagged_words


def words(text: str) -> tuple[Word, ...]:
    return tagged_words(normalise(text))


EXAMPLES = [
    (words("play Prince"), [("artist", ("prince",))]),
    (words("play prince"), [("artist", ("prince",))]),
    (words("hear Queen"), [("artist", ("queen",))]),
    (words("stop"), []),
]


def test_an_examples_own_value_is_not_known_from_itself() -> None:
    features = Features(EXAMPLES)
    said, own = EXAMPLES[2]
    assert len(features.numbers(said)[1]) > len(features.numbers(said, own)[1])


def test_every_word_has_a_feature_known_or_not() -> None:
    features = Features(EXAMPLES)
    assert all(len(one) and one[0] == 0 for one in features.numbers(words("Ωmega 12 qqqq")))
    assert max(max(one) for one in features.numbers(words("play Prince"))) < features.size


def test_a_possessive_is_split() -> None:
    assert [(one.said, one.token) for one in words("Play Nas's best")] == [
        ("Play", 0),
        ("Nas", 1),
        ("'s", 1),
        ("best", 2),
    ]
    assert [one.said for one in lowered(words("Let's GO"))] == ["let", "'s", "go"]
