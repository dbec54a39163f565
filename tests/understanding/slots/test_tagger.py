"""The tagger: values that no example has are found by what stands around them, with a probability."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from viva.understanding.marks import Marked, read_marks
from viva.understanding.normalise import normalise
from viva.understanding.slots.tagger import SlotTagger, Tagged

TRACKS = ("thriller", "yellow submarine", "purple rain", "hey jude", "imagine", "Nothing Else Matters")
ARTISTS = ("michael jackson", "the beatles", "prince", "Nina Simone", "bob marley", "queen")


def examples() -> list[Marked]:
    frames = (
        "play [{track}](track) by [{artist}](artist)",
        "I want to hear [{track}](track) by [{artist}](artist) please",
        "put on [{track}](track)",
        "play something by [{artist}](artist)",
        "do you have [{artist}](artist)'s songs",
        "turn the volume up",
        "stop the music",
    )
    pairs = [(track, artist) for track in TRACKS for artist in ARTISTS]
    written = [
        frame.format(track=track, artist=artist)
        for at, (track, artist) in enumerate(pairs)
        for frame in frames[at % 2 :: 2]
    ]
    return [read_marks(one) for one in dict.fromkeys(written)]


@cache
def tagger() -> SlotTagger:
    return SlotTagger(examples())


def found(text: str) -> list[tuple[str, str]]:
    return [(one.entity, text[one.start : one.end]) for one in tagger().find([normalise(text)])[0]]


def test_values_that_no_example_has() -> None:
    text = "play wagon wheel by old crow"
    assert found(text) == [("track", "wagon wheel"), ("artist", "old crow")]


def test_nothing_where_nothing_is() -> None:
    assert found("turn the volume up") == []


def test_a_possessive_ending_is_no_part_of_a_value() -> None:
    text = "do you have Adele's songs"
    (one,) = tagger().find([normalise(text)])[0]
    assert (one.entity, text[one.start : one.end], one.first, one.last) == ("artist", "Adele", 3, 3)


def test_a_probability_is_high_where_it_stands_to_reason_and_never_above_1() -> None:
    sure = tagger().find([normalise("play thriller by the beatles")])[0]
    assert [one.entity for one in sure] == ["track", "artist"]
    assert all(0.6 < one.probability <= 1 for one in sure)


def test_many_texts_are_read_as_each_alone() -> None:
    texts = [normalise(one) for one in ("play imagine by queen", "", "put on waterloo", "stop")]
    together = tagger().find(texts)
    alone = [tagger().find([text])[0] for text in texts]
    assert [[_plain(one) for one in listed] for listed in together] == [
        [_plain(one) for one in listed] for listed in alone
    ]


def test_the_same_examples_give_the_same_tagger() -> None:
    text = [normalise("play waterloo by abba")]
    few = examples()[:20]
    assert SlotTagger(few).find(text) == SlotTagger(few).find(text)


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    words = normalise(text)
    for one in tagger().find([words])[0]:
        assert 0 <= one.first <= one.last < len(words.tokens) and 0 <= one.start < one.end <= len(text)
        assert 0 <= one.probability <= 1


def _plain(one: Tagged) -> tuple[str, int, int, float]:
    return one.entity, one.start, one.end, round(one.probability, 3)


def test_what_was_trained_before_is_not_trained_again() -> None:
    memory = Recalled()
    text = normalise("play wagon wheel by old crow")
    first = SlotTagger(examples(), memory=memory)
    assert list(memory.known) == ["slots"]
    assert SlotTagger(examples(), memory=memory).find([text]) == first.find([text]) != [[]]
    memory.known["slots"] = {name: np.zeros_like(one) for name, one in memory.known["slots"].items()}
    assert SlotTagger(examples(), memory=memory).find([text]) == [[]]


class Recalled:
    """A memory without a file."""

    def __init__(self) -> None:
        self.known: dict[str, Mapping[str, npt.NDArray[Any]]] = {}

    def get(self, name: str) -> Mapping[str, npt.NDArray[Any]] | None:
        return self.known.get(name)

    def put(self, name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self.known[name] = arrays
