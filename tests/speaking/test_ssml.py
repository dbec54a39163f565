from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.attributes import ELEMENTS, pitch_st, rate, volume_db
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.say_as import said_as
from viva.speaking.script import Piece
from viva.speaking.ssml import is_markup, read


def pieces(text: str) -> tuple[Piece, ...]:
    markup = read(text)
    assert markup.faults == ()
    return markup.pieces


def text_of(text: str) -> str:
    return "".join(piece.text for piece in read(text).pieces)


@pytest.mark.parametrize("text", ["Which day?", "fish & chips", "3 < 4", "a > b", ""])
def test_plain_words_are_no_markup(text: str) -> None:
    assert not is_markup(text)


def test_a_break_is_silence_before_what_follows() -> None:
    assert pieces('One <break time="300ms"/> two<break strength="strong"/>, three') == (
        Piece("One "),
        Piece("two", pause_ms=300),
        Piece(", three", pause_ms=500),
    )


def test_prosody_nests() -> None:
    outer, inner = Prosody(0.8), Prosody(0.8, 2.0, 4.0)
    assert pieces('<prosody rate="slow">a <prosody pitch="+2st" volume="loud">b</prosody></prosody> c') == (
        Piece("a ", prosody=outer),
        Piece("b", prosody=inner),
        Piece(" c"),
    )


def test_emphasis_is_slower_higher_and_louder() -> None:
    strong = pieces('<emphasis level="strong">no</emphasis>')[0].prosody
    assert strong.rate < 1 and strong.pitch_st > 0 and strong.level_db > 0


def test_words_said_in_place_of_others() -> None:
    assert pieces('the <sub alias="World Wide Web"> WWW </sub> on') == (
        Piece("the "),
        Piece("WWW", say="World Wide Web"),
        Piece(" on"),
    )
    assert pieces('<phoneme alphabet="ipa" ph="təˈmɑːtəʊ">tomato</phoneme>') == (
        Piece("tomato", phonemes="təˈmɑːtəʊ"),
    )


def test_a_recording_is_shown_by_its_words_or_a_note() -> None:
    assert pieces('<audio src="hi.wav">Hello.</audio> <audio src="gong.wav"/>') == (
        Piece("Hello.", clip="hi.wav"),
        Piece(" "),
        Piece("\u266a", clip="gong.wav"),
    )


def test_what_says_nothing_of_the_voice_is_passed_by() -> None:
    text = '<speak version="1.1">Oh <lang xml:lang="fr-FR">là</lang> <mark name="x"/>là<!-- no --></speak>'
    assert pieces(text) == (Piece("Oh là là"),)


def test_xmls_entities_are_characters_and_no_others_expand() -> None:
    assert text_of("a &lt;b&gt; &amp; &quot;c&quot; &#100; &#x65;") == 'a <b> & "c" d e'
    markup = read("a <!DOCTYPE x [<!ENTITY y 'z'>]> &y; b")
    assert markup.faults and "z" not in text_of("&y;")


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("digits", "12345", "one two three, four five"),
        ("characters", "ab1", "A, B, one"),
        ("ordinal", "3", "third"),
        ("cardinal", "1,200", "one thousand two hundred"),
        ("date", "2026-11-26", "Thursday the twenty-sixth of November"),
        ("date", "26.11.2026", "Thursday the twenty-sixth of November"),
        ("time", "4:30pm", "half past four in the afternoon"),
        ("currency", "$12.50", "twelve dollars and fifty cents"),
        ("currency", "3 EUR", "three euros"),
        ("duration", "PT90M", "ninety minutes"),
        ("date", "soon", "soon"),
        ("nothing", "42", "42"),
    ],
)
def test_text_is_said_as_what_it_is(kind: str, text: str, said: str) -> None:
    assert said_as(text, kind) == said
    assert text_of(f'<say-as interpret-as="{kind}">{text}</say-as>') == said


def test_the_order_of_a_date_can_be_told() -> None:
    assert said_as("11/26/2026", "date", "mdy") == said_as("26/11/2026", "date")


def test_digits_are_said_for_somebody_who_writes() -> None:
    assert pieces('<say-as interpret-as="digits">12</say-as>')[0].prosody.rate < 1


@pytest.mark.parametrize(
    ("text", "at", "message", "hint"),
    [
        ("Hi <brake/>", 3, "there is no element `<brake>` in prompts.", "Did you mean `break`?"),
        ('<break tme="3s"/>', 0, "`<break>` takes no `tme` here.", "Did you mean `time`?"),
        ('<break time="soon"/>', 0, '`time="soon"` in `<break>`.', "Expected a time such as 300ms or 1.5s."),
        ("<s x=1/>", 0, "`<s x=1/>` is no tag as XML has it.", 'Write attributes as `name="value"`.'),
        ("a <emphasis>b", 2, "`<emphasis>` is not closed.", "Write `</emphasis>` behind what it is for."),
        ("a</s>", 1, "`</s>` closes nothing.", "Remove it, or write its beginning."),
        ("a <s", 2, "the tag `<s` has no end.", "Close it with `>`."),
        ("<s/>a < b", 6, "a `<` that begins no tag.", "Write `&lt;`, or the words."),
        ("<s/>a &nbsp;", 6, "`&nbsp;` is none of XML's entities.", "Write the character itself."),
        ("<sub>a</sub>", 0, "`<sub>` without `alias`.", "Give it the words that are said instead."),
        ('<phoneme alphabet="x" ph="a">a</phoneme>', 0, '`alphabet="x"` in `<phoneme>`.', "Expected ipa."),
    ],
)  # fmt: skip
def test_what_is_broken_is_told_where_it_stands(text: str, at: int, message: str, hint: str) -> None:
    fault = read(text).faults[0]
    assert (fault.at, fault.message, fault.hint) == (at, message, hint)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello <brake/>there", "Hello there"),
        ("Hello <prosody rate=slow>there</prosody>.", "Hello there."),
        ("Hello <emphasis>there", "Hello there"),
        ("Hello there</s>", "Hello there"),
        ('Hello there <break time="300ms', "Hello there "),
        ("Hello <foo><bar>there</foo>", "Hello there"),
    ],
)
def test_in_a_call_what_is_broken_is_left_out_and_its_words_are_said(text: str, said: str) -> None:
    assert text_of(text) == said


@given(
    st.lists(
        st.sampled_from([*(f"<{e}>" for e in ELEMENTS), *(f"</{e}>" for e in ELEMENTS), "a", " ", "< ", '"'])
    )
)
def test_whatever_is_written_can_be_read(parts: list[str]) -> None:
    markup = read("".join(parts))
    text = "".join(piece.text for piece in markup.pieces)
    assert all(0 <= start <= len(text) for start in markup.starts)
    assert text.count("a") == parts.count("a")


def test_amounts() -> None:
    assert [rate(v) for v in ("slow", "80%", "+10%", "-10%", "0.9", "9", "x")] == [
        0.8,
        0.8,
        1.1,
        0.9,
        0.9,
        2.0,
        None,
    ]
    assert [pitch_st(v) for v in ("high", "-3st", "+100%", "200Hz")] == [2.0, -3.0, 12.0, None]
    assert [volume_db(v) for v in ("soft", "+4dB", "+40dB", "loudest")] == [-5.0, 4.0, 6.0, None]
    assert read('<prosody rate="x">a</prosody>').pieces[0].prosody == PLAIN
