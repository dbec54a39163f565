"""A bot's own pronunciations."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.filling import Filling
from viva.speaking.lexicon import Lexicon, Pronunciation
from viva.speaking.prosody import Prosody
from viva.speaking.script import Piece
from viva.speaking.wording import Wording

LEXICON = Lexicon(
    [
        Pronunciation("Nguyen", "win"),
        Pronunciation("Siobhan", phonemes="ʃɪˈvɔːn"),
        Pronunciation("GmbH", "G M B H"),
        Pronunciation("New Delhi", "new delly"),
        Pronunciation("Delhi", "delly"),
        Pronunciation("प्रिया", "priya"),
    ]
)


def said(text: str) -> list[str]:
    return [piece.say or piece.phonemes or piece.text for piece in LEXICON.pieces(Piece(text))]


def test_whole_words_the_longest_first() -> None:
    assert said("Ask Nguyen's wife.") == ["Ask ", "win", "'s wife."]
    assert said("to New Delhi, to Delhi") == ["to ", "new delly", ", to ", "delly"]
    assert said("Delhites, Nguyenh") == ["Delhites, Nguyenh"]
    assert said("प्रियाम प्रिया") == ["प्रियाम ", "priya"]


def test_capitals_count_where_the_word_has_some_inside() -> None:
    assert said("NGUYEN nguyen") == ["win", " ", "win"]
    assert said("a gmbh, a GmbH") == ["a gmbh, a ", "G M B H"]


def test_phonemes_are_kept_for_a_voice_that_takes_them() -> None:
    (piece,) = LEXICON.pieces(Piece("Siobhan"))
    assert piece == Piece("Siobhan", phonemes="ʃɪˈvɔːn")


def test_a_piece_keeps_its_prosody_and_its_pause() -> None:
    slow = Prosody(rate=0.8)
    pieces = LEXICON.pieces(Piece("Hi Nguyen!", prosody=slow, pause_ms=300))
    assert [(p.text, p.prosody, p.pause_ms) for p in pieces] == [
        ("Hi ", slow, 300),
        ("Nguyen", slow, 0),
        ("!", slow, 0),
    ]
    assert LEXICON.pieces(Piece("Nguyen", say="noo yen")) == [Piece("Nguyen", say="noo yen")]


@given(st.text("NguyenGmbH elhiDNw,.", max_size=40))
def test_nothing_of_the_text_is_lost(text: str) -> None:
    assert "".join(piece.text for piece in LEXICON.pieces(Piece(text))) == text


def test_a_prompt_is_said_in_words_and_with_its_lexicon() -> None:
    wording = Wording({}, "en", LEXICON)
    (script,) = wording.sentences("Dr. Nguyen sees you at 9:30.", Filling())
    assert script.text == "Doctor Nguyen sees you at half past nine."
    assert [piece.say for piece in script.pieces] == ["", "win", ""]
