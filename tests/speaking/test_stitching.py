from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.prosody import Prosody
from viva.speaking.recordings import Clip, Recordings
from viva.speaking.script import Piece, Script, plain
from viva.speaking.stitching import Part, border_ms, by_features, stitched
from viva.speaking.words import folded_words


def of(**words: str) -> Recordings:
    return Recordings(tuple(Clip(f"{file}.wav", said, Path(file), file) for file, said in words.items()))


def shown(parts: list[Part]) -> list[str]:
    """`welcome: the text` for a clip, the text alone for what is synthesized."""
    return [f"{p.clip.path}: {p.text}" if p.clip else p.text for p in parts]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello, World!", ("hello", "world")),
        ("O\u2019Neill's twenty-five", ("o'neill's", "twenty", "five")),
        ("5 % & 3€", ("5", "%", "&", "3", "€")),
        ("नमस्ते, दुनिया।", ("नमस्ते", "दुनिया")),
        ("\u2013 ... \u2026", ()),
        ("'tis the boys' way", ("tis", "the", "boys", "way")),
    ],
)
def test_words_are_compared_without_case_and_punctuation(text: str, words: tuple[str, ...]) -> None:
    assert folded_words(text) == words


def test_the_longest_stretches_come_first() -> None:
    clips = of(a="you are booked", b="You are booked for", c="for Monday", d="at")
    parts = stitched(plain("You are booked for Monday at four."), clips)
    assert shown(parts) == ["b: You are booked for", " Monday ", "d: at", " four."]


def test_words_are_taken_whole_and_signs_go_with_them() -> None:
    clips = of(a="good day", b="book")
    assert shown(stitched(plain("Riverside, good day! Who?"), clips)) == [
        "Riverside, ",
        "a: good day!",
        " Who?",
    ]
    assert shown(stitched(plain("A booking."), clips)) == ["A booking."]
    assert shown(stitched(plain('"Good day", he said'), clips)) == ['a: "Good day",', " he said"]


def test_a_clip_may_reach_over_pieces_and_takes_the_prosody_of_most_words() -> None:
    slow = Prosody(0.8)
    script = Script((Piece("You are "), Piece("really very late", prosody=slow), Piece(", sir.")))
    parts = stitched(script, of(a="you are really very late"))
    assert shown(parts) == ["a: You are really very late,", " sir."]
    assert parts[0].prosody == slow


def test_what_is_said_in_other_words_is_taken_whole_or_not() -> None:
    script = Script((Piece("It costs "), Piece("€5", say="five euros"), Piece(".")))
    assert shown(stitched(script, of(a="it costs five"))) == ["It costs €5."]
    assert shown(stitched(script, of(a="five euros"))) == ["It costs ", "a: €5."]
    assert shown(stitched(script, of(a="it costs five euros"))) == ["a: It costs €5."]
    assert shown(stitched(script, of(a="It costs €5"))) == ["a: It costs €5."], "as it is written"


def test_a_piece_may_name_its_clip() -> None:
    clips = of(jingle="", a="hello there")
    script = Script((Piece("Hello ", clip="recordings/jingle.wav"), Piece("there.")))
    assert shown(stitched(script, clips)) == ["jingle: Hello ", "there."]
    missing = Script((Piece("Hello ", clip="none.wav"), Piece("there.")))
    assert shown(stitched(missing, of())) == ["Hello there."]


@given(
    st.lists(st.sampled_from(["a", "B,", "c.", "d", "(e)"]), max_size=12),
    st.lists(st.sampled_from(["a b", "b", "c d e", "d", "a b c d"]), max_size=4, unique=True),
    st.lists(st.integers(0, 40), max_size=3),
)
def test_nothing_is_lost_or_said_twice(words: list[str], clips: list[str], cuts: list[int]) -> None:
    text = " ".join(words)
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    script = Script(tuple(Piece(text[a:b]) for a, b in pairwise(edges)))
    parts = stitched(script, Recordings(tuple(Clip(w, w, Path(w), w) for w in clips)))
    assert "".join(part.text for part in parts) == text
    assert [part.start for part in parts] == [sum(len(p.text) for p in parts[:i]) for i in range(len(parts))]
    for part in parts:
        if part.clip is not None:
            assert folded_words(part.text) == folded_words(part.clip.words)


def test_a_border_pauses_for_its_punctuation() -> None:
    text = 'Right, then. "Fine" at four'
    assert [border_ms(text, at) for at in (0, 7, 13, 20)] == [0, 140, 300, 0]


def test_a_synthesizer_is_given_what_it_can_say_in_one_go() -> None:
    loud, slow = Prosody(level_db=3), Prosody(0.8)
    pieces = (Piece("a "), Piece("b ", say="bee"), Piece("c ", prosody=slow), Piece("d", prosody=loud))
    whole = Part(0, (*pieces, Piece(" e", pause_ms=200, prosody=loud)))
    all_of_it = by_features(whole, frozenset(("rate", "pitch", "pauses", "several")))
    assert [[p.text for p in part.pieces] for part in all_of_it] == [["a ", "b ", "c "], ["d", " e"]]
    nothing = by_features(whole, frozenset())
    assert [[(p.text, p.say) for p in part.pieces] for part in nothing] == [
        [("a b ", "a bee")],
        [("c ", "")],
        [("d", "")],
        [(" e", "")],
    ]
    assert [part.start for part in nothing] == [0, 4, 6, 7]
